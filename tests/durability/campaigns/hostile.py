"""Packs from somebody who lies: changed in every way that one can who recomputes ids, chains and counts, and cannot
sign for others.

Each is offered to a repository, sometimes after a cut, sometimes to workers. Whatever happens, only errors of ours come
back, an error leaves everything as it was, and what is taken in was signed by its author.
"""

from __future__ import annotations

import io
import random
import shutil
import tempfile
from pathlib import Path

from campaigns.packs import WAYS, Forger
from campaigns.summary import Summary
from repo_format.checking.check import check
from repo_format.errors import RemoteFailed, StemeError
from repo_format.storage import tables
from repo_format.verification import Verifier
from steme.keys import SigningKey
from steme.receiving import inspection
from steme.receiving.gate import Gate
from steme.receiving.receive import receive, waiting
from steme.repository import Repository

_WITH_WORKERS = 250
"""One round in so many is checked by workers, which takes longer."""
_CHECKED = 40
"""One repository in so many is looked at byte by byte."""
_MOST_MEMORY = 400 << 10
SERVER = SigningKey(b"server".ljust(32, b"\0"), "server")


class Victim:
    """A repository that is offered packs, made anew whenever it took one."""

    def __init__(self, folder: Path, forger: Forger) -> None:
        self._folder = folder
        self._forger = forger
        self._made = 0
        self.repository = self._make()
        self.state = self._state()

    def _make(self) -> Repository:
        self._made += 1
        return Repository.init(str(self._folder / str(self._made)))

    def _state(self) -> tuple[int, bytes, int]:
        with self.repository.snapshot() as view:
            return view.count, view.trie.root(view.count), view.watermark.commit

    def offer(self, data: bytes, expect: bool, at: int) -> bool:
        """Offer a pack, cut at byte ``at`` unless that is 0; whether anything was taken in."""
        head, offset = self._forger.head if expect else None, 0
        if at:
            try:
                self._receive(data[:at], None, 0)
            except RemoteFailed:
                offset = waiting(self.repository, "forged")[0]
        return self._receive(data[offset:], head, offset)

    def _receive(self, data: bytes, head: object, offset: int) -> bool:
        gate = Gate.for_fetch(self.repository)
        given = {"signer": SERVER, "name": "forged", "gate": gate, "offset": offset, "expect": head}
        return receive(self.repository, io.BytesIO(data), **given).added > 0  # type: ignore[arg-type]

    def unchanged(self) -> str:
        """What an error has changed; "" for nothing."""
        return "" if self._state() == self.state else "an error has changed the repository"

    def judge(self, expect: bool) -> str:
        """What is wrong with what was taken in; "" for nothing. Then another repository takes its place."""
        verifier, found = Verifier(), set()
        with self.repository.snapshot() as view:
            for seq in range(1, view.count + 1):
                record = view.record(seq)
                verifier.check(record)
                found.add(record.id)
                if record.payload is None and not view.duplicates(tables.ABOUT, record.id):
                    return "an erased object without its erasure was taken"
        if not found <= self._forger.genuine:
            return "something was taken that nobody signed"
        if expect and found != self._forger.under_head:
            return "something else was taken than is under the head"
        if self._made % _CHECKED == 0 and check(self.repository.path).findings:
            return "fsck has findings"
        return self._next()

    def _next(self) -> str:
        path = self.repository.path
        self.repository.close()
        shutil.rmtree(path)
        self.repository = self._make()
        self.state = self._state()
        return ""


def run(seed: int, rounds: int) -> Summary:
    """Offer ``rounds`` packs."""
    summary, chance = Summary("hostile", seed), random.Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        victim = Victim(Path(folder), forger := Forger())
        for number in range(rounds):
            way = chance.choice(WAYS)
            data, expect = way(forger, chance), chance.random() < 0.3
            at = chance.randrange(1, len(data)) if len(data) > 1 and chance.random() < 0.2 else 0
            usual, inspection.ENOUGH = inspection.ENOUGH, 0 if number % _WITH_WORKERS == 0 else inspection.ENOUGH
            problem = _offer(victim, data, expect, at, summary)
            inspection.ENOUGH = usual
            if problem:
                summary.violations.append(f"round {number}, {way.__name__}: {problem}")
            summary.count("packs")
        victim.repository.close()
    memory = _peak()
    if memory > _MOST_MEMORY:
        summary.violations.append(f"{memory >> 10} MB of memory were used")
    summary.figures["MB at most"] = memory >> 10
    return summary


def _peak() -> int:
    """The most memory this process has had, in KiB. Not what ``getrusage`` says: that begins with what the process had
    that started this one.
    """
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1])
    raise RuntimeError("the kernel does not tell")


def _offer(victim: Victim, data: bytes, expect: bool, at: int, summary: Summary) -> str:
    try:
        taken = victim.offer(data, expect, at)
    except StemeError as error:
        summary.count("cut off" if isinstance(error, RemoteFailed) else "refused")
        return victim.unchanged()
    except Exception as error:  # noqa: BLE001 - whatever it is, it is a violation
        return f"{type(error).__name__}: {error}"
    if not taken:
        summary.count("brought nothing")
        return victim.unchanged()
    summary.count("taken")
    try:
        return victim.judge(expect)
    except StemeError as error:
        return f"what was taken does not verify: {error}"
