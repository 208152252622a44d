"""Damage of every sort to a log that was good, mended from a remote or a copy: the same root, heads and refs again.

Bits that flip, stretches of zeros and garbage, segments cut and gone, with the index and without. One flipped bit has
to be mended whatever it hits; what cannot be had without a copy of the log is named, and then nothing is changed.
"""

from __future__ import annotations

import os
import random
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from unittest import mock

from campaigns import claims
from campaigns.children import SCRATCH, Died, each, in_child
from campaigns.summary import Summary
from repo_format import limits
from repo_format.checking.check import check
from steme.configuration import Configuration
from steme.exchange.conversation import Conversation
from steme.repairing import supplies
from steme.repairing.repair import repair
from steme.repairing.supply import CopySupply, RemoteSupply
from steme.repository import Repository
from steme.serving.log_holdings import LogHoldings
from steme.serving.responder import Responder
from steme.transports.memory import MemoryChannel

ROUNDS_PER_REPOSITORY = 100
SEGMENT_BYTES = 12_000
OURS, THEIRS = claims.key(1), claims.key(2)

State = tuple[int, bytes, list[tuple[str, bytes]], list[bytes]]
"""Number of objects, root, refs, and the ids in order."""


def run(seed: int, rounds: int, enough: int = 20) -> Summary:
    """Damage and mend ``rounds`` times; stops after ``enough`` violations."""
    summary, chance = Summary("repair", seed), random.Random(seed)
    with mock.patch.object(limits, "SEGMENT_BYTES", SEGMENT_BYTES), tempfile.TemporaryDirectory(dir=SCRATCH) as scratch:
        for first in range(0, rounds, ROUNDS_PER_REPOSITORY):
            made = in_child(lambda: make(Path(scratch), chance.randrange(1 << 30)))
            if isinstance(made, Died):
                summary.violations.append(made.reason)
                return summary
            jobs = _jobs(Path(scratch), made, min(ROUNDS_PER_REPOSITORY, rounds - first), chance)
            for done in each(jobs):
                summary.count("rounds")
                violations, figures = ([done.reason], []) if isinstance(done, Died) else done
                summary.violations += violations
                for figure in figures:
                    summary.count(figure)
                if len(summary.violations) >= enough:
                    return summary
            for place in ("good", "remote"):
                shutil.rmtree(f"{scratch}/{place}")
    return summary


def make(scratch: Path, seed: int) -> State:
    """A repository of several segments, and another one that has all of its objects."""
    chance = random.Random(seed)
    with Repository.init(str(scratch / "good")) as good, Repository.init(str(scratch / "remote")) as remote:
        for turn in range(12):
            author = chance.choice((OURS, OURS, THEIRS))
            length = chance.choice((0, 0, 300))
            offers = [claims.claim(author, 100 * turn + n, length=length) for n in range(chance.randint(1, 40))]
            for repository, signer in ((good, OURS), (remote, THEIRS)):
                if turn % 2:
                    claims.add_sealed(repository, author, offers, 10**15 + turn)
                else:
                    repository.add([one for _, _, one in offers], author)
                if repository is good and chance.random() < 0.5:
                    with good.snapshot() as view:
                        newest = view.get("refs", b"refs/heads/main") or b""
                    good.tag(f"t{chance.randint(0, 2)}", newest, signer, replace=True)
        with remote.snapshot() as view:
            theirs = view.trie.root(view.count)
        found = state_of(good)
        assert found[1] == theirs, "both hold the same"
    return found


def state_of(repository: Repository) -> State:
    """What must be the same after a repair."""
    with repository.snapshot() as view:
        named = sorted((name.decode(), value) for name, value in view.txn.cursor(view.databases["refs"]))
        return view.count, view.trie.root(view.count), named, [view.id_of(seq) for seq in range(1, view.count + 1)]


def _jobs(
    scratch: Path, good: State, rounds: int, chance: random.Random
) -> Iterator[Callable[[], tuple[list[str], list[str]]]]:
    for _ in range(rounds):
        seed = chance.randrange(1 << 30)
        yield lambda seed=seed: one_round(scratch, good, seed)


