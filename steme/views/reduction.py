"""The few claims that a lens would need again: one voice of each author for each value, and the winners.

A lens that is given these and some new claims answers as if it had been given all claims; but for the numbers of those
that it counts, which are kept beside them.
"""

from __future__ import annotations

from steme import lens as lenses
from steme.acts.marks import REASONS
from steme.candidate import by_seq

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from steme.candidate import Candidate
    from steme.context import Context
    from steme.lens import Resolution

REDUCIBLE = frozenset(("authority", "confidence", "consensus", "constraints", "layered", "recency", "skeptic", "votes"))
"""The lenses for which this holds; the wrapper ``epoch`` before one of them changes nothing."""


_WORTHWHILE = 4
"""Following costs more for each claim than asking anew, so it has to do with a part of them; which is sure of a few."""

_FEW = 256


def reduced(made: Resolution, count: int) -> list[Candidate] | None:
    """The candidates that the lens would need again, by seq; None where it would need all of ``count``, or so many of
    them that asking anew costs no more.
    """
    most = max(_FEW, count // _WORTHWHILE)
    if sum(len(side.voices) for side in made.sides) > most:
        return None
    if made.lens.removeprefix(f"{lenses.WRAPPER}:") not in REDUCIBLE or in_several_units(made):
        return None
    found: dict[int, Candidate] = {}
    for resolution in (made, *(layer.resolution for layer in made.layers)):
        found.update((voice.seq, voice) for side in resolution.sides for voice in side.voices)
        if resolution.winner is not None:
            found[resolution.winner.seq] = resolution.winner
    return sorted(found.values(), key=by_seq) if len(found) <= most else None


_ORDER = (*REASONS, "lifecycle", "tier", "epoch", "author", "source")
"""The reasons to be set aside, in the order in which a fresh answer counts them."""


def added(one: Mapping[str, int], other: Mapping[str, int]) -> dict[str, int]:
    """The sums of two counts by reason."""
    reasons = sorted({**one, **other}, key=lambda reason: _ORDER.index(reason) if reason in _ORDER else len(_ORDER))
    return {reason: one.get(reason, 0) + other.get(reason, 0) for reason in reasons}


def in_several_units(made: Resolution) -> bool:
    """Whether values of several units stand beside each other; then which of them are one value is for all to say."""
    return len({side.value[3] for side in made.sides}) > 1


def recount(
    made: Resolution, before: Mapping[str, int], layers: Mapping[int, int], new: list[Candidate], context: Context
) -> None:
    """Put right the counts of a resolution of reduced and ``new`` candidates: add what was counted ``before``, by
    reason, and in ``layers``, by tier.
    """
    made.aside = added(before, made.aside)
    current = [one.tier for one in new if one.epoch not in context.superseded_epochs]
    for layer in made.layers:
        layer.count = layers.get(layer.tier, 0) + current.count(layer.tier)
