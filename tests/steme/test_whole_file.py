from __future__ import annotations

import os
from pathlib import Path

import pytest

from repo_format.errors import Refused, StorageFailed
from steme.whole_file import whole_file


def write(path: Path, data: bytes, replace: bool = False) -> None:
    with whole_file(str(path), replace) as append:
        for at in range(0, len(data), 700_000):
            append(data[at : at + 700_000])


@pytest.mark.parametrize("data", [b"", b"one", os.urandom(3_000_000)], ids=len)
def test_a_file_is_there_whole(tmp_path: Path, data: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "file", data)
    monkeypatch.chdir(tmp_path)
    write(Path("here"), data)
    assert (tmp_path / "file").read_bytes() == (tmp_path / "here").read_bytes() == data
    assert sorted(os.listdir(tmp_path)) == ["file", "here"]
    assert (tmp_path / "file").stat().st_mode & 0o400


def test_it_is_not_there_before_the_end(tmp_path: Path) -> None:
    with whole_file(str(tmp_path / "file")) as append:
        append(b"x" * 2_000_000)
        assert not (tmp_path / "file").exists()


def test_one_that_is_there_is_replaced_only_on_demand(tmp_path: Path) -> None:
    path = tmp_path / "file"
    write(path, b"old")
    with pytest.raises(Refused, match="exists already; choose another name, or --force"):
        write(path, b"new")
    assert path.read_bytes() == b"old"
    write(path, b"new", replace=True)
    assert path.read_bytes() == b"new"
    assert os.listdir(tmp_path) == ["file"]


def test_one_that_appears_meanwhile_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "file"

    def meanwhile() -> None:
        with whole_file(str(path)) as append:
            append(b"mine")
            path.write_bytes(b"theirs")

    with pytest.raises(Refused, match="appeared in the meantime"):
        meanwhile()
    assert path.read_bytes() == b"theirs"
    assert os.listdir(tmp_path) == ["file"]


@pytest.mark.parametrize("kind", ["symlink", "directory", "fifo"])
def test_what_is_no_plain_file_is_never_replaced(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "it"
    if kind == "symlink":
        path.symlink_to("elsewhere")
    elif kind == "directory":
        path.mkdir()
    else:
        os.mkfifo(path)
    with pytest.raises(Refused, match="not a plain file"):
        write(path, b"new", replace=True)
    with pytest.raises(Refused, match="exists already"):
        write(path, b"new")
    assert os.listdir(tmp_path) == ["it"]


@pytest.mark.parametrize("error", [ValueError("mine"), KeyboardInterrupt()])
def test_what_fails_leaves_nothing(tmp_path: Path, error: BaseException) -> None:
    def fails() -> None:
        with whole_file(str(tmp_path / "file")) as append:
            append(b"x" * 2_000_000)
            raise error

    with pytest.raises(type(error)):
        fails()
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize("call", ["write", "fsync", "link"])
def test_a_system_that_fails_leaves_nothing(tmp_path: Path, call: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> int:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, call, fail)
        with pytest.raises(StorageFailed, match="could not be written: No space left on device"):
            write(tmp_path / "file", b"x" * 2_000_000)
    assert os.listdir(tmp_path) == []
    with pytest.raises(StorageFailed, match="No such file"):
        write(tmp_path / "nowhere" / "file", b"")


def test_a_file_system_without_hard_links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", fail)
    write(tmp_path / "file", b"data")
    assert (tmp_path / "file").read_bytes() == b"data"


def test_what_the_system_writes_in_pieces_is_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.write
    monkeypatch.setattr(os, "write", lambda fd, data: real(fd, data[:999]))
    data = os.urandom(50_000)
    write(tmp_path / "file", data)
    assert (tmp_path / "file").read_bytes() == data
