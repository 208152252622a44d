"""Five replicas, random histories, and in the end everybody exchanges everything: equal roots and equal answers.

History ``n`` of a seed is the first history of the seed ``seed + n``, so that each can be run again by itself. One that
fails is made as short as it fails, and told step by step.
"""

from __future__ import annotations

import os
import random
import tempfile
from collections.abc import Sequence
from functools import partial
from unittest import mock

from campaigns.children import SCRATCH, Died, each, in_child
from campaigns.histories import REPLICAS, Step, made, shortest
from campaigns.replicas import World
from campaigns.sayings import PREDICATES, SUBJECTS
from campaigns.summary import Summary
from campaigns.ways import GIT, WAYS
from repo_format import refs
from repo_format.checking.check import check
from repo_format.errors import StemeError
from repo_format.storage import commits
from steme import lens
from steme.query import Answer, Question
from steme.repository import Repository

SECONDS = 240
_ASKED_AT = 1_790_000_000_000_000
"""Trust ages, so that everybody has to be asked at one moment."""
_SHORTENED = 2
"""So many failures are made short; each takes a while."""

Found = tuple[dict[str, int], list[str]]


def run(seed: int, rounds: int) -> Summary:
    """``rounds`` histories."""
    summary = Summary("convergence", seed, {"histories": rounds})
    failed: list[int] = []
    jobs = [partial(_numbered, seed + number) for number in range(rounds)]
    for number, did, wrong in each(jobs, 2, SECONDS):
        for what, times in did.items():
            summary.count(what, times)
        if wrong:
            failed.append(number)
            summary.violations += [f"seed {number}: {one}" for one in wrong]
    for number in failed[:_SHORTENED]:
        steps = shortest(made(number), lambda steps: bool(_apart(steps)[1]))
        summary.violations.append(f"seed {number}, as short as it fails: {'; '.join(map(str, steps))}")
        summary.violations += [f"  {one}" for one in _apart(steps)[1]]
    return summary


def _numbered(seed: int) -> tuple[int, dict[str, int], list[str]]:
    return (seed, *_apart(made(seed)))


def _apart(steps: Sequence[Step]) -> Found:
    """A history in a process of its own."""
    found = in_child(partial(_lived, steps), SECONDS)
    return ({}, [found.reason]) if isinstance(found, Died) else found


def _lived(steps: Sequence[Step]) -> Found:
    with tempfile.TemporaryDirectory(dir=SCRATCH) as top:
        changed = {"STEME_CONFIG_HOME": f"{top}/config", "XDG_CACHE_HOME": f"{top}/cache"}
        with mock.patch.dict(os.environ, changed):
            world = World(top)
            for step in steps:
                try:
                    world.do(step)
                except StemeError as error:
                    world.wrong.append(f"{step}: {type(error).__name__}: {error}")
            return world.did, world.wrong + (_ended(world) if not world.wrong else [])


def _ended(world: World) -> list[str]:
    """Everybody exchanges everything and follows every erasure; then what is not equal."""
    everything = frozenset().union(*world.held)
    chance = random.Random(len(everything))
    world.exchange("sync", 0, 0, chance, GIT)
    everything |= world.held[0]  # what only the hub had kept
    for _ in range(2):
        for who in range(REPLICAS):
            world.exchange("sync", who, (who + 1) % REPLICAS, chance, chance.choice(WAYS))
    for who in range(REPLICAS):
        world.follow(who)
    wrong = list(world.wrong)
    if any(held != everything for held in world.held):
        return [*wrong, f"of {len(everything)} objects they hold {[len(held) for held in world.held]}"]
    told = [_told(path) for path in world.paths]
    for number, one in enumerate(told[1:], 1):
        wrong += [f"replicas 0 and {number} differ in {what}" for what in one if one[what] != told[0].get(what)]
    return wrong + [f"fsck: {finding}" for finding in check(chance.choice(world.paths)).findings]


def _told(path: str) -> dict[str, object]:
    """The root, every payload, every answer and every tag that is there."""
    told: dict[str, object] = {}
    with Repository.open(path) as repository, repository.snapshot() as view:
        told["root"] = view.trie.root(view.count)
        told["payloads"] = [view.record(view.seq_of(one)).payload for one in view.trie.below(b"")]
        asker = repository.asker(view)
        with mock.patch("steme.times.now", return_value=_ASKED_AT):
            for name in (*lens.names(), "epoch:authority", "epoch:votes"):
                for subject in SUBJECTS:
                    for predicate in PREDICATES:
                        told[f"{name} {subject} {predicate}"] = _said(asker.ask(Question(subject, predicate, name)))
        told["tags"] = [pair for pair in commits.refs(view) if pair[0].startswith(refs.TAGS)]
    return told


def _said(answer: Answer) -> object:
    resolution = answer.resolution
    return (
        answer.winner,
        str(answer.value),
        resolution.status,
        resolution.conflict,
        resolution.confidence,
        resolution.cross_conflict,
        [(layer.tier, layer.count, layer.resolution.conflict) for layer in resolution.layers],
        sorted(answer.aside.items()),
        answer.disputed,
        answer.also,
        sorted(one.id for one in answer.candidates),
    )
