from __future__ import annotations

import os
import shutil
import threading
from pathlib import Path

import lmdb
import pytest

from repo_format.errors import Busy, Damaged, FromTheFuture, NotARepository, Refused, StemeError
from repo_format.storage.store import Store

NOON = 1_767_268_800_000_000


def test_a_new_repository(store, tmp_path):
    root = tmp_path / ".steme"
    assert (root / "format").read_text() == f"steme repository\nformat 1\nid {'52' * 16}\n"
    assert {path.name for path in root.iterdir()} == {"format", "index", "lock", "log", "lost"}
    assert [path.name for path in (root / "log").iterdir()] == ["active.seg"]
    with store.snapshot() as view:
        assert (view.count, view.watermark.commit, view.watermark.next_seq) == (0, 0, 1)


def test_only_one_per_directory(store, tmp_path):
    with pytest.raises(Refused, match="already"):
        Store.create(str(tmp_path), b"S" * 16, NOON)
    with store.snapshot() as view:
        assert view.count == 0


def test_opening_what_is_none(tmp_path):
    with pytest.raises(NotARepository, match="steme init"):
        Store.open(str(tmp_path))
    (tmp_path / ".steme").mkdir()
    with pytest.raises(NotARepository, match="no file format"):
        Store.open(str(tmp_path))


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("", Damaged),
        ("steme repository\n", Damaged),
        ("steme repository\nformat 1\nid 52\n", Damaged),
        ("steme repository\nformat 1\nid " + "zz" * 16 + "\n", Damaged),
        ("another repository\nformat 1\nid " + "52" * 16 + "\n", Damaged),
        ("steme repository\nformat 2\nid " + "52" * 16 + "\n", FromTheFuture),
        ("steme repository\nformat 1\nid " + "53" * 16 + "\n", Damaged),
    ],
)
def test_the_file_format(store, tmp_path, text, error):
    store.close()
    (tmp_path / ".steme" / "format").write_text(text)
    with pytest.raises(error):
        Store.open(str(tmp_path))


def test_what_was_committed_is_there_when_opened_again(store, put, alice, tmp_path, dump):
    records = [alice.signed(alice.assertion(number)) for number in range(5)]
    put(store, records)
    before = dump(store)
    store.close()
    again = Store.open(str(tmp_path))
    assert dump(again) == before
    with again.snapshot() as view:
        assert [view.record(seq).id for seq in range(1, 6)] == [record.id for record in records]
    again.close()


@pytest.mark.parametrize("lost", ["index", "index/state", "index/data.mdb", "index/lock.mdb"])
def test_the_index_may_be_deleted(store, put, alice, tmp_path, dump, lost):
    put(store, alice.sealed(*map(alice.assertion, range(50))))
    before = dump(store)
    store.close()
    path = tmp_path / ".steme" / lost
    shutil.rmtree(path) if path.is_dir() else path.unlink()
    again = Store.open(str(tmp_path))
    assert dump(again) == before
    again.close()


@pytest.mark.parametrize("by", ["opening", "writing"])
def test_an_index_that_is_behind_catches_up(store, put, alice, tmp_path, dump, monkeypatch, by):
    """A commit is acknowledged once the log has it, whatever becomes of the index."""

    def fail(*_: object) -> None:
        raise lmdb.MapFullError("no room")

    put(store, [alice.signed(alice.assertion(1))])
    with monkeypatch.context() as patch:
        patch.setattr("repo_format.storage.transaction.Transaction._index", fail)
        commit = put(store, [alice.signed(alice.assertion(2))])
    assert (commit.number, commit.head.count) == (2, 2)
    if by == "opening":
        store.close()
        again = Store.open(str(tmp_path))
    else:
        again = store
        assert put(store, [alice.signed(alice.assertion(3))]).number == 3
    found = dump(again)
    again.rebuild()
    assert dump(again) == found
    assert len(found["ids"]) == (2 if by == "opening" else 3)
    again.close()


def test_a_log_that_lacks_what_was_acknowledged(store, put, alice, tmp_path):
    put(store, [alice.signed(alice.assertion(1))])
    size = store.log.size(1)
    put(store, [alice.signed(alice.assertion(2))])
    store.close()
    os.truncate(tmp_path / ".steme" / "log" / "active.seg", size)
    with pytest.raises(Damaged, match="lacks commit 2, which was acknowledged"):
        Store.open(str(tmp_path)).begin()


