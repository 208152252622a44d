"""Backups taken while two writers write, and killed: whatever is left can be restored, to any moment, with its root.

A session is one repository with small segments. Each round starts a backup in a process of its own and kills it at a
random moment, or lets it end; then what lies there is restored and compared with what the log had at that commit.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import tempfile
import time
from contextlib import closing
from pathlib import Path
from typing import NamedTuple
from unittest import mock

from invariants import check

from campaigns import claims
from campaigns.children import SCRATCH, Died, in_child, start
from campaigns.summary import Summary
from repo_format import head, limits
from repo_format.storage import appender, commits
from steme import times
from steme.backup import origin
from steme.backup.copying import back_up
from steme.backup.manifest import MANIFEST, decode
from steme.backup.place import open_place
from steme.backup.restoring import plan, restore
from steme.backup.source import Backup
from steme.repository import Repository

SEGMENT_BYTES = 20_000
FLUSH_BYTES = 4_000
PIECE_BYTES = 1_000
WRITERS = 2
ROUNDS = 25
"""Rounds in a session."""

MOMENTS = 20
CLAIMS = 10_000


class State(NamedTuple):
    """A commit of the source, as its own index tells it."""

    commit: int
    objects: int
    received: int
    head: str
    root: bytes


def run(seed: int, rounds: int) -> Summary:
    """Kill ``rounds`` backups, and restore each session to 20 random moments."""
    summary, chance = Summary("restore", seed), random.Random(seed)
    small = (
        mock.patch.object(limits, "SEGMENT_BYTES", SEGMENT_BYTES),
        mock.patch.object(appender, "_FLUSH_BYTES", FLUSH_BYTES),
        mock.patch.object(origin, "_PIECE", PIECE_BYTES),
    )
    with small[0], small[1], small[2]:
        for first in range(0, rounds, ROUNDS):
            with tempfile.TemporaryDirectory(dir=SCRATCH) as scratch:
                Session(Path(scratch), chance, summary).run(min(ROUNDS, rounds - first))
    with tempfile.TemporaryDirectory(dir=SCRATCH) as scratch:
        many(Path(scratch), summary)
    return summary


class Session:
    """One repository, its writers, and its backup."""

    def __init__(self, scratch: Path, chance: random.Random, summary: Summary) -> None:
        self._top = str(scratch / "repository")
        self._copy = str(scratch / "backup")
        self._scratch = scratch
        self._chance = chance
        self._summary = summary
        self._last = 0
        self._takes = 0.01
        """Seconds that a backup takes about, so that most of the kills hit one."""

    def run(self, rounds: int) -> None:
        """Write, back up, kill, restore; then go back to random moments."""
        in_child(lambda: Repository.init(self._top).close())
        stop = self._scratch / "stop"
        writers = [start(lambda n=n: write(self._top, n, stop), 300) for n in range(1, WRITERS + 1)]
        try:
            for _ in range(rounds):
                self._kill_one()
                self._restore_newest()
        finally:
            stop.touch()
            for pid, pipe in writers:
                os.close(pipe)
                _, status = os.waitpid(pid, 0)
                if status not in (0, 256):  # 256: nobody reads its pipe any more
                    self._violation(f"a writer ended with {status}")
        self._expect(in_child(lambda: take(self._top, self._copy)))
        states = in_child(lambda: states_of(self._top))
        if isinstance(states, Died):
            self._violation(states.reason)
            return
        self._summary.count("commits", len(states))
        for _ in range(MOMENTS):
            self._go_back(states)

    def _kill_one(self) -> None:
        if self._chance.random() < 0.1:
            shutil.rmtree(self._copy, ignore_errors=True)
            self._last = 0
        begun = time.monotonic()
        pid, pipe = start(lambda: take(self._top, self._copy))
        if self._chance.random() < 0.8:
            time.sleep(self._chance.random() * 0.8 * self._takes)
            os.kill(pid, signal.SIGKILL)
        _, status = os.waitpid(pid, 0)
        os.close(pipe)
        if not os.WIFSIGNALED(status):
            self._takes = time.monotonic() - begun
        self._summary.count("kills", int(os.WIFSIGNALED(status)))
        self._summary.count("backups", int(not os.WIFSIGNALED(status)))
        if os.WIFEXITED(status) and os.WEXITSTATUS(status) not in (0, 1):
            self._violation(f"a backup ended with {status}")

    def _restore_newest(self) -> None:
        """What a killed backup has left is at least what was there before, and can be restored."""
        file = Path(self._copy) / MANIFEST
        if not file.exists():
            if self._last:
                self._violation("acknowledged backup is lost")
            return
        manifest = decode(file.read_bytes())
        if manifest.last.commits < self._last:
            self._violation(f"the backup went back from commit {self._last} to {manifest.last.commits}")
        self._last = manifest.last.commits
        found = self._expect(in_child(lambda: back(self._copy, str(self._scratch / "restored"), None)))
        signed = manifest.signed_head
        if found and signed is not None and found.root != signed.root:
            self._violation(f"commit {found.commit} was restored with another root")
        self._summary.count("restored")
        self._clear()

    def _go_back(self, states: list[State]) -> None:
        state = self._chance.choice(states)
        text = self._chance.choice(_texts(state, states))
        found = self._expect(in_child(lambda: back(self._copy, str(self._scratch / "restored"), text)))
        if found and (found.root, found.objects) != (state.root, state.objects):
            self._violation(f"--to {text} gave commit {found.commit} and another root than commit {state.commit} had")
        if self._chance.random() < 0.2:
            problems = in_child(lambda: check(self._scratch / "restored", []))
            self._summary.violations += [problems.reason] if isinstance(problems, Died) else problems
        self._summary.count("moments")
        self._clear()

    def _expect(self, result: State | Died | None) -> State | None:
        if isinstance(result, Died):
            self._violation(result.reason)
            return None
        return result

    def _violation(self, sentence: str) -> None:
        self._summary.violations.append(sentence)

    def _clear(self) -> None:
        shutil.rmtree(self._scratch / "restored", ignore_errors=True)


def _texts(state: State, states: list[State]) -> list[str]:
    """Ways to name a commit so that exactly its objects are meant."""
    newest = states[-1].commit
    found = [state.head, state.head[:16], f"main~{newest - state.commit}", str(state.received)]
    if states[state.commit - 2].objects < state.objects or state.commit == 1:
        found.append(f"seq:{state.objects}")
    return found


def take(top: str, where: str) -> None:
    """One backup."""
    with closing(open_place(where, write=True)) as place:
        back_up(top, place)


def back(where: str, target: str, to: str | None) -> State:
    """Restore a backup and tell what was made."""
    with Backup.open(where) as backup:
        made = restore(backup, plan(backup, to), target)
    point = made.plan.point
    return State(point.commit, point.objects, point.received, point.head.hex(), made.root)


def states_of(top: str) -> list[State]:
    """Every commit of a repository."""
    with Repository.open(top) as repository, repository.snapshot() as view:
        heads = [(n, commits.head_at(view, n)) for n in range(1, view.watermark.commit + 1)]
        return [State(n, one.count, one.time, one.id.hex(), one.root) for n, one in heads]


def write(top: str, number: int, stop: Path) -> None:
    """Claims, batches, tags and settings until told to stop."""
    chance, key, done = random.Random(number), claims.key(number), 0
    with Repository.open(top) as repository:
        while not stop.exists():
            made = [
                claims.claim(key, done + n, length=chance.choice((0, 0, 300))) for n in range(chance.randint(1, 40))
            ]
            done += len(made)
            if chance.random() < 0.5:
                claims.add_sealed(repository, key, made, times.now())
            else:
                _, commit = repository.add([one for _, _, one in made], key)
                if commit is not None and chance.random() < 0.3:
                    repository.tag(f"of-{number}", commit.head.id, key, replace=True)
            time.sleep(0.02 + done / 20_000)  # the larger the log, the longer every restore


def many(scratch: Path, summary: Summary) -> None:
    """10,000 claims, backed up and restored: the same root."""
    top, where = str(scratch / "repository"), str(scratch / "backup")

    def fill() -> bytes:
        key = claims.key(1)
        with Repository.init(top) as repository:
            commit = claims.add_sealed(repository, key, [claims.claim(key, n) for n in range(CLAIMS)], times.now())
        take(top, where)
        assert commit is not None, "the claims are new"
        return commit.head.encode()

    written = in_child(fill)
    restored = in_child(lambda: back(where, str(scratch / "restored"), None))
    for one in (written, restored):
        if isinstance(one, Died):
            summary.violations.append(one.reason)
            return
    if (restored.objects, restored.root) != (CLAIMS, head.decode(written).root):
        summary.violations.append(f"{CLAIMS} claims came back as {restored.objects}, or with another root")
    summary.count("claims at once", restored.objects)
