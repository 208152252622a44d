"""One durable assertion in process, `Repository.add` of one payload, against append and fdatasync of as many bytes.

By the clock, since waiting for the disk is the point; both on the same file system, one after the other, 200 times a
round, and the figure of a round is the median. The repository holds all claims of the first shape already.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median

from measuring import claims, ours
from measuring.ground import Ground
from measuring.line import Line, at_most, compared
from measuring.rounds import Sample, cpus, timed_at_once, walls
from repo_format.objects.assertion import Assertion
from repo_format.storage.layout import DIRECTORY
from steme import times
from steme.repository import Repository

_REPEATS = 200
_MICRO = 1e6


def measure(ground: Ground) -> Iterator[Line]:
    """By the clock, and the processor's part of it."""
    place = ground.fresh("asserting")
    shutil.copytree(ground.repository(claims.CONTESTED), place)
    with Repository.open(str(place)) as repository, (ground.place / "appended").open("ab", buffering=0) as file:
        add = _adding(repository)
        size = _bytes_of(add, place)
        content = os.urandom(size)

        def append() -> None:
            file.write(content)
            os.fdatasync(file.fileno())

        rounds = [_round(add, append) for _ in range(ground.rounds)]
    peer = f"append + fdatasync of {size} bytes"
    mine, floor = zip(*rounds, strict=True)
    yield compared("assert", "us", _micro(walls(mine)), peer, _micro(walls(floor)), at_most(3))
    yield compared("assert, processor time", "us", _micro(cpus(mine)), peer, _micro(cpus(floor)))


def _micro(seconds: list[float]) -> list[float]:
    return [second * _MICRO for second in seconds]


def _round(*sides: Callable[[], None]) -> list[Sample]:
    """What each side costs once: medians of many turns."""
    turns = [[timed_at_once(side) for side in sides] for _ in range(_REPEATS)]
    return [Sample(median(walls(samples)), median(cpus(samples))) for samples in zip(*turns, strict=True)]


def _adding(repository: Repository) -> Callable[[], None]:
    author, count = ours.KEY.public.hex(), iter(range(1_000_000_000))

    def add() -> None:
        claim = Assertion(
            author=author,
            confidence=0.9,
            predicate="dosage",
            subject=f"drug/aspirin/{next(count)}",
            tier=3,
            time=times.now(),
            unit="mg",
            value=81.5,
        )
        repository.add([claim], ours.KEY)

    return add


def _bytes_of(add: Callable[[], None], place: Path) -> int:
    """How many bytes one assertion appends to the log."""
    segment = place / DIRECTORY / "log/active.seg"
    before = segment.stat().st_size
    add()
    return segment.stat().st_size - before
