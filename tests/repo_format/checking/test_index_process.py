"""The index, looked at by another process: rows that differ, and whatever becomes of that process."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from mutation import index_damage

from repo_format.checking import index_process
from repo_format.checking.check import check
from repo_format.checking.finding import Finding
from repo_format.storage import tables
from repo_format.storage.store import Store


def told(findings: list[Finding]) -> list[tuple[str, str, str, int]]:
    return [(one.severity, one.what, one.file, len(one.ids)) for one in findings]


def edit(place: Path, table: str, change: Callable[[object, object], None]) -> None:
    """Change rows as nobody should: the state is clean again afterwards."""
    store = Store.open(str(place))
    with store.index.write() as txn:
        change(txn, store.databases[table])
    store.index.mark_dirty()
    store.close()


EDITS = {
    "a row is missing": lambda txn, db: txn.delete(next(txn.cursor(db).iternext(values=False)), db=db),
    "a row is too much": lambda txn, db: txn.put(b"\xff" * 8, b"\xff" * _width(txn, db), db=db),
}


def _width(txn, db) -> int:  # type: ignore[no-untyped-def]
    return len(next(txn.cursor(db).iternext(keys=False)))


def _bend(txn, db) -> None:  # type: ignore[no-untyped-def]
    cursor = txn.cursor(db)
    cursor.last()
    key, value = cursor.item()
    txn.delete(key, value, db=db)
    txn.put(key, value[:-1] + bytes((value[-1] ^ 1,)), db=db)


EDITS["a value is another"] = _bend


@pytest.mark.parametrize("how", EDITS)
@pytest.mark.parametrize("table", [tables.IDS, tables.LENS, tables.BY_AUTHOR, tables.TERMS, tables.REFS])
def test_any_row_that_is_not_as_the_log_says(made: Path, table: str, how: str) -> None:
    edit(made, table, EDITS[how])
    damage = [one for one in check(str(made)).findings if one.severity == "damage"]
    assert [one.what for one in damage] == ["index"]
    assert f"the table {table} of the index differs from the log in" in damage[0].message


def test_a_table_that_nobody_knows(made: Path) -> None:
    store = Store.open(str(made))
    mapped = store.index._opened().env
    mapped.open_db(b"secrets")
    store.index.mark_dirty()
    store.close()
    [finding] = check(str(made)).findings
    assert "tables that steme does not know" in finding.message


@pytest.mark.parametrize(
    ("way", "severity"),
    [("missing", "note"), ("another version", "note"), ("truncated", "damage"), ("zeroed pages", "damage"),
     ("random bytes", "damage")],
)  # fmt: skip
def test_an_index_that_is_not_used(made: Path, way: str, severity: str) -> None:
    import random

    index_damage.damage(made, way, random.Random(1), made)
    assert told(check(str(made)).findings) == [(severity, "index", "index", 0)]


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("import os, signal; os.kill(os.getpid(), signal.SIGSEGV)", "killed the process that did (SIGSEGV)"),
        ("import os; os.abort()", "killed the process that did (SIGABRT)"),
        ("raise ValueError('what is this')", "gave up ('ValueError: what is this')"),
        ("pass", "gave up ("),
        ("import time; time.sleep(60)", "nothing was heard"),
    ],
)
def test_the_end_of_the_child_is_a_finding(
    made_once: Path, monkeypatch: pytest.MonkeyPatch, code: str, words: str
) -> None:
    monkeypatch.setattr(index_process, "_START", code)
    monkeypatch.setattr(index_process, "_SILENCE", 0.5)
    [finding] = check(str(made_once)).findings
    assert (finding.severity, finding.what) == ("damage", "index")
    assert words in finding.message


def test_a_child_that_cannot_be_started_is_a_note(made_once: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index_process.sys, "executable", "/nowhere/python")
    [finding] = check(str(made_once)).findings
    assert finding.severity == "note"
    assert "were not compared" in finding.message


def test_a_child_leaves_nothing_in_the_temporary_directory(
    made_once: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    check(str(made_once))
    assert list(tmp_path.iterdir()) == []


def test_lmdb_ends_the_child_and_not_us(made: Path) -> None:
    """Zeroed pages behind the state's back: LMDB refuses, or calls abort()."""
    data = made / ".steme" / "index" / "data.mdb"
    whole, status = data.read_bytes(), data.stat()
    said = []
    for first in range(6):
        with open(data, "r+b") as file:
            file.write(whole)
            for page in range(4 + first, len(whole) // 4096, 6):
                file.seek(page * 4096)
                file.write(bytes(4096))
        os.utime(data, ns=(status.st_atime_ns, status.st_mtime_ns))
        findings = check(str(made)).findings
        assert {one.what for one in findings} <= {"index"}
        said += [one.message for one in findings]
    assert any("killed the process" in one or "MDB_CORRUPTED" in one for one in said)