def one_round(scratch: Path, good: State, seed: int) -> tuple[list[str], list[str]]:
    """Damage a copy, mend it, and hold it against the good one; what is wrong, and what there is to count."""
    chance, top = random.Random(seed), scratch / f"round-{os.getpid()}"
    shutil.copytree(scratch / "good", top)
    try:
        what = chance.choices((one_bit, some_bits, stretch, cut, gone), (6, 2, 2, 1, 1))[0]
        what(top / ".steme" / "log", chance)
        has_index = chance.random() < 0.7 or _index_must_tell(what)
        if has_index:
            _adopt_index(top)
        else:
            shutil.rmtree(top / ".steme" / "index")
            if not check(str(top)).is_damaged:
                return [], [what.__name__, "taken for a torn write"]  # nobody knows that there was more
        found, figures = _mend(scratch, top, good, must=what is one_bit)
        return [f"{what.__name__}, round {seed}, index {has_index}: {one}" for one in found], [what.__name__, *figures]
    finally:
        shutil.rmtree(top)


def _index_must_tell(what: Callable[..., None]) -> bool:
    """Without the index nobody knows that a log once was longer."""
    return what in (cut, gone)


def _adopt_index(top: Path) -> None:
    """The copy of an index is not believed; one that was made where it lies is."""
    good = top.parent / f"{top.name}-good"
    shutil.copytree(top.parent / "good", good)
    shutil.rmtree(good / ".steme" / "index")
    Repository.open(str(good)).close()
    shutil.rmtree(top / ".steme" / "index")
    (good / ".steme" / "index").rename(top / ".steme" / "index")
    shutil.rmtree(good)


def _mend(scratch: Path, top: Path, good: State, must: bool) -> tuple[list[str], list[str]]:
    damaged = _bytes(top)
    with closing(_remote(scratch / "remote")) as remote:
        done = repair(str(top), [remote], lambda: OURS, timeout=5)
    figures = ["mended from a remote"] if done.done else ["named as missing"]
    if not done.done:
        if must:
            return [f"one bit was not mended: {done.problems}"], figures
        if not done.problems and not done.missing:
            return ["nothing was done and nothing is said to be missing"], figures
        if _bytes(top) != damaged:
            return ["something was changed although not all could be had"], figures
        with closing(_copy(scratch)) as copy:
            done = repair(str(top), [copy], lambda: None, timeout=5)
        if not done.done:
            return [f"a whole copy was not enough: {done.problems} {len(done.missing)}"], figures
        figures.append("mended from a copy")
    figures += ["byte for byte"] if _bytes(top) == _bytes(scratch / "good") else []
    return [*_compare(top, good)], figures


def _compare(top: Path, good: State) -> Iterator[str]:
    with Repository.open(str(top)) as repository:
        for name, mine, theirs in zip(("count", "root", "refs", "order"), state_of(repository), good, strict=True):
            if mine != theirs:
                yield f"another {name} than before: {mine!r:.300} {theirs!r:.300}"
    report = check(str(top))
    yield from (finding.message for finding in report.findings if finding.severity == "damage")


def _remote(place: Path) -> RemoteSupply:
    """The other repository, over the wire."""
    holdings = LogHoldings.open(str(place))
    responder = Responder(holdings)
    return RemoteSupply("remote", Conversation(MemoryChannel(responder.respond, holdings.close)))


def _copy(scratch: Path) -> CopySupply:
    """The good repository itself."""
    found = supplies.find(str(scratch / "good"), Configuration(f"{scratch}/good/.steme"))
    assert isinstance(found, CopySupply), "a path is a copy"
    return found


def _bytes(top: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in sorted((top / ".steme" / "log").iterdir())}


def one_bit(log: Path, chance: random.Random, times: int = 1) -> None:
    """One bit anywhere."""
    for _ in range(times):
        file = chance.choice(sorted(log.iterdir()))
        data = bytearray(file.read_bytes())
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        _write(file, bytes(data))


def some_bits(log: Path, chance: random.Random) -> None:
    """Several bits, in several segments."""
    one_bit(log, chance, chance.randint(2, 5))


def stretch(log: Path, chance: random.Random) -> None:
    """Zeros or garbage over up to two kilobytes."""
    file = chance.choice(sorted(log.iterdir()))
    data = file.read_bytes()
    at, size = chance.randrange(len(data)), chance.randint(2, 2000)
    size = min(size, len(data) - at)
    _write(file, data[:at] + (bytes(size) if chance.random() < 0.5 else chance.randbytes(size)) + data[at + size :])


def cut(log: Path, chance: random.Random) -> None:
    """The end of a segment is missing."""
    file = chance.choice(sorted(log.iterdir()))
    data = file.read_bytes()
    _write(file, data[: chance.randrange(len(data))])


def gone(log: Path, chance: random.Random) -> None:
    """A whole segment is missing."""
    chance.choice(sorted(log.iterdir())).unlink()


def _write(file: Path, data: bytes) -> None:
    file.chmod(0o644)
    file.write_bytes(data)
