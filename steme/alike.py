"""Alike: which values of a question count as one though they are written differently: numbers in convertible units,
and numbers within a tolerance (docs/semantics/units.md, docs/semantics/tolerance.md).

A lens knows nothing of this. It is given candidates that carry the value they count as, and its resolution is given
their own ones back; only the value of a side stays the one that the side counts as.
"""

from __future__ import annotations

from repo_format.storage import tables
from steme import tolerance as near
from steme.candidate import Candidate

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from repo_format.storage.snapshot import Snapshot
    from steme.candidate import ValueKey
    from steme.lens import Resolution
    from steme.units import Scale

    Amount = tuple[int, float]
    Said = tuple[int, float, int, float]
    Voices = dict[int, float]


class Same:
    """Which amounts, each a unit (term, 0 for none) and a number, count as which others.

    ``amounts`` has those alone that count as another one. ``unlike`` are the names of units that could not be compared
    because the library is missing.
    """

    __slots__ = ("amounts", "unlike")

    def __init__(self, view: Snapshot, said: Iterable[Said], tolerance: float) -> None:
        """``said`` is ``(unit, number, author, confidence)`` of every claim of a number, in any order."""
        self.unlike: tuple[str, ...] = ()
        voices: dict[Amount, Voices] = {}
        for unit, number, author, confidence in said:
            of = voices.setdefault((unit, number), {})
            if confidence > of.get(author, -1.0):
                of[author] = confidence
        converted = self._converted(view, voices)
        pools: dict[int, dict[float, Voices]] = {}
        for amount, of in voices.items():
            unit, number = converted.get(amount, amount)
            _merge(pools.setdefault(unit, {}).setdefault(number, {}), of)
        if not tolerance:
            references = {unit for unit, _ in converted.values()}
            pools = {unit: pool for unit, pool in pools.items() if unit in references}
        chosen: dict[Amount, Amount] = {}
        for unit, pool in pools.items():
            for group in near.groups(pool, tolerance):
                one = (unit, _chosen(group, pool))
                chosen.update(((unit, number), one) for number in group)
        counts_as = {one: chosen.get(converted.get(one, one), one) for one in voices}
        self.amounts = {one: other for one, other in counts_as.items() if one != other}

    def _converted(self, view: Snapshot, voices: Mapping[Amount, Voices]) -> dict[Amount, Amount]:
        """The amounts of convertible units, each in the unit that is the reference of its dimension."""
        users: dict[int, set[int]] = {}
        for (unit, _), of in voices.items():
            if unit:
                users.setdefault(unit, set()).update(of)
        if len(users) < 2:
            return {}
        from steme import units  # a third of a second, for questions that have numbers in several units

        names = {unit: view.text(unit) for unit in users}
        if not units.available():
            self.unlike = tuple(sorted(names.values()))
            return {}
        scales = {unit: scale for unit, name in names.items() if (scale := units.scale_of(name))}
        references = _references(scales, lambda unit: (bool(scales[unit].offset), -len(users[unit]), names[unit]))
        convert = {unit: scales[unit].into(scales[other]) for unit, other in references.items() if unit != other}
        found: dict[Amount, Amount] = {}
        for unit, number in voices:
            other = convert[unit](number) if unit in convert else None
            if other is not None:
                found[unit, number] = (references[unit], other)
        return found


def _merge(all_voices: Voices, of: Voices) -> None:
    for author, confidence in of.items():
        all_voices[author] = max(confidence, all_voices.get(author, 0.0))


def _chosen(group: list[float], pool: Mapping[float, Voices]) -> float:
    """The number that a group counts as: that of most authors, of the highest confidence, of the smallest magnitude."""
    if len(group) == 1:
        return group[0]
    return max(group, key=lambda number: (len(pool[number]), max(pool[number].values()), -abs(number)))


def _references(scales: Mapping[int, Scale], rank: Callable[[int], tuple[bool, int, str]]) -> dict[int, int]:
    """For each unit the one that its dimension is brought to, the least by ``rank``."""
    first: dict[object, int] = {}
    for unit in sorted(scales, key=rank):
        first.setdefault(scales[unit].dimension, unit)
    return {unit: first[scale.dimension] for unit, scale in scales.items()}


def is_equal(view: Snapshot, one: ValueKey, other: ValueKey) -> bool:
    """Whether two numbers say the same, in one unit or in two; False where that cannot be known."""
    if one[3] == other[3]:
        return one == other
    from steme import units

    if not (one[3] and other[3] and units.available()):
        return False
    scale, target = units.scale_of(view.text(one[3])), units.scale_of(view.text(other[3]))
    if scale is None or target is None or scale.dimension != target.dimension:
        return False
    number = scale.into(target)(one[2])
    return number is not None and len(near.groups((number, other[2]), 0.0)) == 1


class CountedAs:
    """The candidates of a question, each with the value that it counts as.

    ``counted`` are these values, by seq, where they are not the candidate's own; ``unlike`` is as for ``Same``.
    """

    __slots__ = ("_candidates", "_own", "counted", "unlike")

    def __init__(self, view: Snapshot, found: list[Candidate], tolerance: float) -> None:
        numbers = [(one[8], one[4], one[2], one[5]) for one in found if one[12] == tables.NUMBER]
        same = Same(view, numbers, tolerance)
        self.unlike = same.unlike
        self.counted: dict[int, ValueKey] = {}
        self._own: dict[int, Candidate] = {}
        self._candidates = [self._as_counted(one, same.amounts) for one in found] if same.amounts else found

    def _as_counted(self, one: Candidate, amounts: Mapping[Amount, Amount]) -> Candidate:
        other = amounts.get((one[8], one[4])) if one[12] == tables.NUMBER else None
        if other is None:
            return one
        unit, number = other
        self._own[one[0]] = one
        self.counted[one[0]] = (tables.NUMBER, 0, number, unit)
        return Candidate((*one[:4], number, *one[5:8], unit, *one[9:]))

    def resolved(self, resolve: Callable[[list[Candidate]], Resolution], plain: Resolution | None) -> Resolution:
        """What a lens makes of the candidates with the values that they count as; ``plain`` is what it makes of them
        with their own, where that is known.
        """
        if plain is not None and not self.counted:
            return plain
        found, own = resolve(self._candidates), self._own
        for one in (found, *(layer.resolution for layer in found.layers)) if own else ():
            one.winner = one.winner and own.get(one.winner.seq, one.winner)
            for side in one.sides:
                side.voices = [own.get(voice.seq, voice) for voice in side.voices]
        return found
