"""Sides that take turns: each round runs every side once, so that a slow minute of the machine is slow for all."""

from __future__ import annotations

import gc
import resource
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple


class Sample(NamedTuple):
    """What one run of a side cost: seconds by the clock and of processor time, peak memory in bytes (0: not asked)."""

    wall: float
    cpu: float
    peak: int = 0


class Ratio(NamedTuple):
    """Ours over theirs, round by round: the median, the smallest, the largest."""

    median: float
    least: float
    most: float


Side = Callable[[], Sample]
Samples = Mapping[str, Sequence[Sample]]


def timed(work: Callable[[], object]) -> Sample:
    """What ``work`` costs this process and those it starts and waits for; earlier rubbish is collected first."""
    gc.collect()
    return timed_at_once(work)


def timed_at_once(work: Callable[[], object]) -> Sample:
    """As ``timed`` for work so short that collecting rubbish before it would leave it cold."""
    wall, cpu = time.perf_counter(), _processor_time()
    work()
    return Sample(time.perf_counter() - wall, _processor_time() - cpu)


def _processor_time() -> float:
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def take_turns(sides: Mapping[str, Side], rounds: int) -> dict[str, list[Sample]]:
    """The samples of every side, ``rounds`` each, in order of rounds. Who begins changes from round to round."""
    names = list(sides)
    samples: dict[str, list[Sample]] = {name: [] for name in names}
    for number in range(rounds):
        first = number % len(names)
        for name in names[first:] + names[:first]:
            samples[name].append(sides[name]())
    return samples


def walls(samples: Sequence[Sample]) -> list[float]:
    """Seconds by the clock."""
    return [sample.wall for sample in samples]


def cpus(samples: Sequence[Sample]) -> list[float]:
    """Seconds of processor time."""
    return [sample.cpu for sample in samples]


def ratio(ours: Sequence[float], theirs: Sequence[float]) -> Ratio:
    """The ratios of rounds of the same number."""
    found = [mine / other for mine, other in zip(ours, theirs, strict=True)]
    return Ratio(statistics.median(found), min(found), max(found))


def rates(seconds: Sequence[float], amount: int) -> list[float]:
    """How many a second, round by round, where each round did ``amount``."""
    return [amount / one for one in seconds]
