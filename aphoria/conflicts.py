"""Conflicts between code and authorities, as a lens of authority sees them (docs/semantics/linter.md).

All authorities that speak about an observation are heard. The strongest tier among them decides; what weaker tiers say
is kept beside it. The score of a conflict is weight of the tier x confidence of the authority x confidence of the
observation, where an authority is as sure as its own word is strong (RFC 2119). A team that does something on purpose
says so with a claim of its own that supersedes an authority by name: where the claim is about the code, that authority
and all that are not stronger are not heard.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from aphoria import comparison
from aphoria.finding import Finding, Heard, Rule, level_of
from aphoria.language import known as language_names
from aphoria.matching import ANY, is_about, segments
from aphoria.observation import Observation
from aphoria.verification import ACTIVE
from aphoria.verification_findings import value_text, wanted_text
from repo_format.objects.claim import Claim
from repo_format.vocabulary import TIER_WEIGHTS, TIERS

_SURE = {"MUST": 1.0, "SHALL": 1.0, "REQUIRED": 1.0, "SHOULD": 0.75, "RECOMMENDED": 0.75, "MAY": 0.3}
_UNSAID = 0.75

Path = tuple[str, ...]
"""A concept path in segments."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """An observation that the strongest tier speaks against: ``authority`` is the one that decides, by score and name;
    ``agreeing`` and ``contradicting`` are the names of all who speak, by tier.
    """

    seen: Observation
    authority: Claim
    score: float
    agreeing: dict[str, list[str]]
    contradicting: dict[str, list[str]]


def confidence_of(authority: Claim) -> float:
    """How sure an authority is, by the strongest word of its sentence: MUST 1, SHOULD 0.75, MAY 0.3."""
    words = set(authority.invariant.replace(",", " ").replace(".", " ").split())
    return max((sure for word, sure in _SURE.items() if word in words), default=_UNSAID)


class Authorities:
    """Authorities, ready to be asked about observations.

    ``team`` are the claims of the team, of which those that supersede an authority matter here; ``aliases`` are
    further names (``TOPIC/LEAF``) of what authorities speak about, each with theirs.
    """

    def __init__(
        self, authorities: Iterable[Claim], team: Iterable[Claim] = (), aliases: Mapping[str, str] | None = None
    ) -> None:
        self._by_leaf: dict[tuple[str, str], list[tuple[Path, Claim]]] = defaultdict(list)
        tiers: dict[str, int] = {}
        for one in sorted(authorities, key=lambda one: one.name):
            if one.status == ACTIVE:
                path = segments(one.path)
                self._by_leaf[one.predicate, path[-1]].append((path, one))
                tiers[one.name] = one.tier
        self._overrides = [
            (segments(one.path), one.predicate, tiers[one.supersedes])
            for one in team
            if one.status == ACTIVE and one.supersedes in tiers
        ]
        self._aliases = {segments(alias): segments(subject) for alias, subject in (aliases or {}).items()}

    def about(self, seen: Observation) -> Iterator[Claim]:
        """The authorities that speak about an observation and are not overridden there, those with any leaf last."""
        given = segments(seen.path)
        path = self._real(given)
        below = self._overridden(given, seen.predicate)
        for leaf in (path[-1], ANY):
            for claimed, one in self._by_leaf.get((seen.predicate, leaf), ()):
                if one.tier < below and is_about(claimed, path):
                    yield one

    def _overridden(self, path: Path, predicate: str) -> int:
        """From which tier on authorities are overridden there."""
        here = (tier for claimed, about, tier in self._overrides if about == predicate and is_about(claimed, path))
        return min(here, default=len(TIERS))

    def _real(self, path: Path) -> Path:
        """A path whose end is put in the words of the authorities."""
        end = self._aliases.get(path[-2:])
        return path[:-2] + end if end else path

    def conflict(self, seen: Observation) -> Conflict | None:
        """The conflict that an observation is in, None if it is in none or nobody speaks about it."""
        agreeing: dict[int, list[Claim]] = defaultdict(list)
        contradicting: dict[int, list[Claim]] = defaultdict(list)
        for one in self.about(seen):
            compare = comparison.known()[one.comparison]
            if compare.one_is_enough:
                continue
            if not compare.holds(seen, one):
                contradicting[one.tier].append(one)
            elif not compare.nothing_is_fine:  # who forbids something else has not spoken for this
                agreeing[one.tier].append(one)
        strongest = min([*agreeing, *contradicting], default=None)
        if strongest is None or strongest not in contradicting:
            return None
        decides = max(contradicting[strongest], key=lambda one: (_score(one, seen), _fits(one, seen), one.name))
        return Conflict(seen, decides, _score(decides, seen), _named(agreeing), _named(contradicting))


def _score(authority: Claim, seen: Observation) -> float:
    return round(TIER_WEIGHTS[authority.tier] * confidence_of(authority) * seen.confidence, 4)


def _fits(authority: Claim, seen: Observation) -> int:
    """1 for an authority whose name ends with the language of the code, -1 with another's, 0 with none."""
    last, language = authority.name.rpartition("-")[2], segments(seen.path)[0]
    return 0 if last not in language_names() else 1 if last == language else -1


def _named(by_tier: dict[int, list[Claim]]) -> dict[str, list[str]]:
    return {TIERS[tier]: [one.name for one in claims] for tier, claims in sorted(by_tier.items())}


def conflicts(observations: Iterable[Observation], authorities: Authorities) -> list[Conflict]:
    """Every conflict, in the order of the observations."""
    return [found for seen in observations if (found := authorities.conflict(seen)) is not None]


def findings_of(found: Sequence[Conflict]) -> list[Finding]:
    """The conflicts as findings: block from a score of 0.7, flag from 0.4, a note below."""
    return [_finding(one) for one in found]


def _finding(one: Conflict) -> Finding:
    about = "/".join(segments(one.seen.path)[-2:])
    message = f"{about} {one.seen.predicate} is {value_text(one.seen)}, and {wanted_text(one.authority)}"
    rule = rule_of(one.authority)
    heard = tuple(
        Heard(tier, tuple(one.agreeing.get(tier, ())), tuple(one.contradicting.get(tier, ())))
        for tier in TIERS
        if tier in one.agreeing or tier in one.contradicting
    )
    return Finding(rule, level_of(one.score), one.score, message, one.seen.file, one.seen.line, one.seen, heard=heard)


def rule_of(authority: Claim) -> Rule:
    """The rule that an authority is: its provenance is ``SOURCE, SECTION``, its first evidence the address."""
    source, _, section = authority.provenance.partition(", ")
    return Rule(
        name=authority.name,
        text=authority.invariant,
        source=source,
        tier=authority.tier,
        section=section,
        address=authority.evidence[0] if authority.evidence else "",
        consequence=authority.consequence,
        category=authority.category or "",
    )
