"""Cloning 100,000 sealed claims by path, whole processes by the clock, against `git clone --no-local` of the same
claims as files of one commit: with a work tree, and `--bare`.

Ours reads the other log as a stranger's, checks every hash, seal and signature on all cores, stores, indexes and
compares the root with the signed head. git checks hashes too; its work tree is 100,000 files.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from measuring import apart, claims, ours
from measuring.ground import Ground
from measuring.line import Line, at_least, compared
from measuring.rounds import Sample, cpus, rates, take_turns, walls

_GIT = ("git", "clone", "--quiet", "--no-local")
_WITH, _WITHOUT = "git clone", "git clone --bare"


def measure(ground: Ground) -> Iterator[Line]:
    """Both shapes against both ways of git."""
    for shape in claims.SHAPES:
        sides = {
            "steme clone": partial(_ours, ground, shape),
            _WITH: partial(_theirs, ground, shape, _GIT),
            _WITHOUT: partial(_theirs, ground, shape, (*_GIT, "--bare")),
        }
        taken = take_turns(sides, ground.rounds)
        mine = rates(walls(taken["steme clone"]), ground.size)
        for peer in (_WITH, _WITHOUT):
            theirs = rates(walls(taken[peer]), ground.size)
            yield compared(f"{shape}, steme clone", "claims/s", mine, peer, theirs, at_least(1))
        mine, theirs = (rates(cpus(taken[name]), ground.size) for name in ("steme clone", _WITHOUT))
        yield compared(f"{shape}, steme clone, processor time", "claims/s", mine, _WITHOUT, theirs)


def _ours(ground: Ground, shape: str) -> Sample:
    source, place = ground.repository(shape), ground.fresh("clone")
    sample = _run(ground, ground.programs() / "steme", "clone", source, place)
    apart.run(ours.check, place, ground.size + claims.SOURCES)
    ground.forget(place)
    return sample


def _theirs(ground: Ground, shape: str, command: tuple[str, ...]) -> Sample:
    source, place = ground.git(shape), ground.fresh("clone")
    sample = _run(ground, *command, source, place)
    ground.forget(place)
    return sample


def _run(ground: Ground, *words: str | Path) -> Sample:
    return apart.program(words, ground.place, ground.home())
