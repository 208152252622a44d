"""Questions that come at their own times, whether or not the one before is answered."""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from subprocess import Popen
from typing import TypeVar

from measuring import apart, claims, ours
from repo_format.objects.assertion import Assertion
from steme import times
from steme.repository import Repository

Asked = TypeVar("Asked")


def delays(work: Callable[[Asked], object], questions: list[Asked], rate: float) -> list[float]:
    """How long each answer was in coming, in seconds, from the moment at which its question was due.

    ``rate`` questions a second are due at even distances; one that is held up holds up those after it, and that counts.
    """
    taken = []
    begin = time.perf_counter()
    for number, question in enumerate(questions):
        due = begin + number / rate
        wait = due - time.perf_counter()
        if wait > 0:
            time.sleep(wait)
        work(question)
        taken.append(time.perf_counter() - due)
    return taken


def percentile(values: list[float], share: float) -> float:
    """The value that this share of all does not exceed."""
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


@contextmanager
def writer(path: str, lines: str) -> Iterator[None]:
    """Another process that adds a claim every second, durably, to questions of a file of claims."""
    command = [sys.executable, "-m", "measuring.steady", path, lines]
    with Popen(command, env=apart.surroundings()) as process:
        try:
            yield
        finally:
            process.terminate()


def write(path: str, lines: str) -> None:
    """Add a claim every second until ended; between them the repository is closed, as by a command."""
    known, draw = claims.questions(Path(lines)), random.Random(2)
    author = ours.KEY.public.hex()
    while True:
        subject, predicate = draw.choice(known)
        claim = Assertion(
            author=author,
            confidence=0.5,
            predicate=predicate,
            subject=subject,
            tier=4,
            time=times.now(),
            value=draw.random(),
        )
        with Repository.open(path) as repository:
            repository.add([claim], ours.KEY)
        time.sleep(1)


if __name__ == "__main__":
    write(*sys.argv[1:])
