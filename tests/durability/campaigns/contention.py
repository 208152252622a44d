"""8 writers and 20 readers at once: no reader sees half a transaction or goes back in time, no writer starves.

Every transaction adds a group of claims that is known by its subject; there is nothing else in the repository. A reader
looks at whole snapshots: the count, the newest group of a writer, now and then everything.
"""

from __future__ import annotations

import random
import tempfile
import time
from collections.abc import Callable
from typing import NamedTuple

from bare_log import trie_root
from invariants import check, fsck

from campaigns import claims
from campaigns.children import SCRATCH, Died, each, in_child
from campaigns.summary import Summary
from repo_format.storage import tables
from repo_format.storage.snapshot import Snapshot
from repo_format.storage.terms import key_of
from steme.repository import Repository

WRITERS = 8
READERS = 20
GROUP = 5
FAIR = 2.0
"""The most served writer gets at most this many times what the least served one gets."""

FEW = 200
"""Fewer transactions than this per writer say nothing about fairness."""


class Report(NamedTuple):
    """What one process has to say at its end."""

    name: str
    done: int
    worst: float
    violations: list[str]


def run(seed: int, seconds: int) -> Summary:
    """All processes at work for ``seconds``."""
    summary = Summary("contention", seed)
    with tempfile.TemporaryDirectory(dir=SCRATCH) as top:
        in_child(lambda: Repository.init(top).close())
        start = time.monotonic() + 1.0
        jobs: list[Callable[[], Report]] = [
            *(lambda n=n: write(top, n, start, seconds) for n in range(1, WRITERS + 1)),
            *(lambda n=n: read(top, n, seed + n, start, seconds) for n in range(1, READERS + 1)),
        ]
        reports = list(each(jobs, len(jobs), seconds + 120))
        _count(summary, [one for one in reports if not isinstance(one, Died)])
        summary.violations += [one.reason for one in reports if isinstance(one, Died)]
        done = {one.name: one.done for one in reports if not isinstance(one, Died)}
        acked = [
            identifier
            for number in range(1, WRITERS + 1)
            for group in range(done.get(f"writer {number}", 0))
            for identifier, _, _ in offers(number, group)
        ]
        summary.violations += in_child(lambda: check(top, acked, acked), 600) + fsck(top)
        summary.count("objects", len(acked))
    return summary


def _count(summary: Summary, reports: list[Report]) -> None:
    for one in reports:
        summary.violations += one.violations
    writers = [one for one in reports if one.name.startswith("writer")]
    readers = [one for one in reports if one.name.startswith("reader")]
    served = sorted(one.done for one in writers)
    summary.count("commits", sum(served))
    summary.count("snapshots", sum(one.done for one in readers))
    ratio = served[-1] / max(1, served[0])
    summary.figures["writers served"] = f"{served[0]} to {served[-1]} ({ratio:.2f}x)"
    summary.figures["longest wait"] = f"{max(one.worst for one in writers):.2f} s"
    if served[0] == 0 or (served[0] >= FEW and ratio > FAIR):
        summary.violations.append(f"a writer starves: the writers were served {served} times")


def offers(writer: int, group: int) -> list[claims.Offer]:
    """The claims of one transaction."""
    numbers = range(group * 7, group * 7 + GROUP)
    return [claims.claim(claims.key(writer), number, subject(writer, group)) for number in numbers]


def subject(writer: int, group: int) -> str:
    """What the claims of one transaction are about."""
    return f"group/{writer}/{group}"


def write(top: str, number: int, start: float, seconds: int) -> Report:
    """Commit groups until the time is up; every fifth one is sealed."""
    key, done, worst = claims.key(number), 0, 0.0
    time.sleep(max(0.0, start - time.monotonic()))
    with Repository.open(top) as repository:
        while time.monotonic() < start + seconds:
            made = offers(number, done)
            begun = time.monotonic()
            if done % 5 == 4:
                claims.add_sealed(repository, key, made, time.time_ns() // 1000)
            else:
                repository.add([one for _, _, one in made], key)
            worst = max(worst, time.monotonic() - begun)
            done += 1
    return Report(f"writer {number}", done, worst, [])


def read(top: str, number: int, seed: int, start: float, seconds: int) -> Report:
    """Look at snapshots until the time is up."""
    chance, done, count, found = random.Random(seed), 0, 0, list[str]()
    newest = [0] * (WRITERS + 1)
    time.sleep(max(0.0, start - time.monotonic()))
    while time.monotonic() < start + seconds and not found:
        with Repository.open(top) as repository:
            for _ in range(chance.choice((1, 10, 100))):
                with repository.snapshot() as view:
                    found += look(view, count, newest, chance)
                    count = view.count
                done += 1
                time.sleep(chance.uniform(0.01, 0.03))
    return Report(f"reader {number}", done, 0.0, [f"reader {number}: {one}" for one in found])


def look(view: Snapshot, before: int, newest: list[int], chance: random.Random) -> list[str]:
    """What is wrong with one snapshot. ``newest`` holds the first group of each writer that was not there yet."""
    found: list[str] = []
    if view.count < before:
        found.append(f"went back from {before} objects to {view.count}")
    if view.count % GROUP:
        found.append(f"{view.count} objects are no whole number of transactions")
    writer = chance.randint(1, WRITERS)
    while (there := _claims(view, writer, newest[writer])) != 0:
        if there != GROUP:
            found.append(f"{there} of {GROUP} claims of group {newest[writer]} of writer {writer}")
            break
        newest[writer] += 1
    if chance.random() < 0.02:
        found += _everything(view)
    return found


def _claims(view: Snapshot, writer: int, group: int) -> int:
    term = view.term(key_of(tables.TERM_SUBJECT, subject(writer, group)))
    return sum(len(view.rows(term, one)) // tables.LENS_ROW.size for one in view.predicates(term)) if term else 0


def _everything(view: Snapshot) -> list[str]:
    found: list[str] = []
    with view.txn.cursor(view.databases[tables.IDS]) as cursor:
        ordered = list(cursor.iternext(values=False))
    if len(ordered) != view.count:
        found.append(f"{len(ordered)} ids in a snapshot of {view.count} objects")
    if view.count and view.trie.root(view.count) != trie_root(ordered, {}):
        found.append("the root of a snapshot is not the root of its ids")
    if view.count and view.record(view.count).payload is None:
        found.append("the newest object has no payload")
    return found