def test_a_missing_log(store, put, alice, tmp_path):
    put(store, [alice.signed(alice.assertion(1))])
    store.close()
    (tmp_path / ".steme" / "log" / "active.seg").unlink()
    shutil.rmtree(tmp_path / ".steme" / "index")
    with pytest.raises(Damaged, match="segment 1 is missing"):
        Store.open(str(tmp_path))


def test_two_stores_see_what_the_other_wrote(store, put, alice, tmp_path):
    other = Store.open(str(tmp_path))
    put(store, [alice.signed(alice.assertion(1))])
    with other.snapshot() as view:
        assert view.count == 1
    put(other, [alice.signed(alice.assertion(2))])
    with store.snapshot() as view:
        assert view.count == 2
    other.close()
    assert put(store, [alice.signed(alice.assertion(3))]).number == 3


def test_a_rebuild_under_an_open_store(store, put, alice, tmp_path):
    put(store, [alice.signed(alice.assertion(1))])
    other = Store.open(str(tmp_path))
    store.rebuild()
    put(store, [alice.signed(alice.assertion(2))])
    with other.snapshot() as view:
        assert view.count == 2
    assert put(other, [alice.signed(alice.assertion(3))]).head.count == 3
    other.close()


def test_threads_share_a_store(store, put, alice):
    errors: list[BaseException] = []

    def work(begin: int) -> None:
        try:
            for number in range(begin, begin + 8):
                put(store, [alice.signed(alice.assertion(number))])
                with store.snapshot() as view:
                    assert view.record(view.count).seq == view.count
        except BaseException as error:  # noqa: BLE001 - shown to the test
            errors.append(error)

    threads = [threading.Thread(target=work, args=(100 * number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    with store.snapshot() as view:
        assert view.count == 32
        assert view.watermark.commit == 32


def test_an_index_that_is_never_the_one_in_place_is_given_up(store, monkeypatch):
    found = iter(range(10_000))
    monkeypatch.setattr(type(store.index), "file", property(lambda _: (0, next(found))))
    with pytest.raises(Busy, match="again and again"):
        store.snapshot()
    assert next(found) < 1000
    monkeypatch.undo()
    with store.snapshot() as view:
        assert view.count == 0


def test_a_child_of_a_fork_must_open_it_again(store):
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            store.snapshot()
            os.write(write, b"it was let in")
        except StemeError as error:
            os.write(write, str(error).encode())
        finally:
            os._exit(0)
    os.close(write)
    with os.fdopen(read) as answer:
        assert "opened before a fork must be opened again" in answer.read()
    os.waitpid(child, 0)
    with store.snapshot() as view:
        assert view.count == 0


def test_a_copy_is_a_repository(store, put, alice, tmp_path):
    put(store, [alice.signed(alice.assertion(1))])
    copy = tmp_path / "copy"
    shutil.copytree(tmp_path / ".steme", copy / ".steme")
    other = Store.open(str(copy))
    with other.snapshot() as view:
        assert view.count == 1
    other.close()


def test_a_half_made_repository_is_none(tmp_path, monkeypatch):
    monkeypatch.setattr("repo_format.storage.layout._clear", lambda *_: None)
    with monkeypatch.context() as patch:
        patch.setattr("repo_format.storage.directory.os.rename", _refuse)
        with pytest.raises(StemeError):
            Store.create(str(tmp_path), b"R" * 16, NOON)
    with pytest.raises(NotARepository):
        Store.open(str(tmp_path))
    Store.create(str(tmp_path), b"R" * 16, NOON).close()


def _refuse(*_: object, **__: object) -> None:
    raise OSError(28, "No space left on device")


def test_nothing_but_the_log_is_needed(store, put, alice, tmp_path, dump):
    """What docs/format/repository.md promises to whoever copies a repository."""
    put(store, alice.sealed(*map(alice.assertion, range(10))))
    before = dump(store)
    store.close()
    copy: Path = tmp_path / "copy" / ".steme"
    (copy / "log").mkdir(parents=True)
    shutil.copy(tmp_path / ".steme" / "format", copy)
    shutil.copy(tmp_path / ".steme" / "log" / "active.seg", copy / "log")
    other = Store.open(str(tmp_path / "copy"))
    assert dump(other) == before
    other.close()
