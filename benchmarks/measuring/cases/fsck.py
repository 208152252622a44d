"""Checking a whole repository of sealed objects, one core: objects a second of processor time.

The process `steme fsck` from start to end, with its child. The log: every frame, chain hash, seal, payload and id is
checked, every root computed anew. The index: its tables are made again and compared. Processor time and not the clock,
since the figure is for one core. The goal is an absolute rate.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from measuring import apart, claims
from measuring.ground import Ground
from measuring.line import Line, at_least, compared
from measuring.rounds import cpus, rates, take_turns, walls

_WANTED = 50_000
_UNIT = "objects/s"
_WAYS = {
    "log and index": ("fsck",),
    "log alone": ("fsck", "--no-index"),
    "frames and commits alone": ("fsck", "--quick"),
}


def measure(ground: Ground) -> Iterator[Line]:
    """Both shapes, all ways."""
    home, steme = ground.home(), ground.programs() / "steme"
    wanted = [_WANTED] * ground.rounds
    for shape in claims.SHAPES:
        place = ground.repository(shape)
        sides = {way: partial(apart.program, [steme, *words], place, home) for way, words in _WAYS.items()}
        for way, samples in take_turns(sides, ground.rounds).items():
            goal = None if "--quick" in _WAYS[way] else at_least(1)
            yield compared(f"{shape}, {way}", _UNIT, rates(cpus(samples), ground.size), "the goal", wanted, goal)
            if way == "log and index":
                clock = rates(walls(samples), ground.size)
                yield compared(f"{shape}, {way}, by the clock", _UNIT, clock, "the goal", wanted)
