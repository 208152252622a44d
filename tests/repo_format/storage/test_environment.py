"""When an index may be opened, and how: nothing here ever maps a file that was not made here, or that has changed."""

from __future__ import annotations

import os
import struct
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from repo_format.errors import Damaged, StorageFailed
from repo_format.storage import environment, tables
from repo_format.storage.directory import Directory

ID = b"R" * 16


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Directory]:
    (tmp_path / "index").mkdir()
    directory = Directory.open(str(tmp_path / "index"))
    environment.create(directory, ID).close()
    environment.write_state(directory, ID, "clean")
    yield directory
    directory.close()


@pytest.fixture
def lines(tmp_path: Path) -> Callable[..., None]:
    """Change lines of the state: ``lines(word="dirty")``."""
    names = ("title", "boot", "file", "word", "repository", "print")

    def change(**new: str) -> None:
        state = tmp_path / "index" / "state"
        text = state.read_text().split("\n")
        for name, value in new.items():
            text[names.index(name)] = value
        state.write_text("\n".join(text))

    return change


def test_what_was_made_here_may_be_opened(place: Directory) -> None:
    assert environment.why_unusable(place, ID) == ""
    env = environment.open_environment(place, writable=True)
    assert environment.open_tables(env).keys() == set(tables.ALL)
    env.close()


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"title": "steme index 0"}, "made by another version"),
        ({"word": "spotless"}, "made by another version"),
        ({"repository": (b"S" * 16).hex()}, "another repository"),
        ({"file": "1:2"}, "copied from elsewhere"),
        ({"word": "dirty", "boot": "of yesterday"}, "the machine stopped"),
        ({"print": "8192 1"}, "something other than steme"),
    ],
)
def test_the_state_decides(place: Directory, lines: Callable[..., None], changes: dict[str, str], reason: str) -> None:
    lines(**changes)
    assert reason in environment.why_unusable(place, ID)


def test_what_is_dirty_since_this_start_may_be_opened(place: Directory) -> None:
    environment.write_state(place, ID, "dirty")
    assert environment.why_unusable(place, ID) == ""


