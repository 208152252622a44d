"""Making the whole index again from the segments, sealed objects, one core: objects a second of processor time.

Every object is read, checked strictly and hashed, every root compared. Processor time and not the clock, since the
figure is for one core; both sides are there. The goal is an absolute rate.
"""

from __future__ import annotations

from collections.abc import Iterator

from measuring import apart, claims, ours
from measuring.ground import Ground
from measuring.line import Line, at_least, compared
from measuring.rounds import cpus, rates, take_turns, walls

_WANTED = 50_000


def measure(ground: Ground) -> Iterator[Line]:
    """Both shapes."""
    for shape in claims.SHAPES:
        place = ground.repository(shape)
        samples = take_turns({"reindex": lambda place=place: apart.run(ours.reindex, place)}, ground.rounds)["reindex"]  # type: ignore[misc]
        for what, goal, seconds in (("", at_least(1), cpus(samples)), (", by the clock", None, walls(samples))):
            found = rates(seconds, ground.size)
            yield compared(f"{shape}, reindex{what}", "objects/s", found, "the goal", [_WANTED] * len(found), goal)
