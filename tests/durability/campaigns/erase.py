"""Erasing and compacting, interrupted: by kill -9 at random moments, and by power cuts on the model of a disk.

Whatever the moment, an erasure is there with its reason and without any of its payloads, or nothing of it is; all else
is as it was. A reader that was open before goes on, and a writer that waited is served.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from unittest import mock

from bare_log import Log
from invariants import check, fsck

from campaigns import claims
from campaigns.children import SCRATCH, Died, each, finish, in_child, start
from campaigns.disk_model import Disk, Image, materialise
from campaigns.recorder import Recorder, Step
from campaigns.summary import Summary
from repo_format import limits
from repo_format.errors import Busy
from repo_format.storage import appender, log_writer
from steme.compacting import compact
from steme.erasing import targets
from steme.erasing.erase import erase, reasons_for
from steme.query import Question
from steme.repository import Repository

ROUNDS_PER_REPOSITORY = 25
STATES_PER_WORKLOAD = 50
SEGMENT_BYTES = 8_000
KEY = claims.key(3)
REASON = "because a person asked"


class World:
    """What a repository holds by what was done to it: the claims, what was certainly erased, what perhaps."""

    def __init__(self) -> None:
        self.ids: list[bytes] = []
        self.erased: set[bytes] = set()
        self.attempt: frozenset[bytes] = frozenset()
        self.acknowledged = False


def run(seed: int, rounds: int, enough: int = 20) -> Summary:
    """``rounds`` kills, and as many states after a power cut; stops after ``enough`` violations."""
    summary, chance = Summary("erase", seed), random.Random(seed)
    small = (
        mock.patch.object(limits, "SEGMENT_BYTES", SEGMENT_BYTES),
        mock.patch.object(appender, "_FLUSH_BYTES", 1_500),
        mock.patch.object(log_writer, "_FLUSH_BYTES", 1_500),
    )
    with small[0], small[1], small[2], tempfile.TemporaryDirectory(dir=SCRATCH) as scratch:
        for first in range(0, rounds, ROUNDS_PER_REPOSITORY):
            _kills(Path(scratch), min(ROUNDS_PER_REPOSITORY, rounds - first), chance, summary)
            if len(summary.violations) >= enough:
                return summary
        for judged in each(_states(Path(scratch), rounds, chance, summary)):
            summary.count("states")
            summary.violations += [judged.reason] if isinstance(judged, Died) else judged
            if len(summary.violations) >= enough:
                break
    return summary


def fill(top: str, seed: int) -> list[bytes]:
    """A repository with sealed and single claims in several segments; the ids of all."""
    chance = random.Random(seed)
    offers = [claims.claim(KEY, number, length=chance.choice((0, 200))) for number in range(160)]
    with Repository.init(top) as repository:
        for at in range(0, 120, 40):
            claims.add_sealed(repository, KEY, offers[at : at + 40], 10**15)
            repository.add([one for _, _, one in offers[120 + at // 4 : 130 + at // 4]], KEY)
        repository.add([one for _, _, one in offers[150:]], KEY)
    return [identifier for identifier, _, _ in offers]


def erase_some(top: str, chosen: frozenset[bytes]) -> None:
    """Erase these, and say why."""
    with Repository.open(top) as repository:
        with repository.snapshot() as view:
            found = targets.find(view, [one.hex() for one in sorted(chosen)])
        erase(repository, found, reasons_for(repository, found, KEY, REASON, 2_000_000), KEY)


def compact_it(top: str) -> None:
    """Compact."""
    with Repository.open(top) as repository:
        compact(repository)


def _kills(scratch: Path, rounds: int, chance: random.Random, summary: Summary) -> None:
    top = str(scratch / "repository")
    world, seed = World(), chance.randrange(1 << 30)
    world.ids = in_child(lambda: fill(top, seed))
    for number in range(rounds):
        found = _one_kill(top, world, chance, summary)
        found += in_child_list(lambda: judge(top, world))
        found += fsck(top) if number % 12 == 0 else []
        summary.count("rounds")
        summary.violations += [f"round {number}: {one}" for one in found]
        _settle(top, world)
        if found:
            break
    shutil.rmtree(top)


def _one_kill(top: str, world: World, chance: random.Random, summary: Summary) -> list[str]:
    """Start one that rewrites, one that reads and one that writes; kill the first at a random moment."""
    left = [one for one in world.ids if one not in world.erased]
    world.attempt = frozenset(chance.sample(left, chance.randint(1, 4))) if chance.random() < 0.6 else frozenset()
    attempt = world.attempt
    work = (lambda: erase_some(top, attempt)) if attempt else (lambda: compact_it(top))
    reader = start(lambda: read_on(top))
    writer = start(lambda: write_one(top, world.ids))
    pid, pipe = start(work)
    time.sleep(chance.uniform(0, 0.09))
    os.kill(pid, signal.SIGKILL)
    _, status = os.waitpid(pid, 0)
    os.close(pipe)
    world.acknowledged = status == 0
    summary.count("done in time" if world.acknowledged else "kills")
    found: list[str] = []
    for child, end in (reader, writer):
        with os.fdopen(end, "rb") as file:
            result = finish(child, file.read())
        found += [result.reason] if isinstance(result, Died) else result[0]
        world.ids += [] if isinstance(result, Died) else result[1]
    return found


def read_on(top: str) -> tuple[list[str], list[bytes]]:
    """A reader that was open before: it gets answers from before or after, or is told to ask again."""
    found: list[str] = []
    with Repository.open(top) as repository:
        until = time.monotonic() + 0.05
        while time.monotonic() < until:
            try:
                repository.ask(Question("campaign/0", "p0"))
                with repository.snapshot() as view:
                    seqs = range(1, view.count + 1, 7)
                    found += [f"object {seq} has two ids" for seq in seqs if view.record(seq).id != view.id_of(seq)]
            except Busy:
                pass
    return found, []


def write_one(top: str, known: list[bytes]) -> tuple[list[str], list[bytes]]:
    """A writer that may have to wait."""
    offer = claims.claim(KEY, 1000 + len(known))
    with Repository.open(top) as repository:
        repository.add([offer[2]], KEY)
    return [], [offer[0]]


def in_child_list(work: Callable[[], list[str]]) -> list[str]:
    """What a child found, its death included."""
    found = in_child(work)
    return [found.reason] if isinstance(found, Died) else list(found)


def judge(top: str, world: World) -> list[str]:
    """Open the repository as anybody would, and hold it against what was done to it."""
    with Repository.open(top) as repository:
        repository.ask(Question("campaign/0", "p0"))
        with repository.begin() as transaction:
            transaction.abort()
    found = check(top, world.ids, rebuild=os.getpid() % 4 == 0)
    log = _log(top)
    reasons = len(log.ids) - len(world.ids)
    gone = log.erased - world.erased
    if world.erased - log.erased:
        found.append("an erased payload is back")
    if gone not in (frozenset(), world.attempt):
        found.append(f"{len(gone)} of {len(world.attempt)} payloads are gone")
    if world.acknowledged and world.attempt - log.erased:
        found.append("an acknowledged erasure is lost")
    if reasons != len(log.erased):
        found.append(f"{len(log.erased)} objects are erased, for {reasons} reasons")
    return found


def _log(top: str) -> Log:
    folder = Path(top) / ".steme"
    repository = bytes.fromhex((folder / "format").read_text().split("\n")[2].removeprefix("id "))
    return Log(repository, set()).read(folder / "log")


def _settle(top: str, world: World) -> None:
    """What the attempt came to is certain now."""
    world.erased |= world.attempt & _log(top).erased
    world.attempt, world.acknowledged = frozenset(), False


def _states(scratch: Path, rounds: int, chance: random.Random, summary: Summary) -> Iterator[Callable[[], list[str]]]:
    made = 0
    while made < rounds:
        summary.count("workloads")
        top, seed = scratch / f"workload-{made}", chance.randrange(1 << 30)
        top.mkdir()
        number = os.stat(top).st_ino
        recorded = in_child(lambda top=top, seed=seed: record(str(top), seed))
        shutil.rmtree(top)
        if isinstance(recorded, Died):
            summary.violations.append(recorded.reason)
            return
        for image, world in _cut(Disk(number), *recorded, min(STATES_PER_WORKLOAD, rounds - made), chance):
            made += 1
            yield lambda image=image, world=world: after_power_cut(scratch, image, world)


def record(top: str, seed: int) -> tuple[list[Step], list[bytes], frozenset[bytes]]:
    """Every step of a repository that is filled, erased from, and compacted; the ids, and those to be erased."""
    recorder = Recorder(top)
    with recorder.recording():
        ids = fill(top, seed)
        chosen = frozenset(random.Random(seed).sample(ids, 3))
        recorder.add("ack", "filled")
        erase_some(top, chosen)
        recorder.add("ack", "erased")
        compact_it(top)
        recorder.add("ack", "compacted")
    return recorder.steps, ids, chosen


def _cut(
    disk: Disk, steps: list[Step], ids: list[bytes], chosen: frozenset[bytes], wanted: int, chance: random.Random
) -> Iterator[tuple[Image, World]]:
    begin = next(at for at, step in enumerate(steps) if step == ("ack", "filled"))
    cuts = sorted(chance.choices(range(begin, len(steps)), k=wanted))
    world = World()
    world.ids, world.attempt = ids, chosen
    for at, step in enumerate(steps):
        if step[0] == "ack":
            world.acknowledged |= step[1] == "erased"
        else:
            disk.apply(step)
        while cuts and cuts[0] == at:
            cuts.pop(0)
            state = World()
            state.__dict__.update(world.__dict__)
            yield disk.after_power_cut(chance), state


def after_power_cut(scratch: Path, image: Image, world: World) -> list[str]:
    """Make the state real and judge it."""
    top = scratch / f"state-{os.getpid()}"
    top.mkdir()
    materialise(image, top)
    try:
        found = judge(str(top), world)
    except Exception as error:  # noqa: BLE001 - whatever it is, it is a violation
        found = [f"acknowledged things are out of reach: {type(error).__name__}: {error}"]
    if found and os.environ.get("STEME_CAMPAIGN_KEEP"):
        shutil.copytree(top, f"{SCRATCH}/kept-{os.getpid()}")
    shutil.rmtree(top)
    return found
