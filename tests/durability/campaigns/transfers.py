"""Connections cut, and either end killed with kill -9, at random bytes and moments of a transfer.

Two repositories write and then sync over pipes, each in a process of its own. After every fault each of them must hold
what it held before or everything, never a part; what a second attempt without a fault ends with must be equal roots.
"""

from __future__ import annotations

import os
import random
import signal
import tempfile
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import partial
from pathlib import Path

from invariants import fsck

from campaigns import claims
from campaigns.children import SCRATCH, Died, each, in_child
from campaigns.summary import Summary
from repo_format import merkle
from repo_format.errors import RemoteFailed, StemeError
from repo_format.pack.source import Source
from steme import exchange, remotes, transport
from steme.chunks import ChunkReader, chunked
from steme.receiving.intake import PushIntake
from steme.repository import Repository
from steme.serving.index_holdings import IndexHoldings
from steme.serving.responder import Responder

TYPE_CHECKING = False
if TYPE_CHECKING:
    from repo_format.pack.source import Readable
    from steme.keys import SigningKey

FAULTS = ("cut", "kill here", "kill there", "kill here later", "kill there later")
MOST = 1500
LONGEST = 0.12
"""Seconds after which somebody is killed at the latest."""

ROUNDS_PER_PAIR = 25
SECONDS = 60


class _Fd:
    """A descriptor as something to read from."""

    def __init__(self, fd: int) -> None:
        self._fd = fd

    def read(self, size: int, /) -> bytes:
        return os.read(self._fd, size)


class _Pipes:
    """A channel over two descriptors; calls ``fault`` once ``budget`` bytes have gone through it."""

    def __init__(self, requests: int, responses: int, budget: int, fault: Callable[[], None]) -> None:
        self._requests = requests
        self._responses = responses
        self._budget = budget
        self._fault = fault
        self._reader = ChunkReader(self)

    def call(self, request: bytes, pack: Iterable[bytes] | None = None) -> Readable:
        self._reader.skip()
        for chunk in chunked((request, *(pack or ()))):
            self._write(chunk)
        if not self._reader.begin():
            raise RemoteFailed("the connection was cut")
        return self._reader

    def read(self, size: int) -> bytes:
        data = os.read(self._responses, min(size, max(self._budget, 1)))
        self._spend(len(data))
        return data

    def _write(self, data: bytes) -> None:
        os.write(self._requests, data[: max(self._budget, 0)])
        self._spend(len(data))
        if self._budget <= 0:
            raise RemoteFailed("the connection was cut by a test")

    def _spend(self, size: int) -> None:
        self._budget -= size
        if self._budget <= 0:
            self._fault()

    def close(self) -> None:
        for fd in (self._requests, self._responses):
            with suppress(OSError):
                os.close(fd)


def _serve(path: str, requests: int, responses: int) -> None:
    with Repository.open(path) as repository:
        intake = PushIntake(repository, claims.key(2))
        runs = ChunkReader(_Fd(requests))
        while runs.begin():
            for piece in chunked(Responder(IndexHoldings(repository), intake).respond(Source(runs))):
                os.write(responses, piece)
            runs.skip()


def _start_server(path: str, to_close: tuple[int, ...]) -> tuple[int, int, int]:
    """The pid of a process that serves, where to write requests, where to read responses."""
    there, requests = os.pipe()
    responses, here = os.pipe()
    pid = os.fork()
    if pid:
        os.close(there)
        os.close(here)
        return pid, requests, responses
    try:
        for fd in (requests, responses, *to_close):
            os.close(fd)
        signal.alarm(SECONDS)
        with suppress(StemeError, OSError):
            _serve(path, there, here)
    finally:
        os._exit(0)


def sync_with_fault(here: str, there: str, name: str, key: SigningKey, fault: str, seed: float) -> str:
    """Sync the repository ``here`` with its remote ``name``, which is that in ``there``, over pipes, with one of
    ``FAULTS`` or none; what came of it. To be called in a child.
    """
    chance = random.Random(seed)
    server, requests, responses = _start_server(there, ())
    budget = 1 << 40 if fault in ("", *FAULTS[3:]) else int(10 ** chance.uniform(0, 5.3))
    victim = os.getpid() if "here" in fault else server
    channel = _Pipes(requests, responses, budget, partial(_strike, fault, victim, (requests, responses)))
    transport.connect = lambda *_, **__: channel  # type: ignore[assignment]
    if fault.endswith("later"):
        signal.signal(signal.SIGALRM, lambda *_: os.kill(victim, signal.SIGKILL))
        signal.setitimer(signal.ITIMER_REAL, chance.uniform(0.001, LONGEST))
    try:
        with Repository.open(here) as repository:
            exchange.sync(repository, remotes.find(repository, name), key)
        return "done"
    except (RemoteFailed, OSError) as error:
        return f"cut: {error}"
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        channel.close()
        os.waitpid(server, 0)


