"""How much of what code does somebody has claimed: per module, and what is observed most that nobody speaks about.

The words and formulas are those of docs/semantics/coverage.md.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from aphoria.matching import ANY, segments
from aphoria.project import module_of
from aphoria.verification import CONFLICT, MISSING
from aphoria.verification_findings import value_text
from repo_format.errors import InvalidInput, shown

if TYPE_CHECKING:
    from aphoria.observation import Observation
    from aphoria.survey import Survey
    from repo_format.objects.claim import Claim

DEPTH = 2
ELSEWHERE = "(elsewhere)"
"""The row of missing claims whose path names no module that is there."""

INVENTORY = frozenset({"imports", "config", "constant", "dependency", "api"})
"""Topics that list what there is. Nobody wants a claim about every import, so these count where a claim is about them
and are only listed otherwise.
"""

_END, _PROJECT = 2, 2
_VALUES = 4


@dataclass(frozen=True, slots=True)
class Covered:
    """A module, or all of them. ``claims`` are the active ones about it, ``missing`` those of them that nothing shows,
    ``conflicts`` the observations that contradict one; ``listed`` are observations of the inventory that no claim is
    about, which are not among the ``observations``.
    """

    module: str
    observations: int
    claims: int
    claimed: int
    conflicts: int
    missing: int
    listed: int = 0

    @property
    def unclaimed(self) -> int:
        """The observations that no active claim is about."""
        return self.observations - self.claimed

    @property
    def density(self) -> float | None:
        """The share of the observations that a claim is about, 0 to 1; None where nothing is observed."""
        return self.claimed / self.observations if self.observations else None


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that is observed and that nobody claims: how often, in how many modules, with which values (the most
    frequent first, at most four).
    """

    about: str
    predicate: str
    observations: int
    modules: int
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Coverage:
    """``modules`` by name; ``gaps`` the widest first."""

    project: str
    total: Covered
    modules: tuple[Covered, ...]
    gaps: tuple[Gap, ...]


def coverage(stands: Survey, depth: int = DEPTH, *, inventory: bool = False) -> Coverage:
    """The coverage of a project. ``depth`` is how many segments of a module's name count, 0 for all of them;
    ``inventory`` lets what is only listed count as well.
    """
    unclaimed = set(stands.verification.unclaimed)
    aside = set() if inventory else {seen for seen in unclaimed if is_listed(seen)}
    by_module: dict[str, list[Observation]] = defaultdict(list)
    for seen in stands.code:
        by_module[_module(seen, depth)].append(seen)
    claims: dict[str, set[str]] = defaultdict(set)
    missing: Counter[str] = Counter()
    contrary: set[Observation] = set()
    for verdict in stands.verification.verdicts:
        about = (*verdict.fitting, *verdict.contrary)
        for module in {_module(seen, depth) for seen in about} or {_home(verdict.claim, by_module)}:
            claims[module].add(verdict.claim.name)
            missing[module] += verdict.verdict == MISSING
        contrary.update(verdict.contrary if verdict.verdict == CONFLICT else ())
    rows = []
    for module in sorted({*by_module, *claims}):
        here = [seen for seen in by_module.get(module, ()) if seen not in aside]
        claimed = sum(seen not in unclaimed for seen in here)
        conflicts = sum(seen in contrary for seen in here)
        listed = len(by_module.get(module, ())) - len(here)
        rows.append(Covered(module, len(here), len(claims[module]), claimed, conflicts, missing[module], listed))
    gaps = _gaps((seen for seen in stands.verification.unclaimed if seen not in aside), depth)
    return Coverage(stands.scan.project, _total(stands, rows), tuple(rows), gaps)


def is_listed(seen: Observation) -> bool:
    """Whether an observation is of the inventory."""
    return about_of(seen)[0] in INVENTORY


def about_of(seen: Observation) -> tuple[str, ...]:
    """Topic, leaf and what stands between them: the path without language, project and module."""
    return segments(seen.path)[_PROJECT + len(module_of(seen.file)) :]


def _module(seen: Observation, depth: int) -> str:
    parts = module_of(seen.file)
    return "/".join(parts[:depth] if depth else parts)


def _home(claim: Claim, modules: Iterable[str]) -> str:
    """The module that a claim about nothing observed names: the longest one whose name its path holds."""
    path = segments(claim.path)[:-_END]
    fitting = [module for module in modules if _holds(path, module.split("/"))]
    return max(fitting, key=lambda module: (module.count("/"), module), default=ELSEWHERE)


def _holds(path: Sequence[str], module: Sequence[str]) -> bool:
    size = len(module)
    return any(
        all(one in (ANY, other) for one, other in zip(path[at : at + size], module, strict=True))
        for at in range(len(path) - size + 1)
    )


def _total(stands: Survey, rows: Sequence[Covered]) -> Covered:
    done = stands.verification
    return Covered(
        module="",
        observations=sum(row.observations for row in rows),
        claims=len(done.verdicts),
        claimed=len(stands.code) - len(done.unclaimed),
        conflicts=sum(row.conflicts for row in rows),
        missing=len(done.with_verdict(MISSING)),
        listed=sum(row.listed for row in rows),
    )


def _gaps(unclaimed: Iterable[Observation], depth: int) -> tuple[Gap, ...]:
    grouped: dict[tuple[str, str], list[Observation]] = defaultdict(list)
    for seen in unclaimed:
        grouped["/".join(about_of(seen)), seen.predicate].append(seen)
    gaps = [_gap(about, predicate, group, depth) for (about, predicate), group in grouped.items()]
    return tuple(sorted(gaps, key=lambda gap: (-gap.observations, gap.about, gap.predicate)))


def _gap(about: str, predicate: str, group: Sequence[Observation], depth: int) -> Gap:
    values = Counter(value_text(seen) for seen in group)
    common = sorted(values, key=lambda value: (-values[value], value))[:_VALUES]
    return Gap(about, predicate, len(group), len({_module(seen, depth) for seen in group}), tuple(common))


SORTS = ("name", "density", "unclaimed", "observations")


def ordered(modules: Iterable[Covered], by: str) -> list[Covered]:
    """Modules by name, by density from the thinnest on, or by numbers from the largest on; ties by name."""
    keys = {
        "name": lambda row: (0.0, row.module),
        "density": lambda row: (2.0 if row.density is None else row.density, row.module),
        "unclaimed": lambda row: (-float(row.unclaimed), row.module),
        "observations": lambda row: (-float(row.observations), row.module),
    }
    if by not in keys:
        raise InvalidInput("--sort", f"{shown(by)} is none of {', '.join(SORTS)}")
    return sorted(modules, key=keys[by])
