"""Drafts from what is observed and not claimed: what an authority says of it, what is claimed of another module, what
the code does everywhere in the same way.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from aphoria import comparison
from aphoria.claims.fields import table_of
from aphoria.conflicts import confidence_of
from aphoria.coverage import about_of, is_listed
from aphoria.matching import segments
from aphoria.project import module_of
from aphoria.suggesting.draft import AUTHORITY, CLAIM, HABIT, Suggestion, draft
from aphoria.suggesting.style import category_of
from aphoria.suggesting.topics import GOOD, TOPICS, Topic
from repo_format.vocabulary import TIERS

if TYPE_CHECKING:
    from aphoria.conflicts import Authorities
    from aphoria.observation import Observation
    from aphoria.survey import Survey
    from repo_format.objects.claim import Claim

_MANY = 3
_SURE = 0.5
_END = 2
_COPIED = ("comparison", "value", "values", "unit", "consequence", "category", "evidence", "tier")
Group = tuple[tuple[str, ...], str, Sequence["Observation"]]


def groups(unclaimed: Iterable[Observation]) -> list[Group]:
    """Unclaimed observations by topic and leaf and predicate, without the inventory."""
    found: dict[tuple[tuple[str, ...], str], list[Observation]] = defaultdict(list)
    for seen in unclaimed:
        if not is_listed(seen):
            found[about_of(seen), seen.predicate].append(seen)
    return [(about, predicate, seen) for (about, predicate), seen in sorted(found.items())]


def path_over(group: Sequence[Observation], about: Sequence[str]) -> str:
    """The narrowest path that is about all of a group: what their modules have in common, then topic and leaf."""
    modules = [module_of(one.file) for one in group]
    common: list[str] = []
    for parts in zip(*modules, strict=False):
        if len(set(parts)) > 1:
            break
        common.append(parts[0])
    return "/".join((*common, *about))


def from_authorities(stands: Survey, authorities: Authorities) -> Iterator[Suggestion]:
    """What the strongest authority says of a group, if it says more than MAY."""
    for about, predicate, group in groups(stands.verification.unclaimed):
        speaking = [one for one in authorities.about(group[0]) if confidence_of(one) >= _SURE]
        if not speaking:
            continue
        one = min(speaking, key=lambda claim: (claim.tier, claim.name))
        topic = _topic(about)
        fields = {
            **_copied(one),
            "path": path_over(group, about),
            "predicate": predicate,
            "invariant": one.invariant,
            "provenance": one.provenance,
            "tier": "expert",
            "category": category_of(about[0], stands.active, topic.category if topic else None),
        }
        holds = sum(comparison.known()[one.comparison].holds(seen, one) for seen in group)
        reasons = (f"{one.provenance} says so ({TIERS[one.tier]})", held(holds, len(group)))
        yield Suggestion(draft(fields, stands.claims), AUTHORITY, reasons, tuple(group), sourced=True)


def from_claims(stands: Survey) -> Iterator[Suggestion]:
    """What is claimed of one module, for others where the same is observed and not claimed."""
    for about, predicate, group in groups(stands.verification.unclaimed):
        for one in stands.active:
            path = segments(one.path)
            if one.predicate == predicate and len(path) > _END and tuple(path[-_END:]) == tuple(about[-_END:]):
                fields = {
                    **_copied(one),
                    "path": path_over(group, about),
                    "predicate": predicate,
                    "invariant": one.invariant,
                    "provenance": f"As {one.name}: {one.provenance}",
                }
                holds = sum(comparison.known()[one.comparison].holds(seen, one) for seen in group)
                reasons = (f"{one.name} claims it of {'/'.join(path[:-_END])} alone", held(holds, len(group)))
                yield Suggestion(draft(fields, stands.claims), CLAIM, reasons, tuple(group))


def from_habits(stands: Survey) -> Iterator[Suggestion]:
    """What the code does in the same way in several places, where it is known what breaks otherwise."""
    for about, predicate, group in groups(stands.verification.unclaimed):
        topic = _topic(about)
        operand = _habit(predicate, group, topic) if topic else None
        if topic is None or operand is None:
            continue
        fields = {
            **operand[0],
            "path": path_over(group, about),
            "predicate": predicate,
            "invariant": f"{'/'.join(about)} {predicate} MUST {operand[1]}",
            "consequence": topic.consequence,
            "provenance": f"What the code does in {len(group)} places; to be confirmed by its team",
            "category": category_of(about[0], stands.active, topic.category),
        }
        yield Suggestion(draft(fields, stands.claims), HABIT, (operand[2],), tuple(group))


def _habit(predicate: str, group: Sequence[Observation], topic: Topic) -> tuple[dict[str, Any], str, str] | None:
    """Operand, sentence and reason; None where the code has no habit worth keeping."""
    if predicate in GOOD:
        good = GOOD[predicate]
        told = str(good).lower()
        return (
            {"comparison": "equals", "value": good},
            f"be {told}",
            held(sum(one.value is good for one in group), len(group)),
        )
    numbers = [one.value for one in group if isinstance(one.value, int | float) and not isinstance(one.value, bool)]
    units = {one.unit for one in group}
    if topic.bound and len(numbers) == len(group) >= _MANY and len(units) == 1 and max(numbers) > 0:
        unit = min(units) or None
        told = f"be at most {max(numbers)}" + (f" {unit}" if unit else "")
        return (
            {"comparison": topic.bound, "value": max(numbers), "unit": unit},
            told,
            f"all {len(group)} places keep it",
        )
    if (
        len({(repr(one.value), one.unit) for one in group}) == 1
        and len(group) >= _MANY
        and isinstance(group[0].value, str)
    ):
        return (
            {"comparison": "equals", "value": group[0].value},
            f"be {group[0].value}",
            f"all {len(group)} places agree",
        )
    return None


def _topic(about: Sequence[str]) -> Topic | None:
    return TOPICS.get(about[0])


def _copied(one: Claim) -> dict[str, Any]:
    table = table_of(one)
    return {name: table[name] for name in _COPIED if name in table}


def held(holds: int, count: int) -> str:
    """How far the code keeps what a draft asks for, in a sentence."""
    if not count:
        return "nothing of the kind is observed today"
    if holds == count:
        return f"the code keeps it in {'its one place' if count == 1 else f'all {count} places'}"
    return f"the code keeps it in {holds} of {count} places; the rest would be in conflict"
