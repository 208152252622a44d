"""Import of claims from JSON Lines: sealed, verified root, durable, indexed, against storing them unsigned elsewhere.

Rates by the clock, each side in a fresh process, from opening to closing; the start of the interpreter counts only for
the whole `steme import`. After each round the number of objects, the root (computed anew) and its signature are
checked. sqlite3 has one transaction for all; it is quicker when it makes its index last. nanopub-sign gets the first
300 claims, and its rate is taken to hold for all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from importlib import import_module
from pathlib import Path
from types import ModuleType

from measuring import apart, claims, ours
from measuring.ground import Ground
from measuring.line import Line, at_least, compared, missing
from measuring.peers import git, sqlite
from measuring.rounds import Sample, Side, cpus, rates, take_turns, walls

_UNIT = "claims/s"
_OTHERS = ("pyoxigraph", "nanopublications")
_LIBRARY, _PROGRAM = "library", "`steme import`"


def measure(ground: Ground) -> Iterator[Line]:
    """Both shapes of claims; most peers only beside the first."""
    found = {name: _peer_module(name) for name in _OTHERS}
    others = [git, *(peer for peer in found.values() if peer is not None)]
    yield from _one_shape(ground, claims.CONTESTED, others)
    for name in _OTHERS:
        if found[name] is None:
            yield missing(f"{claims.CONTESTED}, {_LIBRARY}", name)
    yield from _one_shape(ground, claims.WIDE, [])


def _one_shape(ground: Ground, shape: str, others: list[ModuleType]) -> Iterator[Line]:
    lines, size = ground.lines(shape), ground.size
    peers: dict[str, Side] = {
        sqlite.NAME: partial(_peer, ground, sqlite.load, lines),
        sqlite.INSERT: partial(_peer, ground, sqlite.insert, lines),
        **{peer.NAME: partial(_peer, ground, peer.load, lines) for peer in others},
    }
    amounts = {peer.NAME: min(size, getattr(peer, "SAMPLE", size)) for peer in others}
    samples = take_turns({**_our_sides(ground, shape), **peers}, ground.rounds)
    for name in peers:
        theirs = rates(walls(samples[name]), amounts.get(name, size))
        goal = None if name in amounts else at_least(1)
        for side in (_LIBRARY,) if name in amounts else (_LIBRARY, _PROGRAM):
            yield compared(f"{shape}, {side}", _UNIT, rates(walls(samples[side]), size), name, theirs, goal)
    work = [rates(cpus(samples[name]), size) for name in (_LIBRARY, sqlite.NAME)]
    yield compared(f"{shape}, library, processor time", _UNIT, work[0], sqlite.NAME, work[1])


def _our_sides(ground: Ground, shape: str) -> dict[str, Side]:
    lines = ground.lines(shape)
    steme, home = ground.programs() / "steme", ground.home()

    def side(load: Callable[[Path], Sample]) -> Sample:
        place = ground.empty_repository(shape)
        sample = load(place)
        apart.run(ours.check, place, ground.size + claims.SOURCES)
        ground.forget(place)
        return sample

    return {
        _LIBRARY: partial(side, lambda place: apart.run(ours.load, place, lines)),
        _PROGRAM: partial(side, lambda place: apart.program([steme, "import", lines], place, home)),
    }


def _peer(ground: Ground, load: Callable[[str, str], None], lines: Path) -> Sample:
    place = ground.fresh("peer")
    sample = apart.run(load, place, lines)
    ground.forget(place)
    return sample


def _peer_module(name: str) -> ModuleType | None:
    try:
        return import_module(f"measuring.peers.{name}")
    except ImportError:
        return None
