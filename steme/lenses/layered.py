"""Every tier answers for itself; the strongest tier's answer stands."""

from __future__ import annotations

from steme import scoring
from steme.candidate import Candidate, by_tier
from steme.context import NEUTRAL, TRUST, Context
from steme.lens import Layer, Resolution
from steme.lenses import authority

NEEDS = frozenset((TRUST,))


def resolve(found: list[Candidate], context: Context = NEUTRAL) -> Resolution:
    """The winner of the strongest tier that has claims. ``layers`` holds each tier's own resolution, strongest first,
    and ``cross_conflict`` the conflict between the winners of the tiers, one voice each.
    """
    tiers: dict[int, list[Candidate]] = {}
    for claim, tier in zip(found, map(by_tier, found), strict=True):
        tiers.setdefault(tier, []).append(claim)
    layers = [Layer(tier, len(own), _resolved(own, context)) for tier, own in sorted(tiers.items())]
    sides = scoring.united(side for layer in layers for side in layer.resolution.sides)
    winners = [layer.resolution.winner for layer in layers if layer.resolution.winner is not None]
    overall = Resolution("layered", winners[0] if winners else None, sides)
    overall.layers = layers
    overall.cross_conflict = scoring.conflict(scoring.sides(winners))
    return overall


def _resolved(own: list[Candidate], context: Context) -> Resolution:
    """What the lens ``authority`` makes of the claims of one tier."""
    return Resolution("authority", authority.best_of(own, context), scoring.sides(own))
