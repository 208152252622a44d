"""A kept answer: the little that is shown at once, and how it is written down; ``files`` puts it in its place."""

from __future__ import annotations

from repo_format.storage import tables
from steme.candidate import Candidate
from steme.views.packing import Packer, Unpacker

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from steme.lens import Resolution
    from steme.scoring import Side

SIDES_KEPT, VOICES_KEPT = 12, 4
"""So many sides, and voices of each, stand in the answer itself: what a page shows."""

FOREVER = tables.FOREVER
"""For ``State.until``: the clock does not matter."""

UNFORESEEN = FOREVER - 1
"""No change of the clock's making is ahead; but there may have been some, so it does not hold before it was made."""


class KeptSide:
    """A side: its first ``voices``, their ``count``, its ``support`` and ``share``."""

    __slots__ = ("count", "share", "support", "voices")

    def __init__(self, voices: list[Candidate], count: int, support: float, share: float) -> None:
        self.voices = voices
        self.count = count
        self.support = support
        self.share = share

    @classmethod
    def of(cls, side: Side) -> KeptSide:
        """What is kept of a side."""
        return cls(list(side.voices[:VOICES_KEPT]), len(side.voices), side.support, side.share)


class KeptResolution:
    """What is kept of a resolution: all of it but the sides behind the ``first``, of which it has the number."""

    __slots__ = (
        "aside", "confidence", "conflict", "cross_conflict", "first", "layers", "lens", "sides", "status", "winner",
    )  # fmt: skip

    lens: str
    status: str
    winner: Candidate | None
    confidence: float
    conflict: float
    cross_conflict: float
    aside: dict[str, int]
    first: list[KeptSide]
    sides: int
    layers: list[tuple[int, int, KeptResolution]]

    @classmethod
    def of(cls, made: Resolution) -> KeptResolution:
        """What is kept of what a lens made."""
        kept = cls()
        kept.lens, kept.status, kept.winner = made.lens, made.status, made.winner
        kept.confidence, kept.conflict, kept.cross_conflict = made.confidence, made.conflict, made.cross_conflict
        kept.aside = dict(made.aside)
        kept.first = [KeptSide.of(side) for side in made.sides[:SIDES_KEPT]]
        kept.sides = len(made.sides)
        kept.layers = [(layer.tier, layer.count, cls.of(layer.resolution)) for layer in made.layers]
        return kept


class State:
    """The answer of a view as of some state of the repository.

    ``next_seq`` says which; ``index`` is the data file of the index (device, inode) whose terms it uses;
    ``policy`` and ``roots`` are what it was asked under, as texts; it was resolved at ``made`` and is exact, as far as
    the clock goes, until ``until`` (microseconds, the end not included). ``token`` is that of its `.rest`.
    """

    __slots__ = (
        "also", "aside", "count", "disputed", "index", "made", "next_seq", "policy", "resolution", "roots",
        "token", "until",
    )  # fmt: skip

    next_seq: int
    index: tuple[int, int]
    policy: str
    roots: str
    made: int
    until: int
    token: bytes
    count: int
    disputed: int
    aside: dict[str, int]
    also: list[str]
    resolution: KeptResolution

    def encode(self) -> bytes:
        """The content of the file."""
        to = Packer()
        to.numbers(self.next_seq, *self.index, self.made, self.until, self.count, self.disputed)
        to.text(self.policy)
        to.text(self.roots)
        to.data(self.token)
        to.counts(self.aside)
        to.texts(self.also)
        _pack_resolution(to, self.resolution)
        return to.done()

    @classmethod
    def decode(cls, data: bytes) -> State:
        """Back from ``encode``. Raises struct.error or ValueError."""
        of, state = Unpacker(data), cls()
        state.next_seq = of.number()
        state.index = (of.number(), of.number())
        state.made, state.until, state.count, state.disputed = of.number(), of.number(), of.number(), of.number()
        state.policy, state.roots, state.token = of.text(), of.text(), of.data()
        state.aside, state.also = of.counts(), of.texts()
        state.resolution = _unpack_resolution(of)
        return state


def rows_of(found: Sequence[Candidate]) -> bytes:
    """Candidates as rows of the index."""
    return b"".join([tables.LENS_ROW.pack(*one) for one in found])


def candidates_of(rows: bytes) -> list[Candidate]:
    """Back from ``rows_of``."""
    return list(map(Candidate, tables.LENS_ROW.iter_unpack(rows)))


def _pack_resolution(to: Packer, kept: KeptResolution) -> None:
    to.text(kept.lens)
    to.text(kept.status)
    to.data(rows_of([kept.winner] if kept.winner is not None else []))
    to.reals(kept.confidence, kept.conflict, kept.cross_conflict)
    to.counts(kept.aside)
    to.numbers(kept.sides, len(kept.first))
    for side in kept.first:
        to.data(rows_of(side.voices))
        to.numbers(side.count)
        to.reals(side.support, side.share)
    to.numbers(len(kept.layers))
    for tier, count, layer in kept.layers:
        to.numbers(tier, count)
        _pack_resolution(to, layer)


def _unpack_resolution(of: Unpacker) -> KeptResolution:
    kept = KeptResolution()
    kept.lens, kept.status = of.text(), of.text()
    kept.winner = next(iter(candidates_of(of.data())), None)
    kept.confidence, kept.conflict, kept.cross_conflict = of.real(), of.real(), of.real()
    kept.aside = of.counts()
    kept.sides, first = of.number(), of.number()
    kept.first = [KeptSide(candidates_of(of.data()), of.number(), of.real(), of.real()) for _ in range(first)]
    kept.layers = [(of.number(), of.number(), _unpack_resolution(of)) for _ in range(of.number())]
    return kept
