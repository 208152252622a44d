"""Until when an answer holds that depends on the clock (docs/semantics/views.md, section 4): delegations end, and ranks
drift.

All ranks drift to 1/2 with one half-life, so ``confidence x trust`` of every author is a line in ``y``, which is
``2^(-t / half-life)`` where t is the time from now. The winner of a tier stays the winner until the line of another
crosses its own.
"""

from __future__ import annotations

from math import log2

from steme.trust.rank import DEFAULT, HALF_LIFE
from steme.views.state import FOREVER

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from steme.candidate import Candidate
    from steme.lens import Resolution
    from steme.trust.view import TrustView

    Line = tuple[float, float]
    """``(a, b)``: what an author's ``confidence x trust`` is, as ``a + b y``."""

_MARGIN = 1e-9
"""Two lines that are closer than this may round to either side."""

_EARLIER = 1_000_000
"""Microseconds by which an answer is given up before it would have to be."""


def exact_until(made: Resolution, candidates: Iterable[Candidate], trust: TrustView, subject: str) -> int:
    """The time (microseconds) from which on the answer, made at the moment of ``trust``, may be another one without
    anything having arrived; that moment itself where nobody can tell.
    """
    until = trust.web.until
    trust.outcomes(0)
    if made.winner is None or not trust.web.records:
        return until  # nobody was ever judged, so no rank drifts
    by_tier: dict[int, list[Candidate]] = {}
    for one in candidates:
        by_tier.setdefault(one.tier, []).append(one)
    winners = [layer.resolution.winner for layer in made.layers] or [made.winner]
    for winner in winners:
        if winner is not None:
            until = min(until, _stays_until(winner, by_tier[winner.tier], trust, subject))
    return until


def _stays_until(winner: Candidate, rivals: list[Candidate], trust: TrustView, subject: str) -> int:
    best: dict[int, float] = {}
    for one in rivals:
        agent = trust.web.succession.agent(one.author)
        if one.confidence > best.get(agent, -1.0):
            best[agent] = one.confidence
    ours = trust.web.succession.agent(winner.author)
    if not any(_drifts(agent, trust) for agent in best):
        return FOREVER
    own = _line(ours, winner.confidence, trust, subject)
    if own is None or min(own[0], sum(own)) < _MARGIN:
        return trust.moment
    until = FOREVER
    for agent, confidence in best.items():
        if agent != ours:
            until = min(until, _crossing(own, _line(agent, confidence, trust, subject), trust.moment))
    return until


def _drifts(agent: int, trust: TrustView) -> bool:
    return agent not in trust.web.roots and trust.rank(agent) != DEFAULT


def _line(agent: int, confidence: float, trust: TrustView, subject: str) -> Line | None:
    """The line of an author; None for one whose last outcome is of a later time, from which alone they drift."""
    if agent in trust.web.roots:
        return (confidence, 0.0)
    rank, doubt = trust.rank(agent), 1.0 - trust.weight(agent, subject)
    if trust.web.ranks[agent][1] > trust.moment:
        return None
    return (confidence * (1.0 - doubt + doubt * DEFAULT), confidence * doubt * (rank - DEFAULT))


def _crossing(own: Line, other: Line | None, moment: int) -> int:
    """When the other line comes within the margin of our own."""
    if other is None:
        return moment
    at_end, slope = own[0] - other[0], own[1] - other[1]
    now = at_end + slope
    if not slope and not own[1]:
        return FOREVER  # neither moves
    if now <= _MARGIN:
        return moment
    if at_end >= _MARGIN:
        return FOREVER
    left = (_MARGIN - at_end) / slope
    return max(moment, moment + int(-log2(left) * HALF_LIFE) - _EARLIER)
