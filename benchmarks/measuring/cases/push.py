"""Pushing one new claim into 100,000 by path, a whole process by the clock, against `git push` of one commit that adds
one line, into a bare repository on the same disk: one that holds the same claims as files, and one that holds nothing.

Either side has pushed there before. Ours opens both repositories, checks the claim, and waits for the disk at both.
"""

from __future__ import annotations

import random
import shutil
import subprocess
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path

from measuring import apart, claims
from measuring.ground import Ground
from measuring.line import Line, at_most, compared
from measuring.rounds import Sample, cpus, take_turns, walls

_REPEATS = 8
"""Pushes of each side for a round that was asked for."""
_MILLI = 1e3
_IDENTITY = {"GIT_AUTHOR_NAME": "b", "GIT_AUTHOR_EMAIL": "b@example.org"}
_IDENTITY |= {name.replace("AUTHOR", "COMMITTER"): value for name, value in _IDENTITY.items()}


def measure(ground: Ground) -> Iterator[Line]:
    """By the clock, and the processor's part of it."""
    home = {**ground.home(), **_IDENTITY}
    full, empty = _work_tree(ground, home, ground.git(claims.CONTESTED)), _work_tree(ground, home, None)
    mine, steme = _clone(ground, home), ground.programs() / "steme"

    def push() -> Sample:
        words = ("assert", "drug/aspirin/one", "dosage", str(random.random()))
        apart.program([steme, *words], mine, home)
        return apart.program([steme, "push"], mine, home)

    many = f"git push into {ground.size:,}"
    sides: dict[str, Callable[[], Sample]] = {
        "ours": push,
        many: partial(_push, full, home),
        "git push into nothing": partial(_push, empty, home),
    }
    for side in sides.values():
        side()
    taken = take_turns(sides, ground.rounds * _REPEATS)
    for what, seconds in (("", walls), (", processor time", cpus)):
        ours = [one * _MILLI for one in seconds(taken["ours"])]
        for peer in list(sides)[1:]:
            theirs = [one * _MILLI for one in seconds(taken[peer])]
            yield compared(f"steme push{what}", "ms", ours, peer, theirs, None if what else at_most(1))


def _clone(ground: Ground, home: Mapping[str, str]) -> Path:
    source, place = ground.fresh("origin"), ground.fresh("clone")
    shutil.copytree(ground.repository(claims.CONTESTED), source)
    apart.program([ground.programs() / "steme", "clone", source, place], ground.place, home)
    return place


def _work_tree(ground: Ground, home: Mapping[str, str], source: Path | None) -> Path:
    """A clone of a copy of a bare repository, or of an empty one, with one commit pushed."""
    bare, place = ground.fresh("bare"), ground.fresh("work")
    if source is not None:
        shutil.copytree(source, bare)
    else:
        _git(home, ground.place, "init", "--quiet", "--bare", "--initial-branch", "main", str(bare))
    _git(home, ground.place, "clone", "--quiet", str(bare), str(place))
    return place


def _push(place: Path, home: Mapping[str, str]) -> Sample:
    with (place / "new").open("a", encoding="utf-8") as file:
        file.write(f"{random.random()}\n")
    _git(home, place, "add", "new")
    _git(home, place, "commit", "--quiet", "--message", "one more")
    return apart.program(["git", "push", "--quiet", "origin", "HEAD:refs/heads/main"], place, home)


def _git(home: Mapping[str, str], place: Path, *words: str) -> None:
    subprocess.run(["git", *words], cwd=place, env=dict(home), check=True, capture_output=True)
