"""Support and conflict: how strongly each value is held, and how far apart the values are (docs/semantics/conflict.md).

Everything works on candidates (``candidate.Candidate``) and is exact about its order: sums run over values in the
order of their first candidate by id, one by one (``sum`` rounds differently from Python 3.12 on), so that the same set
always gives the same bits.
"""

from __future__ import annotations

from math import log2

from repo_format.storage import tables
from steme.candidate import by_author, by_confidence, by_id, by_strength, by_value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from steme.candidate import Candidate, ValueKey

CONTESTED = 0.4
"""From this conflict score on an answer is called contested."""


class Side:
    """One value and who stands behind it. ``voices`` holds one candidate an author, the best of theirs, by id."""

    __slots__ = ("share", "support", "value", "voices")

    def __init__(self, value: ValueKey, voices: list[Candidate]) -> None:
        self.value = value
        self.voices = voices
        doubt = 1.0
        for confidence in map(by_confidence, voices):
            doubt *= 1.0 - confidence
            if not doubt:
                break  # nothing is left to multiply, and a crowd is long
        self.support = 1.0 - doubt
        self.share = 0.0


def sides(candidates: Sequence[Candidate]) -> list[Side]:
    """The distinct values among the candidates, each with one voice an author; by support, then by id.

    Shares are support over the sum of all support; all equal where that sum is zero.
    """
    return _ranked({value: list(of_each.values()) for value, of_each in _voices(candidates).items()})


def united(parts: Iterable[Side]) -> list[Side]:
    """The sides of everything that stands behind some sides; costs less than ``sides`` of all the candidates."""
    voices: dict[ValueKey, list[Candidate]] = {}
    for side in parts:
        voices.setdefault(side.value, []).extend(side.voices)
    for value, found in voices.items():
        if len(set(map(by_author, found))) < len(found):
            voices[value] = list(_voices(found)[value].values())
    return _ranked(voices)


def _ranked(voices: dict[ValueKey, list[Candidate]]) -> list[Side]:
    found = []
    for value, of_value in voices.items():
        if len(of_value) > 1:
            of_value.sort(key=by_id)
        found.append(Side(value, of_value))
    if len(found) > 1:
        found.sort(key=_largest_first)
    total = 0.0
    for side in found:
        total += side.support
    for side in found:
        side.share = side.support / total if total > 0 else 1.0 / len(found)
    return found


def _voices(found: Sequence[Candidate]) -> dict[ValueKey, dict[int, Candidate]]:
    """For every value the best candidate of each author: the most confident, then the latest, then that of the smaller
    id.
    """
    voices: dict[ValueKey, dict[int, Candidate]] = {}
    for candidate, value, author in zip(found, map(by_value, found), map(by_author, found), strict=True):
        known = voices.get(value)
        if known is None:
            voices[value] = {author: candidate}
            continue
        best = known.get(author)
        if best is None or _is_better(candidate, best):
            known[author] = candidate
    return voices


def _is_better(one: Candidate, other: Candidate) -> bool:
    mine, theirs = by_strength(one), by_strength(other)
    return mine > theirs or (mine == theirs and one.id < other.id)


def _largest_first(side: Side) -> tuple[float, bytes]:
    return (-side.support, by_id(side.voices[0]))


def conflict(found: Sequence[Side]) -> float:
    """Rao's quadratic entropy of the shares, over its maximum 1 - 1/k for k values; 0 to 1, 0 for fewer than two.

    Costs a sort: among numbers of one unit and sign the distance is 1 - smaller/larger, so the sum over pairs is the
    mass of all pairs less a running sum (docs/semantics/conflict.md, section 3).
    """
    if len(found) < 2:
        return 0.0
    apart = 1.0
    for side in found:
        apart -= side.share * side.share
    for amounts in _comparable(found):
        amounts.sort()
        mass = 0.0
        for amount, share in amounts:
            apart -= 2.0 * share * mass / amount
            mass += share * amount
    return min(1.0, max(0.0, apart / (1.0 - 1.0 / len(found))))


def _comparable(found: Sequence[Side]) -> list[list[tuple[float, float]]]:
    """``(magnitude, share)`` of the numbers other than zero, by unit and sign."""
    groups: dict[tuple[int, bool], list[tuple[float, float]]] = {}
    for side in found:
        kind, _, number, unit = side.value
        if kind == tables.NUMBER and number:
            groups.setdefault((unit, number > 0), []).append((abs(number), side.share))
    return list(groups.values())


def entropy(found: Sequence[Side]) -> float:
    """Shannon entropy of the shares in bits."""
    return -sum(side.share * log2(side.share) for side in found if side.share > 0)


def status(found: Sequence[Side], score: float) -> str:
    """``EMPTY``, ``UNANIMOUS`` for one value, ``AGREED`` below 0.4, ``CONTESTED`` from there on."""
    if not found:
        return "EMPTY"
    if len(found) == 1:
        return "UNANIMOUS"
    return "CONTESTED" if score >= CONTESTED else "AGREED"