def test_without_a_boot_id_nothing_dirty_is_believed(place: Directory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(environment, "boot_id", lambda: environment.UNKNOWN)
    environment.write_state(place, ID, "dirty")
    assert "the machine stopped" in environment.why_unusable(place, ID)
    environment.write_state(place, ID, "clean")
    assert environment.why_unusable(place, ID) == ""


def test_a_writer_that_comes_while_we_look_is_not_somebody_else(
    place: Directory, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = place.check_file

    def write_meanwhile(directory: Directory, name: str) -> os.stat_result | None:
        if not written:
            written.append(name)
            environment.write_state(place, ID, "dirty")
            os.utime(tmp_path / "index" / "data.mdb")
        return real(name)

    written: list[str] = ["not yet"]
    monkeypatch.setattr(Directory, "check_file", write_meanwhile)
    written.clear()
    assert environment.why_unusable(place, ID) == ""
    assert written


@pytest.mark.parametrize("content", [b"", b"\n\n", b"\xff" * 5_000, b"steme index"])
def test_a_state_of_any_content_is_an_answer(place: Directory, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "index" / "state").write_bytes(content)
    assert environment.why_unusable(place, ID)


@pytest.mark.parametrize("name", ["state", "data.mdb", "lock.mdb"])
def test_a_missing_file_is_an_answer(place: Directory, tmp_path: Path, name: str) -> None:
    (tmp_path / "index" / name).unlink()
    assert environment.why_unusable(place, ID)


def test_a_clean_file_that_was_written_to_is_not_opened(place: Directory, tmp_path: Path) -> None:
    data = tmp_path / "index" / "data.mdb"
    with open(data, "r+b") as file:
        file.seek(9_000)
        file.write(b"x")
    assert "something other than steme" in environment.why_unusable(place, ID)


def test_a_change_of_rights_is_no_change(place: Directory, tmp_path: Path) -> None:
    (tmp_path / "index" / "data.mdb").chmod(0o444)
    assert environment.why_unusable(place, ID) == ""


@pytest.mark.parametrize("size", [0, 10, 4096, 4096 + 100, 8192])
def test_a_dirty_file_that_is_cut_off_is_not_opened(place: Directory, tmp_path: Path, size: int) -> None:
    environment.write_state(place, ID, "dirty")
    os.truncate(tmp_path / "index" / "data.mdb", size)
    assert environment.why_unusable(place, ID) in ("its file is cut off", "its file is damaged")


@pytest.mark.parametrize("at", [16, 16 + 24, 4096 + 16])
def test_a_dirty_file_with_a_bad_meta_page_is_not_opened(place: Directory, tmp_path: Path, at: int) -> None:
    environment.write_state(place, ID, "dirty")
    with open(tmp_path / "index" / "data.mdb", "r+b") as file:
        file.seek(at)
        file.write(b"\xa5" * 4)
    assert environment.why_unusable(place, ID) == "its file is damaged"


def test_a_lock_file_that_is_cut_off_would_be_a_bus_error(place: Directory, tmp_path: Path) -> None:
    lock = tmp_path / "index" / "lock.mdb"
    assert lock.stat().st_blocks * 512 >= lock.stat().st_size >= 64 * 1024
    os.truncate(lock, 4096)
    assert environment.why_unusable(place, ID) == "its files are cut off"


def test_every_page_is_in_the_file_whatever_was_written(place: Directory, tmp_path: Path) -> None:
    """LMDB does not write the last pages of a transaction if it did not need them: that is not a file cut off."""
    env = environment.open_environment(place, writable=True)
    databases = environment.open_tables(env)
    for number in range(60):
        with env.begin(write=True) as txn:
            rows = [(struct.pack(">I", number * 50 + n), bytes(n * 40)) for n in range(50)]
            for key, row in rows:
                txn.put(key, row, db=databases[tables.LENS])
            for key, _ in rows[number % 50 :]:
                txn.delete(key, db=databases[tables.LENS])
        assert environment.why_unusable(place, ID) in ("", "something other than steme has changed it")
        environment.write_state(place, ID, "dirty")
        assert environment.why_unusable(place, ID) == ""
    env.close()


def test_a_table_that_is_missing_is_damage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "index").mkdir()
    directory = Directory.open(str(tmp_path / "index"))
    with monkeypatch.context() as patch:
        patch.setattr(tables, "ALL", tuple(name for name in tables.ALL if name != tables.TRIE))
        environment.create(directory, ID).close()
    env = environment.open_environment(directory, writable=True)
    with pytest.raises(Damaged, match="lacks a table"):
        environment.open_tables(env)
    env.close()
    directory.close()


def test_what_is_not_lmdb_is_damage(tmp_path: Path) -> None:
    (tmp_path / "data.mdb").write_bytes(b"not a database" * 1000)
    (tmp_path / "lock.mdb").write_bytes(b"")
    directory = Directory.open(str(tmp_path))
    with pytest.raises(Damaged, match="run `steme reindex`"):
        environment.open_environment(directory, writable=True)
    directory.close()


def test_a_write_needs_its_file(place: Directory, tmp_path: Path) -> None:
    (tmp_path / "index" / "data.mdb").unlink()
    with pytest.raises(StorageFailed, match="vanished"):
        environment.write_state(place, ID, "clean")


@pytest.mark.parametrize(
    ("changes", "torn"),
    [
        ({}, False),
        ({"word": "dirty"}, False),
        ({"word": "dirty", "boot": "of yesterday"}, True),
        ({"word": "dirty", "boot": environment.UNKNOWN}, True),
    ],
)
def test_only_a_stop_of_the_machine_tears_writes(
    place: Directory, lines: Callable[..., None], changes: dict[str, str], torn: bool
) -> None:
    lines(**changes)
    assert environment.may_be_torn(place) is torn


def test_without_a_state_anything_may_have_happened(place: Directory, tmp_path: Path) -> None:
    (tmp_path / "index" / "state").unlink()
    assert environment.may_be_torn(place)


SMALL = """
import resource, sys
resource.setrlimit(resource.RLIMIT_AS, (int(sys.argv[2]), int(sys.argv[2])))
from steme.keys import SigningKey
from steme.repository import Repository
from repo_format.objects.assertion import Assertion
key = SigningKey(b"k" * 32, "k")
claim = Assertion(author=key.public.hex(), confidence=1, predicate="p", subject="a/b", tier=3, time=1, value=81)
with Repository.init(sys.argv[1]) as repository:
    repository.add([claim], key)
with Repository.open(sys.argv[1]) as repository, repository.snapshot() as view:
    print(view.count, repository.store.index._opened().env.info()["map_size"] >> 20)
"""


@pytest.mark.parametrize(("limit", "mebibytes"), [(4 << 30, 1024), (1 << 30, 128)])
def test_little_address_space_gets_a_small_map(tmp_path: Path, limit: int, mebibytes: int) -> None:
    words = [sys.executable, "-c", SMALL, str(tmp_path), str(limit)]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == (f"1 {mebibytes}\n", "")
