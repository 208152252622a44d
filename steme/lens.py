"""What a lens is: a pure function from candidates to a resolution. The lenses themselves are the files of ``lenses/``.

A lens is deterministic, does no I/O, does not depend on the order of its candidates and answers the empty set. It sees
index rows alone; texts and full ids are looked up later, for what is shown.
"""

from __future__ import annotations

import os

from repo_format.errors import InvalidInput, shown
from steme import scoring
from steme.candidate import by_id, by_time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from typing import Any

    from steme.candidate import Candidate
    from steme.context import Context

    Lens = Callable[["list[Candidate]", Context], "Resolution"]


class Resolution:
    """What a lens made of its candidates.

    ``winner`` is one of them or None, ``confidence`` says how large a share of the support agrees with it, ``conflict``
    how far the sides are apart (0 to 1), ``sides`` every value by support. ``layers`` and ``cross_conflict`` are those
    of the layered lens; ``aside`` counts, by reason, the candidates that the lens itself left out.
    """

    __slots__ = ("aside", "confidence", "conflict", "cross_conflict", "layers", "lens", "sides", "status", "winner")

    def __init__(self, lens: str, winner: Candidate | None, sides: list[scoring.Side]) -> None:
        self.lens = lens
        self.winner = winner
        self.sides = sides
        self.conflict = scoring.conflict(sides)
        self.status = scoring.status(sides, self.conflict)
        self.confidence = 0.0
        self.cross_conflict = 0.0
        self.layers: list[Layer] = []
        self.aside: dict[str, int] = {}
        if winner is not None:
            value = winner.value_key
            for side in sides:
                if side.value == value:
                    self.confidence = side.share
                    break


class Layer:
    """One tier's own answer: the tier (0 to 5), how many claims it has, and their resolution."""

    __slots__ = ("count", "resolution", "tier")

    def __init__(self, tier: int, count: int, resolution: Resolution) -> None:
        self.tier = tier
        self.count = count
        self.resolution = resolution


def best(lens: str, found: list[Candidate], rank: Callable[[Candidate], float]) -> Resolution:
    """The resolution whose winner has the largest rank; ties: later time, then smaller id."""
    if not found:
        return Resolution(lens, None, [])
    return Resolution(lens, first(found, rank), scoring.sides(found))


def first(found: Sequence[Candidate], rank: Callable[[Candidate], float]) -> Candidate:
    """The candidate of the largest rank, of which there is one at least; ties: later time, then smaller id."""
    for measure in (rank, by_time):
        ranks = list(map(measure, found))
        top = max(ranks)
        if ranks.count(top) == 1:
            return found[ranks.index(top)]
        found = [one for one, its_rank in zip(found, ranks, strict=True) if its_rank == top]
    return min(found, key=by_id)


def names() -> list[str]:
    """The names of all lenses, in alphabetical order: the files of ``lenses/``."""
    folder = os.path.join(os.path.dirname(__file__), "lenses")
    return sorted(name[:-3] for name in os.listdir(folder) if name.endswith(".py") and not name.startswith("_"))


_loaded: dict[str, Lens] = {}
_needed: dict[str, frozenset[str]] = {}
WRAPPER = "epoch"
"""The lens that takes another one: ``epoch:authority``."""


def load(name: str) -> Lens:
    """The function of a lens by its name. Raises InvalidInput for an unknown one, listing those there are."""
    if name not in _loaded:
        wrapper, colon, inner = name.partition(":")
        if colon and wrapper == WRAPPER and inner != WRAPPER:
            load(inner)
            _loaded[name] = _wrapped(inner)
        elif name in names():
            _loaded[name] = _module(name).resolve
        else:
            raise InvalidInput("lens", f"{shown(name)} is not a lens; there are {', '.join(names())}")
    return _loaded[name]


def _wrapped(inner: str) -> Lens:
    resolve = _module(WRAPPER).resolve

    def run(found: list[Candidate], context: Context) -> Resolution:
        answer: Resolution = resolve(found, context, inner)
        return answer

    return run


def needs(name: str) -> frozenset[str]:
    """What a lens has to know beyond the candidates (``context.py``); of a wrapper, what both need."""
    if name not in _needed:
        found: frozenset[str] = frozenset()
        for part in name.split(":"):
            found |= getattr(_module(part), "NEEDS", frozenset())
        _needed[name] = found
    return _needed[name]


def _module(name: str) -> Any:
    return __import__(f"steme.lenses.{name}", fromlist=("resolve",))


def described() -> Iterable[tuple[str, str]]:
    """``(name, first line of its docstring)`` of every lens."""
    for name in names():
        yield name, (_module(name).__doc__ or "").split("\n", 1)[0]
