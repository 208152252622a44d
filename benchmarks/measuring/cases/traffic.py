"""What an exchange says beside the objects: round trips, and bytes both ways without those of the objects' pack.

100,000 sealed claims of each shape. *Remembered*: two repositories that were equal, one gets 100 claims more, the other
fetches. *First meeting*: two that hold the same claims but for 100, 50 on either side, sync and have never met. *On the
wire*: everything that a clone sends and receives, by the number of claims. Every line is a count, the same in each run
but for a few ids.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

from measuring import claims, ours
from measuring.ground import Ground
from measuring.line import Line, at_most, compared
from repo_format import ids, objects, signature
from repo_format.objects.assertion import Assertion
from repo_format.pack.opening import Opening
from repo_format.record import Record
from steme import exchange, remotes, times
from steme.exchange.results import Traffic
from steme.repository import Repository
from steme.serving.packing import pack_records

_NEW = 100
_REMEMBERED, _FIRST, _WIRE = (3, 4_000), (5, 150_000), 200
"""Round trips and bytes beside the objects; bytes for a claim."""


def measure(ground: Ground) -> Iterator[Line]:
    """Both shapes."""
    for shape in claims.SHAPES:
        here, there = ground.fresh("here"), ground.fresh("there")
        shutil.copytree(ground.repository(shape), there)
        cloned = exchange.clone(str(there), str(here), ours.KEY).fetched.traffic
        wire = (cloned.sent + cloned.received) / ground.size
        yield compared(f"{shape}, clone, on the wire for a claim", "bytes", [wire], "the goal", [_WIRE], at_most(1))
        yield from _lines(f"{shape}, remembered", _REMEMBERED, *_remembered(here, there))
        yield from _lines(f"{shape}, first meeting", _FIRST, *_first_meeting(ground, here))
        for place in (here, there):
            ground.forget(place)


def _lines(what: str, goals: tuple[int, int], traffic: Traffic, packed: int) -> Iterator[Line]:
    beside = traffic.sent + traffic.received - packed
    for name, unit, found, goal in (
        ("round trips", "", traffic.round_trips, goals[0]),
        ("beside the objects", "bytes", beside, goals[1]),
    ):
        yield compared(f"{what}, {name}", unit, [found], "the goal", [goal], at_most(1))


def _remembered(here: Path, there: Path) -> tuple[Traffic, int]:
    with Repository.open(str(there)) as repository:
        packed = _add(repository, 0, _NEW)
    with Repository.open(str(here)) as repository:
        return exchange.fetch(repository, remotes.find(repository, "origin"), ours.KEY).traffic, packed


def _first_meeting(ground: Ground, model: Path) -> tuple[Traffic, int]:
    """Two copies with 50 claims each of their own; the copies forget whom they have met."""
    places = [ground.fresh("stranger") for _ in range(2)]
    packed = 0
    for number, place in enumerate(places):
        shutil.copytree(model, place)
        with Repository.open(str(place)) as repository:
            remotes.remove(repository, "origin", ours.KEY)
            packed += _add(repository, (number + 1) * _NEW, _NEW // 2)
    with Repository.open(str(places[0])) as repository:
        remote = remotes.add(repository, "stranger", str(places[1]))
        traffic = exchange.sync(repository, remote, ours.KEY).pushed.traffic
    for place in places:
        ground.forget(place)
    return traffic, packed


def _add(repository: Repository, first: int, number: int) -> int:
    """Add claims in one commit; how many bytes they are in a pack of their own."""
    author = ours.KEY.public.hex()
    made = [
        Assertion(
            author=author, confidence=0.9, predicate="p", subject=f"new/{one}", tier=3, time=times.now(), value=one
        )
        for one in range(first, first + number)
    ]
    repository.add(made, ours.KEY)
    payloads = [objects.write(one) for one in made]
    named = [(ids.object_id(payload), payload) for payload in payloads]
    held = [Record(one, data, signature.sign_object(ours.KEY.secret, one)) for one, data in named]
    return sum(map(len, pack_records(Opening(repository.id, objects=number), held)))
