"""Every system call by which a command writes fails once, or is the last thing the process does; needs `strace`.

`steme` runs as a program; its k-th `pwrite64`, `fdatasync` ... gets EIO or ENOSPC, or the process is killed there, for
k = 1, 2, ... until the command no longer gets that far. Then the repository is used and checked.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from invariants import check

from campaigns import claims, deeds
from campaigns.children import SCRATCH, Died, in_child
from campaigns.command_line import COMMANDS, command, environment, written
from campaigns.summary import Summary
from repo_format.storage.layout import DIRECTORY
from steme.repository import Repository

CALLS = (
    "pwrite64",
    "pwritev",
    "fdatasync",
    "fsync",
    "ftruncate",
    "fallocate",
    "rename,renameat,renameat2",
    "mkdir,mkdirat",
)
WAYS = ("error=EIO", "error=ENOSPC", "signal=SIGKILL")
STORAGE_FAILED = 9
LINES = 300


def available() -> bool:
    """Whether processes may be traced here."""
    if shutil.which("strace") is None:
        return False
    return subprocess.run(["strace", "-o", "/dev/null", "true"], capture_output=True, check=False).returncode == 0


def run(seed: int, rounds: int, enough: int = 20) -> Summary:
    """Every ``rounds``-th call of every command, beginning with the one that the seed says; with 1 all of them."""
    summary = Summary("syscalls", seed)
    if not available():
        summary.figures["strace"] = "missing, nothing was tried"
        return summary
    tries = [(words, way, calls, at) for words in _commands() for calls, at in _calls(words) for way in WAYS]
    for words, way, calls, at in tries[seed % rounds :: rounds]:
        _try(words, way, calls, at, summary)
        if len(summary.violations) >= enough:
            break
    return summary


def _commands() -> Iterator[list[str]]:
    yield ["init"]
    yield ["assert", "cli/1", "p", "1"]
    for name, words in (("tag", ["v1"]), ("import", ["lines.jsonl"]), ("reindex", [])):
        if (COMMANDS / f"{name}.py").exists():
            yield [name, *words]


class _Traced:
    """One run of a command under strace, on a repository of its own in ``scratch``."""

    def __init__(self, scratch: str, words: list[str], *options: str) -> None:
        home = Path(scratch)
        self.top = home / "repository"
        self.top.mkdir()
        self.acked: set[bytes] = in_child(lambda: _prepare(self.top, home, words[0]))
        strace = ["strace", "-f", "-qq", "-o", str(home / "strace"), *options]
        surroundings = {**environment(home), "PYTHONDONTWRITEBYTECODE": "1"}
        program = [*strace, *command(home, self.top, *words)]
        self.done = subprocess.run(program, env=surroundings, cwd=home, capture_output=True, text=True, check=False)
        self.log = (home / "strace").read_text()


def _calls(words: list[str]) -> Iterator[tuple[str, int]]:
    """The calls of a command one by one: a family of calls and which of them it is, from 1."""
    with tempfile.TemporaryDirectory(dir=SCRATCH) as scratch:
        log = _Traced(scratch, words, "-e", f"trace={','.join(CALLS)}").log
    for calls in CALLS:
        number = len(re.findall(rf"^\d+ +(?:{calls.replace(',', '|')})\(", log, re.MULTILINE))
        yield from ((calls, at) for at in range(1, number + 1))


def _try(words: list[str], way: str, calls: str, at: int, summary: Summary) -> None:
    inject = ("-e", f"trace={calls}", "-e", f"inject={calls}:{way}:when={at}")
    with tempfile.TemporaryDirectory(dir=SCRATCH) as scratch:
        run = _Traced(scratch, words, *inject)
        summary.count("runs")
        summary.count({0: "acknowledged", STORAGE_FAILED: "refused"}.get(run.done.returncode, "killed"))
        found = list(_complaints(run.done, way))
        checked = in_child(lambda: _check(run.top, run.acked, words[0], run.done.returncode))
        found += [checked.reason] if isinstance(checked, Died) else checked
    summary.violations += [f"{words[0]}, {calls} number {at}, {way}: {one}" for one in found]


def _prepare(top: Path, home: Path, verb: str) -> set[bytes]:
    lines = ({"subject": f"cli/{i}", "predicate": "p", "value": i} for i in range(LINES))
    (home / "lines.jsonl").write_text("".join(json.dumps(one) + "\n" for one in lines))
    if verb == "init":
        return set()
    with Repository.init(str(top)) as repository:
        return {identifier for number in range(3) for identifier, _, _ in deeds.assert_one(repository, number)}


def _complaints(done: subprocess.CompletedProcess[str], way: str) -> Iterator[str]:
    """What is wrong with how the command ended: it must say one sentence and end with a status that scripts know."""
    if "Traceback" in done.stderr:
        yield f"a traceback: {done.stderr[-500:]}"
    elif "SIGKILL" in way:
        return
    elif done.returncode not in (0, STORAGE_FAILED):
        yield f"status {done.returncode}: {done.stderr}"
    elif done.returncode and not re.fullmatch(r"steme: [^\n]+\n", done.stderr):
        yield f"not one sentence: {done.stderr!r}"


def _check(top: Path, acked: set[bytes], verb: str, status: int) -> list[str]:
    """The repository as anybody finds it afterwards."""
    found: list[str] = []
    if verb == "init":
        if status == STORAGE_FAILED and (top / DIRECTORY).exists():
            found.append("a failed init left something behind")
        if status != 0 and not (top / DIRECTORY / "format").exists():
            Repository.init(str(top)).close()
    extra = claims.claim(claims.key(7), 7)
    with Repository.open(str(top)) as repository:
        repository.add([extra[2]], claims.key(7))
        mine = [one for group in written(repository).values() for one in group]
    expected = {"assert": 1, "import": LINES}.get(verb, 0)
    if len(mine) not in (0, expected) or (status == 0 and len(mine) != expected):
        found.append(f"acknowledged claims are lost: {len(mine)} of {expected} are there, status {status}")
    if status == STORAGE_FAILED and mine:
        found.append(f"{len(mine)} claims are there though the command failed")
    return found + check(top, acked | {extra[0]}, acked | {extra[0], *mine})
