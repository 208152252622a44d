"""Damage to the index: whatever is done to it, a query is right or refuses, a check survives, a rebuild mends it.

Every step runs in a process of its own, because a damaged LMDB file can kill whoever reads it.
"""

from __future__ import annotations

import os
import pickle
import random
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from mutation import specimen
from mutation.summary import Summary
from repo_format.checking.check import check
from repo_format.errors import StemeError
from repo_format.storage import environment, tables
from repo_format.storage.layout import DIRECTORY
from repo_format.storage.store import Store
from steme.query import Question
from steme.repository import Repository

PAGE = 4096
WAYS = (
    "missing", "truncated", "zeroed pages", "random bytes", "another repository's", "another version", "no lock file",
    "cut lock file", "random state", "flipped bits",
)  # fmt: skip
SILENT_WAYS = ("truncated", "zeroed pages", "random bytes", "flipped bits")
"""What the state cannot show after a kill."""

Tables = dict[str, list[tuple[bytes, bytes]]]


def run(seed: int, rounds: int, unnoticed: bool = False) -> Summary:
    """Damage the index ``rounds`` times; if ``unnoticed``, so that its state cannot show that it was changed."""
    summary, chance = Summary("index, unnoticed" if unnoticed else "index", seed), random.Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        parent, other, kept = Path(folder) / "one", Path(folder) / "other", Path(folder) / "kept"
        specimen.build(parent)
        specimen.build(other)
        _rename_repository(other)
        sound = in_child(lambda: dump(parent)), in_child(lambda: answers(parent))
        shutil.copytree(index_of(parent), kept)
        for number in range(rounds):
            ways = SILENT_WAYS if unnoticed else WAYS
            way = ways[number % len(ways)]
            restore(kept, parent)
            if unnoticed:
                leave_dirty(parent)
            damage(parent, way, chance, other)
            for problem in judge(parent, sound, summary, unnoticed):
                summary.violations.append(f"round {number}, {way}: {problem}")
            summary.count("damaged")
    return summary


def index_of(parent: Path) -> Path:
    """The directory of the index."""
    return parent / DIRECTORY / "index"


def restore(kept: Path, parent: Path) -> None:
    """Put a sound index in place, as if it had been made there and left clean."""
    index = index_of(parent)
    shutil.rmtree(index, ignore_errors=True)
    shutil.copytree(kept, index)
    restate(index, "clean")


def leave_dirty(parent: Path) -> None:
    """As a writer leaves the index that was killed: nobody knows what the file should look like."""
    restate(index_of(parent), "dirty")


def restate(index: Path, word: str) -> None:
    """Let the state of an index that was copied say that it was made where it is now."""
    data = (index / "data.mdb").stat()
    lines = (index / "state").read_text().split("\n")
    lines[1:4] = [environment.boot_id(), f"{data.st_dev}:{data.st_ino}", word]
    lines[5] = f"{data.st_size} {data.st_mtime_ns}" if word == "clean" else ""
    (index / "state").write_text("\n".join(lines))


def _rename_repository(parent: Path) -> None:
    state = index_of(parent) / "state"
    state.write_text(state.read_text().replace(specimen.REPOSITORY.hex(), (b"T" * 16).hex()))


def damage(parent: Path, way: str, chance: random.Random, other: Path) -> None:
    """Do one of ``WAYS`` to the index."""
    index = index_of(parent)
    if way in ("missing", "another repository's"):
        shutil.rmtree(index)
        if way != "missing":
            shutil.copytree(index_of(other), index)
    elif way in ("zeroed pages", "random bytes", "flipped bits"):
        _scribble(index / "data.mdb", way, chance)
    elif way == "truncated":
        os.truncate(index / "data.mdb", chance.randrange((index / "data.mdb").stat().st_size))
    elif way == "no lock file":
        (index / "lock.mdb").unlink()
    elif way == "cut lock file":
        os.truncate(index / "lock.mdb", chance.randrange(8192))
    elif way == "another version":
        state = index / "state"
        state.write_text(state.read_text().replace("steme index ", "steme index 9"))
    else:
        (index / "state").write_bytes(chance.randbytes(chance.randrange(2000)))


