"""What `aphoria verify` shows beside its findings: unclaimed observations, and who can see which claim."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from aphoria.verification import ACTIVE
from aphoria.verification_findings import value_text, wanted_text
from steme_cli import output
from steme_cli.render import figures
from steme_cli.render.column import Column
from steme_cli.render.rows import rows
from steme_cli.render.text import safe

if TYPE_CHECKING:
    from aphoria.observation import Observation
    from aphoria.verification import Verification
    from aphoria.visibility import Visibility
    from repo_format.objects.claim import Claim


def details(done: Verification, *, show_unclaimed: bool) -> dict[str, object]:
    """What the JSON report says of every claim, and of what is unclaimed if that is asked for."""
    verdicts = [
        {
            "claim": one.claim.name,
            "verdict": one.verdict,
            "note": one.note,
            "fitting": [f"{seen.file}:{seen.line}" for seen in one.fitting],
            "contrary": [f"{seen.file}:{seen.line}" for seen in one.contrary],
        }
        for one in done.verdicts
    ]
    more = {"unclaimed": [_unclaimed(one) for one in done.unclaimed]} if show_unclaimed else {}
    return {"verdicts": verdicts, **more}


def _unclaimed(one: Observation) -> dict[str, object]:
    return {"path": one.path, "predicate": one.predicate, "value": one.value, "file": one.file, "line": one.line}


def write_unclaimed(unclaimed: Sequence[Observation]) -> None:
    """Write a line for each observation that no claim is about."""
    for one in unclaimed:
        output.write(
            f"{safe(one.file)}:{one.line}: UNCLAIMED {safe(one.path)} {one.predicate} = {safe(value_text(one))}\n"
        )


_COLUMNS = (
    Column("claim"),
    Column("path"),
    Column("predicate"),
    Column("wanted"),
    Column("extractors", human=lambda names: ", ".join(names) or "none"),
)


def write_map(claims: Sequence[Claim], visibility: Visibility, format: str | None) -> None:
    """Write a row for every active claim with the extractors that can see it, and the share that can be seen."""
    active = [one for one in claims if one.status == ACTIVE]
    mapped = [
        {
            "claim": one.name,
            "path": one.path,
            "predicate": one.predicate,
            "wanted": wanted_text(one),
            "extractors": visibility.extractors_for(one.path, one.predicate),
        }
        for one in active
    ]
    rows("aphoria.verify_map", _COLUMNS, mapped, format=format)
    if format in (None, "table") and mapped:
        visible = sum(bool(one["extractors"]) for one in mapped)
        output.note(f"{visible} of {len(mapped)} active claims can be seen ({figures.percent(visible / len(mapped))})")
