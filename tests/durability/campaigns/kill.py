"""kill -9 at random moments of concurrent writers: what they had acknowledged over a pipe must all be there.

In every round some processes write through one repository each in its own way - single claims, sealed imports, tags,
rebuilds of the index, now and then the command line - and are killed. Then the repository is used and checked.
"""

from __future__ import annotations

import os
import random
import select
import signal
import struct
import tempfile
import time
import traceback
from contextlib import suppress
from pathlib import Path
from unittest import mock

from invariants import check, fsck

from campaigns import claims
from campaigns.children import SCRATCH, Died, in_child
from campaigns.command_line import Program, written
from campaigns.summary import Summary
from repo_format import limits
from repo_format.errors import Busy
from repo_format.storage import appender
from steme.query import Question
from steme.repository import Repository

WRITERS = 4
ROUNDS_PER_REPOSITORY = 25
PROGRAM_SHARE = 0.05
SEGMENT_BYTES = 20_000
FLUSH_BYTES = 2_000
"""Small, so that segments are sealed and transactions written by halves in the midst of it all."""

_RECORD = struct.Struct(">1sH")
"""Of a message on the pipe: sort and number of ids. ``O`` offers ids, ``A`` acknowledges them, ``T`` a tag's head."""


class Writer:
    """One process that writes until it is killed, and tells what it offers and what was acknowledged."""

    def __init__(self, top: str, number: int, seed: float, pipe: int) -> None:
        self._top = top
        self._key = claims.key(number)
        self._chance = random.Random(seed)
        self._pipe = pipe
        self._next = int(seed * 2**40)

    def run(self) -> None:
        """Never returns by itself."""
        while True:
            with Repository.open(self._top) as repository:
                for _ in range(self._chance.choice((1, 3, 1000))):
                    self._act(repository)

    def _act(self, repository: Repository) -> None:
        verbs = (self._single, self._single, self._few, self._sealed, self._tag, self._look, self._rare)
        try:
            self._chance.choice(verbs)(repository)
        except Busy:
            pass

    def _offers(self, number: int) -> list[claims.Offer]:
        self._next += number
        made = [claims.claim(self._key, self._next - i, length=self._chance.choice((0, 200))) for i in range(number)]
        self._tell(b"O", [identifier for identifier, _, _ in made])
        return made

    def _tell(self, sort: bytes, identifiers: list[bytes]) -> None:
        for at in range(0, len(identifiers), 100):
            part = identifiers[at : at + 100]
            os.write(self._pipe, _RECORD.pack(sort, len(part)) + b"".join(part))

    def _single(self, repository: Repository, number: int = 1) -> None:
        offers = self._offers(number)
        repository.add([one for _, _, one in offers], self._key)
        self._tell(b"A", [identifier for identifier, _, _ in offers])

    def _few(self, repository: Repository) -> None:
        self._single(repository, self._chance.randint(2, 20))

    def _sealed(self, repository: Repository) -> None:
        offers = self._offers(self._chance.randint(20, 150))
        claims.add_sealed(repository, self._key, offers, time.time_ns() // 1000)
        self._tell(b"A", [identifier for identifier, _, _ in offers])

    def _tag(self, repository: Repository) -> None:
        offers = self._offers(1)
        _, commit = repository.add([offers[0][2]], self._key)
        assert commit is not None, "the claim is new"
        self._tell(b"A", [offers[0][0]])
        self._tell(b"t", [commit.head.id])
        repository.tag(f"of/{self._key.label}", commit.head.id, self._key, replace=True)
        self._tell(b"T", [commit.head.id])

    def _look(self, repository: Repository) -> None:
        repository.ask(Question("campaign/1", "p1"))

    def _rare(self, repository: Repository) -> None:
        if self._chance.random() < 0.1:
            repository.store.rebuild()


class Journal:
    """What came over the pipes."""

    def __init__(self) -> None:
        self.offered: set[bytes] = set()
        self.acked: set[bytes] = set()
        self.tags: dict[str, set[bytes | None]] = {}
        """What a tag may name: what was acknowledged last, and what was under way since."""
        self.programs: dict[str, int] = {}
        """Subject of a run of the program -> claims that it acknowledged; 0 for one that was killed."""
        self.whole: dict[str, int] = {}
        """Subject of a run of the program -> claims that are there if any is."""

    def take(self, label: str, data: bytes) -> None:
        """Take in the messages of one writer; the last one may be cut off."""
        at = 0
        while at + _RECORD.size <= len(data):
            sort, count = _RECORD.unpack_from(data, at)
            at += _RECORD.size
            identifiers = [data[at + 32 * i : at + 32 * i + 32] for i in range(count)]
            at += 32 * count
            if at > len(data):
                return
            match sort:
                case b"O":
                    self.offered.update(identifiers)
                case b"A":
                    self.acked.update(identifiers)
                case b"t":
                    self.tags.setdefault(f"of/{label}", {None}).update(identifiers)
                case b"T":
                    self.tags[f"of/{label}"] = {*identifiers}


def run(seed: int, rounds: int, enough: int = 20) -> Summary:
    """Kill for ``rounds`` rounds; stops after ``enough`` violations."""
    summary, chance = Summary("kill", seed), random.Random(seed)
    small = (
        mock.patch.object(limits, "SEGMENT_BYTES", SEGMENT_BYTES),
        mock.patch.object(appender, "_FLUSH_BYTES", FLUSH_BYTES),
    )
    with small[0], small[1]:
        for first in range(0, rounds, ROUNDS_PER_REPOSITORY):
            with tempfile.TemporaryDirectory(dir=SCRATCH) as scratch:
                top = Path(scratch) / "repository"
                top.mkdir()
                number = min(ROUNDS_PER_REPOSITORY, rounds - first)
                _one_repository(str(top), range(first + 1, first + number + 1), chance, summary)
            if len(summary.violations) >= enough:
                break
    return summary


def _one_repository(top: str, rounds: range, chance: random.Random, summary: Summary) -> None:
    made = in_child(lambda: Repository.init(top).close())
    assert made is None, "a new repository is made"
    journal, known = Journal(), set[bytes]()
    for number in rounds:
        program = Program(Path(top).parent, top, chance) if chance.random() < PROGRAM_SHARE else None
        _round(top, chance, journal, summary)
        found = _end(program, chance, journal, summary) if program else []
        summary.count("rounds")
        found += _judge(top, journal, known, rebuild=number % 10 == 0)
        found += fsck(top) if number % 25 == 0 else []
        summary.violations += [f"round {number}: {one}" for one in found]
        if found:
            return
    summary.count("acknowledged", len(journal.acked))


def _end(program: Program, chance: random.Random, journal: Journal, summary: Summary) -> list[str]:
    time.sleep(chance.uniform(0, 0.2))
    complaint = program.kill()
    summary.count("programs")
    journal.programs[program.subject] = program.expected if program.succeeded else 0
    journal.whole[program.subject] = program.expected
    return [f"a command failed: {complaint.decode()}"] if complaint else []


def _round(top: str, chance: random.Random, journal: Journal, summary: Summary) -> None:
    """Start the writers, let them write for a while, kill all of them, some sooner than others."""
    running: dict[int, tuple[int, str, bytearray]] = {}
    for number in range(1, WRITERS + 1):
        pid, pipe = _start_writer(top, number, chance.random())
        running[pipe] = (pid, f"writer-{number}", bytearray())
    begun = time.monotonic()
    deaths = sorted((begun + chance.uniform(0.003, 0.06), pid) for pid, _, _ in running.values())
    while running:
        while deaths and time.monotonic() >= deaths[0][0]:
            with suppress(ProcessLookupError):  # a writer that has died by itself, as with a planted fault
                os.kill(deaths.pop(0)[1], signal.SIGKILL)
            summary.count("kills")
        pause = max(0.0, deaths[0][0] - time.monotonic()) if deaths else None
        for pipe in select.select(list(running), [], [], pause)[0]:
            more = os.read(pipe, 1 << 20)
            running[pipe][2].extend(more)
            if not more:
                _gone(*running.pop(pipe), journal, summary)
                os.close(pipe)


def _gone(pid: int, label: str, data: bytearray, journal: Journal, summary: Summary) -> None:
    _, status = os.waitpid(pid, 0)
    if os.waitstatus_to_exitcode(status) != -signal.SIGKILL:
        summary.violations.append(f"{label} ended by itself: {bytes(data[-3000:]).decode('ascii', 'replace')}")
    else:
        journal.take(label, bytes(data))


def _start_writer(top: str, number: int, seed: float) -> tuple[int, int]:
    receive, send = os.pipe()
    pid = os.fork()
    if pid:
        os.close(send)
        return pid, receive
    try:
        os.close(receive)
        Writer(top, number, seed, send).run()
    except BaseException:  # noqa: BLE001 - told over the pipe, where it is a violation
        os.write(send, traceback.format_exc().encode()[-3000:])
    finally:
        os._exit(1)


def _judge(top: str, journal: Journal, known: set[bytes], rebuild: bool) -> list[str]:
    """Use the repository as anybody would, in a fresh process, and check it; ``known`` grows."""
    extra = claims.claim(claims.key(99), time.time_ns() % 2**50)

    def work() -> tuple[list[str], set[bytes]]:
        with Repository.open(top) as repository:
            repository.ask(Question("campaign/1", "p1"))
            repository.add([extra[2]], claims.key(99))
            found = _tags(repository, journal)
            programs = written(repository) if journal.whole else {}
        for subject, whole in journal.whole.items():
            number = len(programs.get(subject, ()))
            if number < journal.programs[subject]:
                found.append(f"acknowledged {subject} is lost: {number} of {whole} claims are there")
            elif number not in (0, whole):
                found.append(f"{subject} is there by half: {number} of {whole}")
        offered = journal.offered.union(*programs.values(), [extra[0]])
        return found + check(top, journal.acked | {extra[0]}, offered, known=known, rebuild=rebuild), known

    result = in_child(work)
    if isinstance(result, Died):
        return [f"the repository cannot be used: {result.reason}"]
    known |= result[1]
    journal.offered.add(extra[0])
    journal.acked.add(extra[0])
    return list(result[0])


def _tags(repository: Repository, journal: Journal) -> list[str]:
    with repository.snapshot() as view:
        now = {name: view.get("refs", f"refs/tags/{name}".encode()) for name in journal.tags}
    return [f"acknowledged tag {name} is lost" for name, heads in journal.tags.items() if now[name] not in heads]