def _strike(fault: str, victim: int, fds: tuple[int, ...]) -> None:
    if fault == "cut":
        for fd in fds:
            with suppress(OSError):
                os.close(fd)
    else:
        os.kill(victim, signal.SIGKILL)


def _write(path: str, author: int, numbers: range, sealed: bool) -> None:
    offers = [claims.claim(claims.key(author), number, length=number % 60) for number in numbers]
    with Repository.open(path) as repository:
        if sealed:
            claims.add_sealed(repository, claims.key(author), offers, time.time_ns() // 1000)
        elif offers:
            repository.add([offer[2] for offer in offers], claims.key(author))


def _ids(path: str) -> list[bytes]:
    with Repository.open(path) as repository, repository.snapshot() as view:
        return view.trie.below(b"")


def run(seed: int, rounds: int) -> Summary:
    """So many faults."""
    summary = Summary("transfers", seed, {"rounds": rounds})
    sizes = [ROUNDS_PER_PAIR] * (rounds // ROUNDS_PER_PAIR) + [rounds % ROUNDS_PER_PAIR]
    jobs = [partial(_pair, f"{seed}:{number}", size) for number, size in enumerate(sizes) if size]
    for found in each(jobs, 2, 60 + 20 * ROUNDS_PER_PAIR):
        if isinstance(found, Died):
            summary.violations.append(found.reason)
        else:
            summary.violations += found[1]
            for what, number in found[0].items():
                summary.count(what, number)
    return summary


def _pair(seed: str, rounds: int) -> tuple[dict[str, int], list[str]]:
    chance, counted, violations = random.Random(seed), dict[str, int](), list[str]()
    with tempfile.TemporaryDirectory(dir=SCRATCH) as top:
        in_child(partial(_begin, top))
        number = 0
        for _ in range(rounds):
            for path, author in ((f"{top}/here", 1), (f"{top}/there", 2)):
                size = chance.choice((0, 1, 5, 200, MOST))
                in_child(partial(_write, path, author, range(number, number + size), chance.random() < 0.7))
                number += size
            fault = chance.choice(FAULTS)
            counted[fault] = counted.get(fault, 0) + 1
            violations += [f"seed {seed}, {fault}: {one}" for one in _round(top, fault, chance.random(), counted)]
        violations += [
            f"seed {seed}: fsck {side}: {one}" for side in ("here", "there") for one in fsck(f"{top}/{side}")
        ]
    return counted, violations


def _begin(top: str) -> None:
    Repository.init(f"{top}/there").close()
    with Repository.init(f"{top}/here") as repository:
        remotes.add(repository, "origin", f"{top}/there")


def _round(top: str, fault: str, seed: float, counted: dict[str, int]) -> list[str]:
    """One fault, a look at both sides, and attempts without a fault until they are equal; what was wrong."""
    sides = (f"{top}/here", f"{top}/there")
    before = [in_child(partial(_ids, side)) for side in sides]
    everything = sorted({*before[0], *before[1]})
    meet = partial(sync_with_fault, *sides, "origin", claims.key(1))
    came = in_child(partial(meet, fault, seed), SECONDS)
    interrupted = came != "done"
    counted["interrupted"] = counted.get("interrupted", 0) + interrupted
    wrong: list[str] = []
    if isinstance(came, Died) and "the process ended with -9" not in came.reason:
        wrong.append(came.reason)
    for side, held in zip(sides, before, strict=True):
        now = in_child(partial(_ids, side))
        if now not in (held, everything):
            wrong.append(f"{Path(side).name} holds a part: {len(now)} of {len(held)} and {len(everything)}")
    again = in_child(partial(meet, "", 0.0), SECONDS)
    after = [in_child(partial(_ids, side)) for side in sides]
    if again != "done" or after != [everything, everything]:
        said = again.reason if isinstance(again, Died) else again
        wrong.append(f"a second attempt ends with {[len(one) for one in after]} of {len(everything)}: {said}")
    elif merkle.root(after[0]) != merkle.root(everything):
        wrong.append("the roots differ")
    return wrong
