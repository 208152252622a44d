"""Coverage as rows and as one document."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from steme_cli import output
from steme_cli.render import figures
from steme_cli.render.column import Column
from steme_cli.render.json_text import document
from steme_cli.render.rows import rows

if TYPE_CHECKING:
    from aphoria.coverage import Coverage, Covered, Gap


def _density(value: float | None) -> str:
    return "" if value is None else figures.percent(value)


_MODULES = (
    Column("module"),
    Column("observations", right=True),
    Column("claims", right=True),
    Column("claimed", right=True),
    Column("unclaimed", right=True),
    Column("conflicts", right=True),
    Column("missing", right=True),
    Column("listed", right=True),
    Column("density", right=True, human=_density),
)
_GAPS = (
    Column("about"),
    Column("predicate"),
    Column("observations", right=True),
    Column("modules", right=True),
    Column("values"),
)


def write(found: Coverage, modules: Sequence[Covered], format: str | None, *, gaps: bool) -> None:
    """Write a row for every module, or for every gap; as JSON both, with the total."""
    if format == "json":
        facts = {
            "project": found.project,
            "total": facts_of(found.total),
            "modules": [facts_of(one) for one in modules],
            "gaps": [_gap(one) for one in found.gaps],
        }
        output.write(document("aphoria.coverage", facts))
    elif gaps:
        rows("aphoria.coverage_gaps", _GAPS, map(_gap, found.gaps), format=format)
    else:
        rows("aphoria.coverage", _MODULES, map(facts_of, modules), format=format)
    if format in (None, "table"):
        output.note(summary(found))


def summary(found: Coverage) -> str:
    """One line: how much is claimed, and what is missing."""
    total = found.total
    if total.density is None:
        return f"nothing is observed in {found.project}; {total.claims} active claims"
    return (
        f"{figures.percent(total.density)} of what is observed is claimed: {figures.count(total.claimed)} of "
        f"{figures.count(total.observations)} observations, by {total.claims} active claims, {total.missing} of which "
        "nothing shows"
    )


def facts_of(one: Covered) -> dict[str, object]:
    """A module, or the total, as JSON says it; the density is a share from 0 to 1, or nothing."""
    facts: dict[str, object] = {
        "module": one.module,
        "observations": one.observations,
        "claims": one.claims,
        "claimed": one.claimed,
        "unclaimed": one.unclaimed,
        "conflicts": one.conflicts,
        "missing": one.missing,
        "listed": one.listed,
        "density": None if one.density is None else round(one.density, 4),
    }
    return facts if one.module else {name: value for name, value in facts.items() if name != "module"}


def _gap(one: Gap) -> dict[str, object]:
    return {
        "about": one.about,
        "predicate": one.predicate,
        "observations": one.observations,
        "modules": one.modules,
        "values": list(one.values),
    }
