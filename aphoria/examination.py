"""Holding what code does against what authorities say (docs/semantics/linter.md).

Every way to choose files comes through here, so that all of them are held against the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from aphoria.accepting import accepted
from aphoria.conflicts import Authorities, conflicts, findings_of
from aphoria.finding import NOTE, Finding, Report, Rule
from aphoria.place import FOLDER
from aphoria.suppression import EXTRACTOR

if TYPE_CHECKING:
    from aphoria.claims.entry import Entry
    from aphoria.ground import Ground
    from aphoria.observation import Observation
    from aphoria.policies.pack import Policy
    from aphoria.scan import Scan

_ELSEWHERE = " (elsewhere)"
"""No name of a rule that is told has a space."""

OVERRIDE = Rule(
    "override",
    "A claim that overrides an authority is signed.",
    "aphoria",
    3,
    consequence="Nobody stands for doing otherwise.",
)


def examine(
    seen: Scan, ground: Ground, *, whole: bool, least: float = 0.0, notes: bool = False, baseline: bool = False
) -> Report:
    """The conflicts of what a scan has seen, with what keeps some of them from counting.

    ``whole`` is whether everything was looked at by every extractor. Observations below the confidence ``least`` are
    passed over; conflicts below 0.4 are told only with ``notes``. Raises as ``accepted``.
    """
    code = [one for one in seen.observations if one.extractor != EXTRACTOR and one.confidence >= least]
    found = findings_of(conflicts(code, ground.authorities()))
    team = Authorities(one.claim for one in ground.entries)
    every = [*found, *_unsigned(ground.unsigned_overrides()), *elsewhere(code, team)]
    further = [one for policy in ground.policies for one in policy.acknowledgements]
    marked = accepted(seen.root, every, seen, whole=whole and not least, baseline=baseline, further=further)
    told = tuple(one for one in marked if not is_elsewhere(one) and (notes or not one.heard or one.level != NOTE))
    return Report(
        root=seen.root,
        findings=_once(told),
        files=seen.files,
        observations=len(code),
        skipped=seen.skipped,
        extra={
            "policies": [_policy(one) for one in ground.policies],
            "quiet": sum(one.level == NOTE for one in found) if not notes else 0,
        },
    )


def _once(told: Iterable[Finding]) -> tuple[Finding, ...]:
    """Of several extractors that say the same of a line, the one that counts and is surest."""
    best: dict[tuple[str, str, int], Finding] = {}
    kept = list(told)
    for one in kept:
        place = (one.rule.name, one.file, one.line)
        if one.seen is not None and _weight(one) > _weight(best.get(place)):
            best[place] = one
    return tuple(one for one in kept if _same_voice(one, best.get((one.rule.name, one.file, one.line))))


def _weight(one: Finding | None) -> tuple[bool, float]:
    return (False, -1.0) if one is None else (one.suppressed is None, one.score)


def _same_voice(one: Finding, best: Finding | None) -> bool:
    if one.seen is None or best is None or best.seen is None:
        return True
    return one.seen.extractor == best.seen.extractor


def elsewhere(code: Iterable[Observation], authorities: Authorities) -> list[Finding]:
    """What another command finds, by others than these: a comment that is there for it does not ignore nothing."""
    found = findings_of(conflicts(code, authorities))
    return [replace(one, rule=replace(one.rule, name=f"{one.rule.name}{_ELSEWHERE}")) for one in found]


def is_elsewhere(one: Finding) -> bool:
    """Whether a finding came from ``elsewhere`` and is not to be told."""
    return one.rule.name.endswith(_ELSEWHERE)


def _unsigned(entries: Iterable[Entry]) -> Iterator[Finding]:
    for one in entries:
        message = f"{one.claim.name} would override {one.claim.supersedes} and is {one.state}"
        yield Finding(OVERRIDE, NOTE, 0.0, message, f"{FOLDER}/claims.toml", one.line)


def _policy(one: Policy) -> dict[str, object]:
    return {"name": one.name, "authorities": len(one.authorities), "digest": one.digest, "signers": list(one.signers)}
