"""Bounds: what exists for a question about another time (docs/semantics/time.md).

Everything that an answer rests on obeys them: claims, and also votes, retractions, stages, states of sources, epochs,
aliases, delegations and revocations.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from repo_format.storage.snapshot import Snapshot


class Bounds:
    """``as_of`` is the last time (microseconds, the authors' clocks) that counts, ``known_at`` the last seq.

    Both are included; None bounds nothing. Immutable by agreement; equal when both are.
    """

    __slots__ = ("as_of", "known_at")

    def __init__(self, as_of: int | None = None, known_at: int | None = None) -> None:
        self.as_of = as_of
        self.known_at = known_at

    def hold(self, seq: int, time: int) -> bool:
        """Whether an object with this seq and this time exists."""
        known_at, as_of = self.known_at, self.as_of
        return (known_at is None or seq <= known_at) and (as_of is None or time <= as_of)

    def until(self, time: int) -> Bounds:
        """These bounds, and no object of a later time than ``time``."""
        return Bounds(time if self.as_of is None else min(time, self.as_of), self.known_at)

    @property
    def is_open(self) -> bool:
        """Whether everything exists."""
        return self.as_of is None and self.known_at is None

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Bounds) and (self.as_of, self.known_at) == (other.as_of, other.known_at)

    def __hash__(self) -> int:
        return hash((self.as_of, self.known_at))

    def __repr__(self) -> str:
        return f"Bounds(as_of={self.as_of}, known_at={self.known_at})"


EVERYTHING = Bounds()
"""No bounds: the present."""


def typed(view: Snapshot, as_of: str | None = None, known_at: str | None = None, now: int | None = None) -> Bounds:
    """The bounds that a person means by ``--as-of`` (a time, see ``times.parse_time``) and ``--known-at`` (a moment of
    this repository, see ``moments``: a time, tag, head or seq). Ages count back from ``now`` (microseconds).

    Raises InvalidInput, NotFound or AmbiguousId for words that mean none.
    """
    from steme import moments, times

    time = times.parse_time(as_of, now, field="--as-of") if as_of else None
    return Bounds(time, moments.resolve(view, known_at, now).bound if known_at else None)