def _scribble(data: Path, way: str, chance: random.Random) -> None:
    pages = data.stat().st_size // PAGE
    if way == "zeroed pages":
        _overwrite(data, [(chance.randrange(pages) * PAGE, bytes(PAGE)) for _ in range(chance.randrange(1, 9))])
    elif way == "random bytes":
        _overwrite(data, [(chance.randrange(pages * PAGE - 200), chance.randbytes(chance.randrange(1, 200)))])
    else:
        held = data.read_bytes()
        places = [chance.randrange(pages * PAGE) for _ in range(chance.randrange(1, 30))]
        _overwrite(data, [(place, bytes((held[place] ^ 1 << chance.randrange(8),))) for place in places])


def _overwrite(data: Path, pieces: list[tuple[int, bytes]]) -> None:
    with open(data, "r+b") as opened:
        for place, piece in pieces:
            opened.seek(place)
            opened.write(piece)


def judge(parent: Path, sound: tuple[object, object], summary: Summary, unnoticed: bool) -> list[str]:
    """Ask, check and rebuild; what is wrong with the outcome."""
    problems = []
    outcome = in_child(lambda: answers(parent))
    summary.count(f"queries {_word(outcome, sound[1])}")
    if isinstance(outcome, Failed) and (outcome.is_crash and not unnoticed):
        problems.append(f"a query ended with {outcome.reason}")
    if not isinstance(outcome, Failed | str) and outcome != sound[1] and not unnoticed:
        problems.append("a query was answered wrongly")
    checked = in_child(lambda: [finding.message for finding in check(str(parent)).findings])
    if isinstance(checked, Failed | str):
        problems.append(f"the check ended with {checked}")
    mended = in_child(lambda: rebuild(parent))
    if isinstance(mended, Failed | str):
        problems.append(f"the rebuild ended with {mended}")
    elif mended != sound[0]:
        problems.append("the rebuild made other tables")
    return problems


def _word(outcome: object, right: object) -> str:
    if isinstance(outcome, Failed):
        return "killed" if outcome.is_crash else "failed"
    return "refused" if isinstance(outcome, str) else "right" if outcome == right else "wrong"


class Failed:
    """How a process ended that did not bring a result."""

    def __init__(self, reason: str, is_crash: bool) -> None:
        self.reason = reason
        self.is_crash = is_crash

    def __repr__(self) -> str:
        return self.reason


def in_child(work: Callable[[], object]) -> object:
    """What ``work`` returns in a child process; a sentence for one of our errors, Failed for anything else."""
    place, far = os.pipe()
    pid = os.fork()
    if not pid:
        os.close(place)
        _work(work, far)
    os.close(far)
    with open(place, "rb") as pipe:
        data = pipe.read()
    status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    if status or not data:
        return Failed(f"signal {-status}" if status < 0 else f"status {status}", status < 0)
    return pickle.loads(data)


def _work(work: Callable[[], object], far: int) -> None:
    result: object
    try:
        result = work()
    except StemeError as error:
        result = str(error)
    except BaseException as error:  # noqa: BLE001 - whatever it is, it is a violation
        result = Failed(f"{type(error).__name__}: {error}", is_crash=True)
    with open(far, "wb") as pipe:
        pickle.dump(result, pipe)
    os._exit(0)


def answers(parent: Path) -> object:
    """What a few questions are answered with, and some objects from the log."""
    with Repository.open(str(parent)) as repository:
        found: list[object] = []
        for subject in ("place/0", "place/5", "place/68", "place/200", "place/233"):
            for predicate in ("p0", "p1", "p2"):
                answer = repository.ask(Question(subject, predicate))
                found.append((answer.winner, str(answer.value)))
        with repository.snapshot() as view:
            found.append((view.count, view.trie.root(view.count)))
            found += [(view.record(seq).id, view.id_of(seq)) for seq in range(1, view.count + 1, 7)]
        return found


def rebuild(parent: Path) -> Tables:
    """Rebuild without a look at the index, and dump it."""
    store = Store.open_log(str(parent))
    try:
        store.rebuild()
    finally:
        store.close()
    return dump(parent)


def dump(parent: Path) -> Tables:
    """All rows of all tables."""
    store = Store.open(str(parent))
    try:
        with store.snapshot() as view:
            return {name: list(view.txn.cursor(view.databases[name])) for name in tables.ALL}
    finally:
        store.close()
