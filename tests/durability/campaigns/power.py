"""Power cuts: what a disk may hold after one, state by state, opened again by a fresh process.

A workload is recorded (``workload.py``), its steps are replayed on a model of a disk with a volatile cache
(``disk_model.py``), and after chosen steps the power fails. Every state must open without help, hold all that was
acknowledged, and take new claims.
"""

from __future__ import annotations

import hashlib
import os
import random
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from invariants import check, fsck

from campaigns import claims, workload
from campaigns.children import SCRATCH, Died, each
from campaigns.disk_model import Disk, Image, materialise
from campaigns.recorder import Step
from campaigns.summary import Summary
from repo_format.storage.layout import DIRECTORY
from steme.query import Question
from steme.repository import Repository

STATES_PER_WORKLOAD = 100

State = tuple[str, Image, "Promised"]


class Promised:
    """What had been acknowledged and what had been offered when the power failed."""

    def __init__(self) -> None:
        self.exists = False
        self.acked: frozenset[bytes] = frozenset()
        self.offered: frozenset[bytes] = frozenset()
        self.tags: dict[str, set[bytes]] = {}
        """A tag that is being moved may name either head."""

    def follow(self, step: Step) -> Promised:
        """The promises after one more step; the same object when there is nothing new."""
        after = Promised()
        after.__dict__.update(self.__dict__)
        match step:
            case ("offer", offers):
                after.offered |= {identifier for identifier, _, _ in offers}
            case ("ack", identifiers, tags):
                after.exists = True
                after.acked |= set(identifiers)
                after.tags = {**self.tags, **{name: {head} for name, head in tags.items()}}
            case ("tagging", tags):
                before = {name: self.tags.get(name, {b""}) for name in tags}
                after.tags = {**self.tags, **{name: before[name] | {head} for name, head in tags.items()}}
            case _:
                return self
        return after


def run(seed: int, rounds: int, fault: str = "", enough: int = 100) -> Summary:
    """Judge ``rounds`` states; stops after ``enough`` violations. ``fault`` "sync" has the model lose every sync."""
    summary = Summary("power", seed)
    seen: set[bytes] = set()
    with tempfile.TemporaryDirectory(dir=SCRATCH) as scratch:
        for judged in each(_jobs(Path(scratch), seed, rounds, summary, seen, fault)):
            summary.count("states")
            if isinstance(judged, Died):
                summary.violations.append(f"a process died: {judged.reason}")
            else:
                summary.violations += judged
            if len(summary.violations) >= enough:
                break
    summary.figures["distinct"] = len(seen)
    return summary


def _jobs(
    scratch: Path, seed: int, rounds: int, summary: Summary, seen: set[bytes], fault: str
) -> Iterator[Callable[[], list[str]]]:
    chance, made = random.Random(seed), 0
    while made < rounds:
        number = chance.randrange(1 << 30)
        summary.count("workloads")
        try:
            states = _states(scratch, number, min(STATES_PER_WORKLOAD, rounds - made), chance, fault)
        except workload.WorkloadFailed as error:
            summary.violations.append(str(error))
            return
        for name, image, promised in states:
            made += 1
            seen.add(_fingerprint(image))
            yield lambda name=name, image=image, promised=promised: judge(scratch, name, image, promised)


def _states(scratch: Path, number: int, wanted: int, chance: random.Random, fault: str) -> Iterator[State]:
    """States of one workload, which runs in a directory of its own in ``scratch``."""
    top = scratch / f"workload-{number}"
    top.mkdir()
    disk, promised = Disk(os.stat(top).st_ino), Promised()
    steps = workload.perform(top, number, fault)
    shutil.rmtree(top)
    cuts = _cuts(steps, wanted, chance)
    for at, step in enumerate(steps, 1):
        disk.apply(step)
        promised = promised.follow(step)
        while cuts and cuts[0] == at:
            cuts.pop(0)
            yield f"workload {number}, step {at}", disk.after_power_cut(chance), promised


def _cuts(steps: list[Step], wanted: int, chance: random.Random) -> list[int]:
    """After which steps the power fails: a third each after an acknowledgement, before a sync, and anywhere."""
    everywhere = range(1, len(steps) + 1)
    acks = [at for at in everywhere if steps[at - 1][0] == "ack"]
    pairs = zip(everywhere, steps, steps[1:], strict=False)
    written = [at for at, one, two in pairs if one[0] == "write" and two[:2] == ("sync", one[1])]
    places = (acks or everywhere, written or everywhere, everywhere)
    return sorted(chance.choice(chance.choice(places)) for _ in range(wanted))


def _fingerprint(image: Image) -> bytes:
    found = hashlib.blake2b(digest_size=16)
    for path, (_, data) in image.items():
        found.update(repr((path, data and len(data))).encode() + (data or b""))
    return found.digest()


def judge(scratch: Path, name: str, image: Image, promised: Promised) -> list[str]:
    """In a process of its own: make the state real, use it as anybody would, and tell what is wrong."""
    top = scratch / f"state-{os.getpid()}"
    top.mkdir()
    materialise(image, top)
    try:
        found = _use(top, promised)
    except Exception as error:  # noqa: BLE001 - whatever it is, it is a violation
        found = [f"acknowledged things are out of reach: {type(error).__name__}: {error}"]
    if not found:
        shutil.rmtree(top)
    elif os.environ.get("STEME_CAMPAIGN_KEEP"):
        name += f" (kept in {top.rename(f'{SCRATCH}/kept-{os.getpid()}')})"
    return [f"{name}: {one}" for one in found]


def _use(top: Path, promised: Promised) -> list[str]:
    extra = claims.claim(claims.key(2), 1_000_000)
    made = promised.exists or (top / DIRECTORY / "format").exists()
    with Repository.open(str(top)) if made else Repository.init(str(top)) as repository:
        repository.ask(Question("campaign/0", "p0"))
        repository.add([extra[2]], claims.key(2))
    tags = _tags(top, promised)
    rebuild = os.getpid() % 8 == 0
    found = check(top, {*promised.acked, extra[0]}, {*promised.offered, extra[0]}, rebuild=rebuild)
    return found + tags + (fsck(top) if os.getpid() % 256 == 0 else [])


def _tags(top: Path, promised: Promised) -> list[str]:
    with Repository.open(str(top)) as repository, repository.snapshot() as view:
        now = {name: view.get("refs", f"refs/tags/{name}".encode()) or b"" for name in promised.tags}
    return [f"acknowledged tag {name} is lost" for name, heads in promised.tags.items() if now[name] not in heads]
