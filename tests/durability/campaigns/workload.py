"""A day in the life of a repository, made from a seed: several processes one after another, some of which die."""

from __future__ import annotations

import os
import pickle
import random
from functools import partial
from pathlib import Path
from unittest import mock

from campaigns import claims
from campaigns.children import Died, in_child
from campaigns.recorder import Death, Recorder, Step
from repo_format import limits
from repo_format.errors import StemeError
from repo_format.storage import appender
from steme.repository import Repository

SMALL_SEGMENT = 6_000
SMALL_FLUSH = 1_500

AUTHOR = claims.key(1)


class WorkloadFailed(Exception):
    """A stage ended by itself, without its death being planned."""


class Stage:
    """What one process does: it opens (or makes) the repository, acts, and closes it unless it dies before."""

    def __init__(self, top: str, chance: random.Random, record: Recorder, offered: list[claims.Offer]) -> None:
        self._top = top
        self._chance = chance
        self._record = record
        self._offered = offered

    def run(self) -> None:
        """Do it all."""
        exists = os.path.exists(f"{self._top}/.steme/format")
        repository = Repository.open(self._top) if exists else Repository.init(self._top)
        self._record.add("ack", [], {})
        verbs = self._chance.choices(("some", "many", "tag", "again", "abort", "rebuild"), (3, 1, 1, 1, 1, 1), k=6)
        for verb in [*(["again"] if self._offered else []), *verbs[: self._chance.randint(2, 6)]]:
            try:
                getattr(self, f"_{verb}")(repository)
            except StemeError as error:
                self._record.add("error", f"{verb}: {error}")
        repository.close()
        self._record.add("closed")

    def _new(self, number: int) -> list[claims.Offer]:
        start = len(self._offered)
        made = [claims.claim(AUTHOR, start + i, length=self._chance.choice((0, 0, 300))) for i in range(number)]
        self._offered += made
        self._record.add("offer", made)
        return made

    def _acknowledge(self, offers: list[claims.Offer]) -> None:
        self._record.add("ack", [identifier for identifier, _, _ in offers], {})

    def _some(self, repository: Repository) -> None:
        offers = self._new(self._chance.randint(1, 3))
        repository.add([one for _, _, one in offers], AUTHOR)
        self._acknowledge(offers)

    def _many(self, repository: Repository) -> None:
        offers = self._new(self._chance.randint(5, 60))
        claims.add_sealed(repository, AUTHOR, offers, 10**15)
        self._acknowledge(offers)

    def _again(self, repository: Repository) -> None:
        """Assert the newest claims a second time: some may be here already, perhaps from a process that died."""
        offers = self._offered[-self._chance.choice((1, 1, 3)) :]
        repository.add([one for _, _, one in offers], AUTHOR)
        self._acknowledge(offers)

    def _abort(self, repository: Repository) -> None:
        with repository.begin() as transaction:
            for identifier, payload, read in self._new(20):
                transaction.add(identifier, payload, read, bytes(64))
                transaction.flush()

    def _tag(self, repository: Repository) -> None:
        _, commit = repository.add([self._new(1)[0][2]], AUTHOR)
        assert commit is not None, "the claim is new"
        name = f"t{self._chance.randint(0, 3)}"
        self._record.add("tagging", {name: commit.head.id})
        repository.tag(name, commit.head.id, AUTHOR, replace=True)
        self._record.add("ack", [], {name: commit.head.id})

    def _rebuild(self, repository: Repository) -> None:
        repository.store.rebuild()


def perform(top: Path, seed: int, lose: str = "") -> list[Step]:
    """Run the stages of a seed on the directory ``top``; returns the steps of all of them, in order.

    ``lose`` is a verb that is carried out but not recorded: with ``sync`` nothing ever gets to the model's disk for
    certain. Raises WorkloadFailed when a stage fails by itself.
    """
    chance = random.Random(seed)
    offered: list[claims.Offer] = []
    steps: list[Step] = []
    for _ in range(chance.randint(3, 5)):
        deaths = (
            None,
            ("", chance.randint(5, 120)),
            ("fsync", chance.randint(0, 15)),
            ("fdatasync", chance.randint(0, 4)),
        )
        found = in_child(partial(_stage, str(top), chance.random(), chance.choice(deaths), offered, lose))
        if isinstance(found, Died):
            raise WorkloadFailed(f"a stage of workload {seed} failed: {found.reason}")
        steps += found
        steps.append(("ended",))
        offered += [offer for step in found if step[0] == "offer" for offer in step[1]]
    return steps


def _stage(top: str, seed: float, dies: Death | None, offered: list[claims.Offer], lose: str) -> list[Step]:
    """In a child: the steps up to the end or the death of a grandchild, which does the work."""
    place = Path(f"{top}.steps")

    def work() -> None:
        recorder = Recorder(top, dies, lambda: _die(recorder, place), lose)
        patches = (
            mock.patch.object(limits, "SEGMENT_BYTES", SMALL_SEGMENT),
            mock.patch.object(appender, "_FLUSH_BYTES", SMALL_FLUSH),
        )
        with patches[0], patches[1], recorder.recording():
            Stage(top, random.Random(seed), recorder, list(offered)).run()
        place.write_bytes(pickle.dumps(recorder.steps))

    died = in_child(work)
    if isinstance(died, Died) and "ended with 9" not in died.reason:
        raise WorkloadFailed(died.reason)
    return pickle.loads(place.read_bytes())


def _die(recorder: Recorder, place: Path) -> None:
    """End as kill -9 does it: nothing is closed, nothing is told."""
    with open(place, "wb") as file:
        file.write(pickle.dumps(recorder.steps))
    os._exit(9)
