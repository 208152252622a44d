"""The linter, whole processes in processor time, against bandit and against what was asked for.

One file is `subprocess.py`; many are the standard library of this Python with its tests, which bandit reads too. The
linter uses a process for each core, and all of them count. `verify run` has 1,000 signed claims about 2,000 files that
have not changed since they were last looked at.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from measuring import apart, linting
from measuring.ground import Ground
from measuring.line import Goal, Line, at_least, at_most, compared, missing
from measuring.rounds import Sample, cpus, rates, take_turns

_BANDIT, _ASKED = "bandit", "the goal"
_SCAN = ("scan", "--tests", "--fail-on", "none")


def measure(ground: Ground) -> Iterator[Line]:
    """One file, many, many again, claims, and memory."""
    programs, home = ground.programs(), ground.home()
    aphoria, python = programs / "aphoria", programs / "python"
    tree, one = ground.fresh("library"), ground.fresh("one")
    files = linting.library(tree)
    one.mkdir()
    shutil.copy(tree / "subprocess.py", one)
    known = find_spec(_BANDIT) is not None
    judged: list[str | Path] = [python, "-m", "bandit", "--quiet", "--exit-zero", "--recursive", "."]

    def ours(place: Path, *more: str) -> Sample:
        return apart.program([aphoria, *_SCAN, *more], place, home)

    def theirs(place: Path) -> Sample:
        return apart.program(judged, place, home)

    single = take_turns(
        {"ours": lambda: ours(one, "--no-cache"), **({_BANDIT: lambda: theirs(one)} if known else {})},
        ground.rounds * 3,
    )
    yield from _asked("one file, cold", single["ours"], 0.30)
    yield _beside("one file, cold", single["ours"], single.get(_BANDIT), at_most(1))
    cold = [ours(tree, "--no-cache") for _ in range(ground.rounds)]
    yield _rate(f"{files:,} files, cold", files, cold, 300)
    yield _beside(f"{files:,} files, cold", cold[:1], [theirs(tree)] if known else None, at_most(1 / 15))
    ours(tree)
    yield from _asked("the same, nothing changed", [ours(tree) for _ in range(ground.rounds)], 0.6)
    yield from _claims(ground)
    yield _memory("peak of a process, all files", cold, 150)


def _claims(ground: Ground) -> Iterator[Line]:
    place, programs, home = ground.fresh("claimed"), ground.programs(), ground.home()
    linting.claimed(place)
    command: list[str | Path] = [programs / "aphoria", "verify", "run", "--tests", "--fail-on", "none"]
    apart.program(command, place, home)
    samples = [apart.program(command, place, home) for _ in range(ground.rounds)]
    yield from _asked(f"{linting.CLAIMS:,} claims, {linting.FILES:,} files, cached", samples, 1.0)


def _asked(what: str, samples: list[Sample], seconds: float) -> Iterator[Line]:
    mine = [one * 1000 for one in cpus(samples)]
    yield compared(what, "ms", mine, _ASKED, [seconds * 1000] * len(mine), at_most(1))


def _beside(what: str, samples: list[Sample], others: list[Sample] | None, goal: Goal) -> Line:
    if others is None:
        return missing(what, _BANDIT)
    mine, theirs = ([second * 1000 for second in cpus(side)] for side in (samples, others))
    return compared(what, "ms", mine, _BANDIT, theirs, goal)


def _rate(what: str, files: int, samples: list[Sample], wanted: float) -> Line:
    return compared(what, "files/s", rates(cpus(samples), files), _ASKED, [wanted] * len(samples), at_least(1))


def _memory(what: str, samples: list[Sample], megabytes: float) -> Line:
    peaks = [one.peak / 1e6 for one in samples]
    return compared(what, "MB", peaks, _ASKED, [megabytes] * len(peaks), at_most(1))
