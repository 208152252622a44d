"""One question in process, lens included, against sqlite3 fetching the rows of the same question, all columns.

Processor time, for both sides only compute: everything is in memory by then. `Repository.ask` opens a snapshot, reads
the candidates, resolves them by `recency` and scores the conflict; sqlite3 has its statement prepared and its file
mapped, which is its quickest way here. A round is 2,000 questions drawn at random; those of the first shape have 20
candidates, those of the second one or two.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from functools import partial

from measuring import claims, ours
from measuring.ground import Ground
from measuring.line import Goal, Line, at_most, compared
from measuring.peers import sqlite
from measuring.rounds import Sample, cpus, take_turns, timed
from steme.repository import Repository

_QUESTIONS = 2_000
_ROUNDS = 3
"""Rounds of this benchmark for one that was asked for."""
_MICRO = 1e6


def measure(ground: Ground) -> Iterator[Line]:
    """Both shapes; the goal is for the first."""
    yield _one_shape(ground, claims.CONTESTED, at_most(1))
    yield _one_shape(ground, claims.WIDE, None)


def _one_shape(ground: Ground, shape: str, goal: Goal | None) -> Line:
    known = claims.questions(ground.lines(shape))
    draw = random.Random(1)
    database = sqlite.open_for_reading(ground.sqlite(shape))
    with Repository.open(str(ground.repository(shape))) as repository:

        def side(work: Callable[[list[tuple[str, str]]], None]) -> Sample:
            drawn = draw.choices(known, k=_QUESTIONS)
            return timed(lambda: work(drawn))

        sides = {
            "steme": partial(side, partial(ours.ask, repository)),
            "": partial(side, partial(sqlite.fetch, database)),
        }
        take_turns(sides, 1)  # everything has been read once
        samples = take_turns(sides, ground.rounds * _ROUNDS)
    database.close()
    mine, theirs = ([second / _QUESTIONS * _MICRO for second in cpus(samples[name])] for name in sides)
    return compared(f"{shape}, one question", "us", mine, sqlite.NAME, theirs, goal)
