"""What verification has to report: conflicts where they are in the code, missing ones where they were claimed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from aphoria.finding import MISSING as LEVEL_MISSING
from aphoria.finding import Finding, Rule, level_of
from aphoria.observation import Observation
from aphoria.verification import CONFLICT, MISSING, Verdict, Verification
from repo_format.objects.claim import Claim
from repo_format.payload import Reference


def findings_of(done: Verification, file: str, lines: Mapping[str, int]) -> Iterator[Finding]:
    """A finding for every observation that contradicts a claim, and one for every claim that nothing shows.

    ``file`` is the claims file relative to the root, ``lines`` where in it each claim stands. The score of a conflict
    is the confidence of the observation: the team's own word leaves nothing to weigh.
    """
    for verdict in done.verdicts:
        rule = rule_of(verdict.claim)
        if verdict.verdict == CONFLICT:
            yield from (_conflict(rule, verdict.claim, seen) for seen in verdict.contrary)
        elif verdict.verdict == MISSING:
            message = f"nothing shows that {_wanted(verdict.claim)}: {_why(verdict)}"
            yield Finding(rule, LEVEL_MISSING, 0.0, message, file, lines.get(verdict.claim.name, 1))


def _why(verdict: Verdict) -> str:
    if verdict.note:
        return verdict.note
    return f"observed is {', '.join(sorted({value_text(one) for one in verdict.contrary}))}"


def _conflict(rule: Rule, claim: Claim, seen: Observation) -> Finding:
    message = f"{_about(seen)} is {value_text(seen)}, and {_wanted(claim)}"
    return Finding(rule, level_of(seen.confidence), seen.confidence, message, seen.file, seen.line, seen)


def rule_of(claim: Claim) -> Rule:
    """The rule that a claim is."""
    return Rule(
        name=claim.name,
        text=claim.invariant,
        source=claim.provenance,
        tier=claim.tier,
        consequence=claim.consequence,
        category=claim.category or "",
    )


def _about(seen: Observation) -> str:
    return "/".join(seen.path.split("/")[-2:]) + " " + seen.predicate


def value_text(seen: Observation) -> str:
    """An observed value as a sentence has it."""
    value = str(seen.value).lower() if isinstance(seen.value, bool) else str(seen.value)
    return f"{value} {seen.unit}" if seen.unit else value


_WORDS = {
    "equals": "must be {}",
    "not_equals": "must not be {}",
    "present": "must be there",
    "absent": "must not be there",
    "contains": "must contain {}",
    "not_contains": "must not contain {}",
    "at_least": "must be at least {}",
    "at_most": "must be at most {}",
    "in_range": "must lie between {}",
    "one_of": "must be one of {}",
    "matches": "must match {}",
    "version_in": "must lie in {}",
}


def _wanted(claim: Claim) -> str:
    return f"{claim.path} {claim.predicate} {wanted_text(claim)}"


def wanted_text(claim: Claim) -> str:
    """What a claim wants, as the end of a sentence: ``must be at least 2048``."""
    operands = claim.values if claim.values is not None else () if claim.value is None else (claim.value,)
    joint = " and " if claim.comparison == "in_range" else ", "
    text = joint.join(_operand(one) for one in operands) + (f" {claim.unit}" if claim.unit else "")
    words = _WORDS[claim.comparison].format(text)
    return f"{words} as {text}" if claim.comparison in ("present", "absent") and operands else words


def _operand(value: object) -> str:
    if isinstance(value, Reference):
        return value.ref
    return str(value).lower() if isinstance(value, bool) else str(value)
