"""Memory at a million sealed claims: the peak of a process that clones them by path, and of one that serves them.

Serving is greeting a stranger, telling all it asks about where the two differ, and sending everything, as `steme serve`
does it. The goal is in megabytes of a process, as the system counts them at its peak; the processes that check for a
clone are much smaller and are not added.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from measuring import apart, claims, ours
from measuring.ground import Ground
from measuring.line import Line, at_most, compared
from measuring.rounds import Sample, take_turns

LARGE = True

_TIMES = 10
_MEGABYTE = 1e6
_MEMORY = 400


def measure(ground: Ground) -> Iterator[Line]:
    """Both shapes."""
    size = ground.size * _TIMES
    for shape in claims.SHAPES:
        sides = {
            "steme clone": partial(_clone, ground, shape, size),
            "serving": partial(apart.run, ours.serve, ground.repository(shape, size)),
        }
        for name, samples in take_turns(sides, ground.rounds).items():
            peaks = [sample.peak / _MEGABYTE for sample in samples]
            what = f"{shape}, {size:,} claims, {name}, peak memory"
            yield compared(what, "MB", peaks, "the goal", [_MEMORY] * len(peaks), at_most(1))


def _clone(ground: Ground, shape: str, size: int) -> Sample:
    place = ground.fresh("clone")
    command: list[str | Path] = [ground.programs() / "steme", "clone", ground.repository(shape, size), place]
    sample = apart.program(command, ground.place, ground.home())
    ground.forget(place)
    return sample
