"""An answer out of a view: what was kept of it at once, and the rest, found in the log, when somebody looks at it."""

from __future__ import annotations

from collections.abc import Sequence

from steme.lens import Layer, Resolution
from steme.query import Answer
from steme.scoring import Side

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

    from repo_format.storage.snapshot import Snapshot
    from steme.query import Question
    from steme.views.state import KeptResolution, KeptSide, State

    Load = Callable[[], Answer]


class Partly(Sequence):  # type: ignore[type-arg]
    """A sequence of which the first items are here, and the length; the others are loaded when they are wanted."""

    __slots__ = ("_first", "_length", "_load", "_whole")

    def __init__(self, first: list[Any], length: int, load: Callable[[], Sequence[Any]]) -> None:
        self._first = first
        self._length = length
        self._load = load
        self._whole: Sequence[Any] | None = first if length == len(first) else None

    def __len__(self) -> int:
        return self._length

    def __getitem__(self, at: Any) -> Any:
        stop = at.stop if isinstance(at, slice) and (at.start or 0) >= 0 and at.step is None else at
        if self._whole is None and isinstance(stop, int) and 0 <= stop < len(self._first) + isinstance(at, slice):
            return self._first[at]
        return self._all()[at]

    def __iter__(self) -> Iterator[Any]:
        return iter(self._all())

    def __eq__(self, other: object) -> bool:
        return list(self) == (list(other) if isinstance(other, Partly) else other)

    __hash__ = None  # type: ignore[assignment]

    def _all(self) -> Sequence[Any]:
        if self._whole is None:
            self._whole = self._load()
        return self._whole


class KeptAnswer(Answer):
    """As ``Answer``. Value, winner, confidence, conflict, status, counts and the first sides cost nothing more; what
    lists every claim or side costs as much as asking, of the state that the answer is about.
    """

    __slots__ = ()

    def __init__(self, question: Question, state: State, view: Snapshot, load: Load) -> None:
        rest = _Rest(load)
        resolution = _resolution(state.resolution, lambda: rest.answer.resolution)
        candidates: Any = Partly([], state.count, lambda: rest.answer.candidates)
        super().__init__(question, candidates, {**state.aside, **resolution.aside}, resolution, view)
        self.disputed = state.disputed
        self.also = list(state.also)


class _Rest:
    """The whole answer, loaded once."""

    def __init__(self, load: Load) -> None:
        self._load = load
        self._answer: Answer | None = None

    @property
    def answer(self) -> Answer:
        if self._answer is None:
            self._answer = self._load()
        return self._answer


def _resolution(kept: KeptResolution, whole: Callable[[], Resolution]) -> Resolution:
    made = Resolution.__new__(Resolution)
    made.lens, made.status, made.winner = kept.lens, kept.status, kept.winner
    made.confidence, made.conflict, made.cross_conflict = kept.confidence, kept.conflict, kept.cross_conflict
    made.aside = dict(kept.aside)
    first = [_side(side, at, whole) for at, side in enumerate(kept.first)]
    sides: Any = Partly(first, kept.sides, lambda: whole().sides)
    made.sides = sides
    made.layers = [
        Layer(tier, count, _resolution(layer, lambda at=at: whole().layers[at].resolution))  # type: ignore[misc]
        for at, (tier, count, layer) in enumerate(kept.layers)
    ]
    return made


def _side(kept: KeptSide, at: int, whole: Callable[[], Resolution]) -> Side:
    side = Side.__new__(Side)
    side.value, side.support, side.share = kept.voices[0].value_key, kept.support, kept.share
    voices: Any = Partly(kept.voices, kept.count, lambda: whole().sides[at].voices)
    side.voices = voices
    return side
