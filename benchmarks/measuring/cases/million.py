"""A million claims (ten times the size asked for) against the size asked for: import rate, memory, query.

Import by the clock, each in a fresh process; the peak is the importing process's own. A round of queries is 2,000
questions drawn at random, and its figure the median question by the clock. The first shape of claims.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from functools import partial
from statistics import median
from time import perf_counter

from measuring import apart, claims, ours
from measuring.ground import Ground
from measuring.line import Line, at_least, at_most, compared
from measuring.rounds import Sample, cpus, rates, take_turns, walls
from steme.repository import Repository

LARGE = True

_TIMES = 10
_QUESTIONS = 2_000
_ROUNDS = 3
"""Rounds of questions for one that was asked for."""

_MEGABYTE, _MICRO = 1e6, 1e6
_MEMORY = 600


def measure(ground: Ground) -> Iterator[Line]:
    """Import, memory, query."""
    small, large = ground.size, ground.size * _TIMES
    peer = f"{small:,} claims"
    loads = take_turns({str(size): partial(_load, ground, size) for size in (small, large)}, ground.rounds)
    for what, seconds, goal in (("import", walls, at_least(0.7)), ("import, processor time", cpus, None)):
        quick, slow = (rates(seconds(loads[str(size)]), size) for size in (small, large))
        yield compared(f"{large:,} claims, {what}", "claims/s", slow, peer, quick, goal)
    peaks = [sample.peak / _MEGABYTE for sample in loads[str(large)]]
    yield compared("  peak memory", "MB", peaks, "the goal", [_MEMORY] * len(peaks), at_most(1))
    yield _queries(ground, small, large)


def _load(ground: Ground, size: int) -> Sample:
    place = ground.empty_repository(claims.CONTESTED)
    sample = apart.run(ours.load, place, ground.lines(claims.CONTESTED, size))
    apart.run(ours.check, place, size + claims.SOURCES)
    ground.forget(place)
    return sample


def _queries(ground: Ground, small: int, large: int) -> Line:
    paths = [str(ground.repository(claims.CONTESTED, size)) for size in (small, large)]
    known = [claims.questions(ground.lines(claims.CONTESTED, size)) for size in (small, large)]
    with Repository.open(paths[0]) as few, Repository.open(paths[1]) as many:
        sides = {"few": partial(_median_question, few, known[0]), "many": partial(_median_question, many, known[1])}
        asked = take_turns(sides, ground.rounds * _ROUNDS)
    quick, slow = ([second * _MICRO for second in walls(asked[name])] for name in sides)
    return compared("  one question, p50", "us", slow, f"{small:,} claims", quick, at_most(2))


def _median_question(repository: Repository, known: list[tuple[str, str]]) -> Sample:
    taken = []
    for question in random.choices(known, k=_QUESTIONS):
        started = perf_counter()
        ours.ask(repository, [question])
        taken.append(perf_counter() - started)
    return Sample(median(taken), sum(taken))
