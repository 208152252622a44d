"""Every tier answers for itself; the strongest tier's answer stands."""

from __future__ import annotations

from steme import scoring
from steme.candidate import Candidate
from steme.context import NEUTRAL, TRUST, Context
from steme.lens import Layer, Resolution
from steme.lenses import authority

NEEDS = frozenset((TRUST,))


def resolve(found: list[Candidate], context: Context = NEUTRAL) -> Resolution:
    """The winner of the strongest tier that has claims. ``layers`` holds each tier's own resolution, strongest first,
    and ``cross_conflict`` the conflict between the winners of the tiers, one voice each.
    """
    layers: list[Layer] = []
    for tier in sorted({claim.tier for claim in found}):
        own = [claim for claim in found if claim.tier == tier]
        layers.append(Layer(tier, len(own), authority.resolve(own, context)))
    winners = [layer.resolution.winner for layer in layers if layer.resolution.winner is not None]
    overall = Resolution("layered", winners[0] if winners else None, scoring.sides(found))
    overall.layers = layers
    overall.cross_conflict = scoring.conflict(scoring.sides(winners))
    return overall
