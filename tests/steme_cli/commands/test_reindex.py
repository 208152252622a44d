"""`steme reindex`: the same index again, whatever is there."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Program
from tests.sample import Sample

Spoil = Callable[[Path], None]


def _of_another(index: Path) -> None:
    state = index / "state"
    state.write_text(state.read_text().replace("\nclean\n", "\nclean\n" + "ab" * 16 + "\n"))


WAYS: dict[str, Spoil] = {
    "missing": shutil.rmtree,
    "an empty directory": lambda index: [file.unlink() for file in index.iterdir()],  # type: ignore[dict-item, return-value]
    "cut off": lambda index: os.truncate(index / "data.mdb", 5_000),
    "random bytes": lambda index: (index / "data.mdb").write_bytes(os.urandom(100_000)),  # type: ignore[dict-item, return-value]
    "another repository's": _of_another,
    "a file": lambda index: (shutil.rmtree(index), index.write_bytes(b"x")),  # type: ignore[dict-item, return-value]
    "a link": lambda index: (index.rename(index.with_name("moved")), index.symlink_to("moved")),  # type: ignore[dict-item, return-value]
    "of no rights": lambda index: (index / "state").chmod(0o666),
}


def totals(sample: Sample, steme: Program) -> dict[str, object]:
    """Objects, commits and root as the head tells them."""
    head = json.loads(steme("head", "--format", "json", cwd=sample.path).stdout)["steme.head/v1"]
    return {"objects": head["count"], "commits": head["commit"], "root": head["root"]}


@pytest.mark.parametrize("way", WAYS)
def test_whatever_is_there(own_sample: Sample, steme: Program, way: str) -> None:
    before = totals(own_sample, steme)
    WAYS[way](own_sample.path / ".steme" / "index")
    done = steme("reindex", "--format", "json", cwd=own_sample.path)
    assert (done.status, done.stderr) == (0, "")
    assert json.loads(done.stdout) == {"steme.reindex/v1": before}
    assert totals(own_sample, steme) == before
    assert steme("fsck", cwd=own_sample.path).status == 0


def test_for_people(own_sample: Sample, steme: Program) -> None:
    before = totals(own_sample, steme)
    done = steme("reindex", cwd=own_sample.path)
    assert done.stdout.splitlines() == [f"{name:7}  {value}" for name, value in before.items()]


def test_a_damaged_log_leaves_the_old_index(own_sample: Sample, steme: Program) -> None:
    log = own_sample.path / ".steme" / "log" / "active.seg"
    data = bytearray(log.read_bytes())
    data[1_000] ^= 1
    log.write_bytes(data)
    index = own_sample.path / ".steme" / "index"
    before = (index / "data.mdb").stat()
    done = steme("reindex", cwd=own_sample.path)
    assert (done.status, done.stdout) == (6, "")
    assert "segment 1 is damaged" in done.stderr
    assert "steme fsck" in done.stderr
    after = (index / "data.mdb").stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    assert [name for name in os.listdir(index.parent) if name.startswith("index.")] == []
    assert steme("query", "drug/aspirin", "dosage", cwd=own_sample.path).status == 0


def test_a_flipped_bit_in_the_last_commit_is_not_cut_off(own_sample: Sample, steme: Program) -> None:
    """It is acknowledged, and no machine has stopped: this is no torn write."""
    log = own_sample.path / ".steme" / "log" / "active.seg"
    data = bytearray(log.read_bytes())
    data[-300] ^= 1
    log.write_bytes(data)
    done = steme("reindex", cwd=own_sample.path)
    assert done.status == 6
    assert log.read_bytes() == bytes(data)
    assert list((log.parent.parent / "lost").iterdir()) == []


def test_while_somebody_writes(own_sample: Sample, steme: Program) -> None:
    with own_sample.open() as repository, repository.begin():
        done = steme("reindex", cwd=own_sample.path, env={"STEME_LOCK_TIMEOUT": "0"})
    assert done.status == 7
    assert "locked by another writer" in done.stderr


def test_outside_of_a_repository(steme: Program) -> None:
    assert steme("reindex").status == 4
