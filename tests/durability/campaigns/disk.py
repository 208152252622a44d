"""Disks that are full: every write of every deed meets the end of a file's allowed size (``RLIMIT_FSIZE``).

A deed either is acknowledged or fails with a sentence and leaves the repository as it was; reading works all the time,
and once there is room again so does writing. ``full_disk.py`` does it on a real file system that is full.
"""

from __future__ import annotations

import os
import random
import resource
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from unittest import mock

from invariants import ROOT

from campaigns import deeds
from campaigns.children import SCRATCH, Died, in_child
from campaigns.summary import Summary
from repo_format.errors import StorageFailed
from repo_format.storage import appender
from steme.repository import Repository

ROUNDS_PER_REPOSITORY = 20
SMALL_FLUSH = 2_000


def run(seed: int, rounds: int, enough: int = 20) -> Summary:
    """``rounds`` sizes for every deed, and the real file systems where they can be mounted."""
    summary, chance = Summary("disk", seed), random.Random(seed)
    with mock.patch.object(appender, "_FLUSH_BYTES", SMALL_FLUSH):
        for first in range(0, rounds, ROUNDS_PER_REPOSITORY):
            with tempfile.TemporaryDirectory(dir=SCRATCH) as top:
                summary.violations += _init(Path(top), chance, summary)
                for number in range(first, min(first + ROUNDS_PER_REPOSITORY, rounds)):
                    for name, deed in deeds.DEEDS.items():
                        summary.violations += _one(Path(top), 2 * number, name, deed, chance, summary)
            if len(summary.violations) >= enough:
                return summary
    for system in ("tmpfs", "ext4"):
        _full(system, seed, summary)
    return summary


_acked: dict[Path, set[bytes]] = {}


def _limited(limit: int) -> None:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))


def _init(top: Path, chance: random.Random, summary: Summary) -> list[str]:
    """Every size that init writes; after the failures it must succeed in the same place."""

    def limited(limit: int) -> str:
        _limited(limit)
        try:
            Repository.init(str(top)).close()
        except StorageFailed:
            return "failed" if not (top / ".steme").exists() else "left something behind"
        return "made"

    for limit in sorted(chance.sample([0, 1, 30, 61, 62, 112, 113, 200, 4096, 50_000], 5)):
        summary.count("limits")
        found = in_child(lambda limit=limit: limited(limit))
        if isinstance(found, Died) or found == "left something behind":
            return [f"init with {limit} bytes: {found.reason if isinstance(found, Died) else found}"]
        if found == "made":
            break
    else:
        in_child(lambda: Repository.init(str(top)).close())
    _acked[top] = set()
    return []


def _one(top: Path, number: int, name: str, deed: deeds.Deed, chance: random.Random, summary: Summary) -> list[str]:
    """One deed under one limit, chosen so that each file's turn comes; then the same with room."""
    inside = top / ".steme"
    log, index = (inside / "log/active.seg").stat().st_size, (inside / "index/data.mdb").stat().st_size
    limit = chance.choice(
        (
            chance.randrange(200),
            log + chance.randrange(600),
            log + chance.randrange(9_000),
            chance.randrange(0, index + 200_000, 4096),
        )
    )
    summary.count("limits")
    acked = _acked[top]

    def work() -> tuple[bool, list[bytes], list[str]]:
        _limited(limit)
        return deeds.attempt(str(top), deed, number)

    result = in_child(work)
    if isinstance(result, Died):
        return [f"{name} with {limit} bytes: {result.reason}"]
    done, identifiers, wrong = result
    summary.count("acknowledged" if done else "refused")
    acked.update(identifiers if done else ())
    rebuild = chance.random() < 0.2
    checked = in_child(lambda: _again(top, deed, number + 1, acked, rebuild))
    if isinstance(checked, Died):
        return [f"after {name} with {limit} bytes: {checked.reason}"]
    acked |= checked[0]
    return [f"{name} with {limit} bytes, log {log}, index {index}: {one}" for one in [*wrong, *checked[1]]]


def _again(top: Path, deed: deeds.Deed, number: int, acked: set[bytes], rebuild: bool) -> tuple[set[bytes], list[str]]:
    done, identifiers, wrong = deeds.attempt(str(top), deed, number)
    if not done:
        wrong.append("the deed fails with room, too")
    acked.update(identifiers)
    return acked, wrong + deeds.after(top, number + 500_000, acked, rebuild)


def _full(system: str, seed: int, summary: Summary) -> None:
    """``full_disk.py`` in a mount namespace of its own; needs root and `unshare`."""
    program = ["unshare", "-m", sys.executable, "-m", "campaigns.full_disk", system, str(seed)]
    paths = f"{ROOT}:{ROOT / 'tests' / 'durability'}"
    try:
        done = subprocess.run(
            program, env={**os.environ, "PYTHONPATH": paths}, capture_output=True, text=True, check=False, timeout=600
        )
    except FileNotFoundError:
        done = subprocess.CompletedProcess(program, 75, "", "there is no unshare")
    if done.returncode == 75:
        summary.figures[system] = "skipped"
    elif done.returncode:
        summary.violations += [f"{system}: {line}" for line in (done.stdout + done.stderr).splitlines()]
    else:
        summary.figures[system] = done.stdout.strip()
