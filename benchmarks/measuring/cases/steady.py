"""100 questions a second for a minute, of all lenses in turn, in process, while another process adds a claim a second.

By the clock. Questions are due every 10 milliseconds, whatever became of the one before, and the time of an answer
counts from the moment at which its question was due. On a tenth of the size asked for and on ten times as many claims.
"""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from itertools import cycle

from measuring import claims, steady
from measuring.ground import Ground
from measuring.line import Line, at_most, compared
from steme import lens
from steme.query import Question
from steme.repository import Repository

LARGE = True

_RATE = 100
_SECONDS = 60
_WANTED = 10
_MILLI = 1000
_FULL_SIZE = 10_000
"""From this size on it takes the whole minute."""


def measure(ground: Ground) -> Iterator[Line]:
    """Few claims and many."""
    seconds = _SECONDS if ground.size >= _FULL_SIZE else 1
    for size in (ground.size // 10, ground.size * 10):
        taken = [second * _MILLI for second in _delays(ground, size, seconds)]
        for what, share, goal in (("p50", 0.5, None), ("p99", 0.99, at_most(1)), ("the slowest", 1.0, None)):
            found = [steady.percentile(taken, share)]
            yield compared(f"{size:,} claims, {what}", "ms", found, "the goal", [_WANTED], goal)


def _delays(ground: Ground, size: int, seconds: int) -> list[float]:
    place = ground.fresh("steady")
    shutil.copytree(ground.repository(claims.CONTESTED, size), place)
    lines = ground.lines(claims.CONTESTED, size)
    draw, known, names = random.Random(1), claims.questions(lines), cycle(lens.names())
    questions = [Question(*draw.choice(known), next(names)) for _ in range(seconds * _RATE)]
    with Repository.open(str(place)) as repository:  # which makes the index of a copy anew
        for question in questions[:_RATE]:
            repository.ask(question)
        with steady.writer(str(place), str(lines)):
            taken = steady.delays(repository.ask, questions, _RATE)
    ground.forget(place)
    return taken
