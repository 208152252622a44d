"""Whole processes, from start to end by the clock, against `python -c pass` of the same virtual environment.

The programs are those of a wheel, installed and compiled. The questions are drawn at random from a repository of all
claims; `assert` signs and waits for the disk. The sqlite3 shell and grep are shown for interest: they answer the same
question from the same claims, grep by reading the whole file of lines.
"""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

from measuring import apart, claims
from measuring.ground import Ground
from measuring.line import Goal, Line, at_most, compared
from measuring.rounds import Samples, cpus, take_turns, walls
from steme.repository import Repository

_FLOOR = "python -c pass"
_ROUNDS = 5
"""Rounds of this benchmark for one that was asked for: a process is over quickly."""

_GOALS = {"steme query": at_most(6), "steme query --lens authority": at_most(6), "steme assert": at_most(8)}

_BY_AUTHORITY = ("--lens", "authority")

Words = list[str | Path]


def measure(ground: Ground) -> Iterator[Line]:
    """By the clock, and the two that matter by processor time too."""
    place, home = ground.fresh("asking"), ground.home()
    shutil.copytree(ground.repository(claims.CONTESTED), place)
    Repository.open(str(place)).close()  # which makes the index of a copy anew
    samples = take_turns(
        {
            name: lambda command=command: apart.program(command(), place, home)  # type: ignore[misc]
            for name, command in _commands(ground).items()
        },
        ground.rounds * _ROUNDS,
    )
    for name in samples:
        if name != _FLOOR:
            yield _line(name, samples, walls, _GOALS.get(name))
    for name in _GOALS:
        yield _line(name, samples, cpus, None)


def _line(name: str, samples: Samples, measure_of: Callable[..., list[float]], goal: Goal | None) -> Line:
    mine, floor = ([second * 1000 for second in measure_of(samples[side])] for side in (name, _FLOOR))
    return compared(name if measure_of is walls else f"{name}, processor time", "ms", mine, _FLOOR, floor, goal)


def _commands(ground: Ground) -> dict[str, Callable[[], Words]]:
    programs, lines = ground.programs(), ground.lines(claims.CONTESTED)
    database, known, draw = ground.sqlite(claims.CONTESTED), claims.questions(lines), random.Random(1)
    found: dict[str, Callable[[], Words]] = {
        _FLOOR: lambda: [programs / "python", "-c", "pass"],
        "steme query": lambda: [programs / "steme", "query", *draw.choice(known)],
        "steme query --lens authority": lambda: [programs / "steme", "query", *draw.choice(known), *_BY_AUTHORITY],
        "steme assert": lambda: [programs / "steme", "assert", "drug/aspirin", "dosage", str(draw.random())],
        "steme version": lambda: [programs / "steme", "version"],
    }
    if shutil.which("sqlite3"):
        found["sqlite3 (shell)"] = lambda: ["sqlite3", database, _select(*draw.choice(known))]
    if shutil.which("grep"):
        found["grep -F"] = lambda: ["grep", "-F", _beginning(*draw.choice(known)), lines]
    return found


def _select(subject: str, predicate: str) -> str:
    return f"select * from claims where subject = '{subject}' and predicate = '{predicate}'"  # noqa: S608


def _beginning(subject: str, predicate: str) -> str:
    return f'{{"subject":"{subject}","predicate":"{predicate}",'
