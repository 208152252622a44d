"""Every lens on one question with 100,000 claims, from opening the repository to the answer.

Processor time, for it only computes: each time in a fresh process, which has imported what it needs and has nothing of
the repository but what the page cache holds. Ten values, all tiers; by 16 authors, by as many authors as claims, and
the latter with one claim in a hundred retracted. The last of these also from a materialised view, in process, a hundred
times over. The goals are absolute times.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from measuring import apart, crowds
from measuring.ground import Ground
from measuring.line import Line, at_most, compared
from measuring.rounds import Sample, cpus, take_turns, timed
from steme import lens
from steme.repository import Repository

_WANTED, _FROM_A_VIEW = 250, 1
_OFTEN = 100
_MILLI = 1000


def measure(ground: Ground) -> Iterator[Line]:
    """Every lens on every crowd."""
    size = ground.size
    crowd = {
        "16 authors": (min(16, size), 0),
        f"{size:,} authors": (size, 0),
        f"{size:,} authors, 1% retracted": (size, max(1, size // 100)),
    }
    for what, (authors, taken_back) in crowd.items():
        place = ground.fresh("crowd")
        apart.run(crowds.make, place, size, authors, taken_back)
        sides = {name: partial(_ask, place, name) for name in lens.names()}
        samples = take_turns(sides, ground.rounds)
        for name in sides:
            taken = [second * _MILLI for second in cpus(samples[name])]
            yield compared(f"{what}, {name}", "ms", taken, "the goal", [_WANTED] * len(taken), at_most(1))
        if taken_back:
            yield from _from_views(ground, place, what)
        ground.forget(place)


def _from_views(ground: Ground, place: Path, what: str) -> Iterator[Line]:
    apart.run(crowds.keep, place)
    with Repository.open(str(place)) as repository:

        def often(name: str) -> Sample:
            return timed(lambda: crowds.ask_kept(repository, name, _OFTEN))

        sides = {name: partial(often, name) for name in lens.names()}
        take_turns(sides, 1)  # the views have been read once
        samples = take_turns(sides, ground.rounds)
    for name in sides:
        taken = [second / _OFTEN * _MILLI for second in cpus(samples[name])]
        yield compared(f"{what}, {name} from a view", "ms", taken, "the goal", [_FROM_A_VIEW] * len(taken), at_most(1))


def _ask(place: Path, name: str) -> Sample:
    return apart.run(crowds.ask, place, name)
