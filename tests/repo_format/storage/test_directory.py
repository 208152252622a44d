"""Opening what lies in a repository so that nothing outside can be reached through it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from repo_format.errors import NotFound, Refused, StorageFailed
from repo_format.storage import directory as directories
from repo_format.storage.directory import Directory, check_filesystem, filesystem_type, write_all

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files away")


@pytest.fixture
def place(tmp_path: Path):
    (tmp_path / "file").write_bytes(b"content")
    opened = Directory.open(str(tmp_path))
    yield opened
    opened.close()


def _open(place: Directory, name: str, flags: int = os.O_RDONLY) -> bytes:
    fd = place.open_file(name, flags)
    try:
        return os.read(fd, 100)
    finally:
        os.close(fd)


def test_a_plain_file_is_opened(place: Directory) -> None:
    assert _open(place, "file") == b"content"
    assert place.check_file("file").st_size == 7


def test_an_absent_file_is_a_normal_case(place: Directory) -> None:
    with pytest.raises(FileNotFoundError):
        place.open_file("nothing", os.O_RDONLY)
    assert place.check_file("nothing") is None


@pytest.mark.parametrize("flags", [os.O_RDONLY, os.O_RDWR, os.O_WRONLY, os.O_RDWR | os.O_CREAT])
@pytest.mark.parametrize("kind", ["symbolic link", "dangling link", "hard link", "pipe", "directory"])
def test_what_is_no_plain_file_is_refused_at_once(place: Directory, tmp_path: Path, kind: str, flags: int) -> None:
    name = tmp_path / "odd"
    match kind:
        case "symbolic link":
            name.symlink_to(tmp_path / "file")
        case "dangling link":
            name.symlink_to(tmp_path / "not yet")
        case "hard link":
            name.hardlink_to(tmp_path / "file")
        case "pipe":
            os.mkfifo(name)
        case "directory":
            name.mkdir()
    with pytest.raises(Refused):
        place.open_file("odd", flags)
    with pytest.raises(Refused):
        place.check_file("odd")
    assert not (tmp_path / "not yet").exists()


@pytest.mark.parametrize("mode", [0o646, 0o666, 0o777])
def test_a_file_that_anybody_may_change_is_refused(place: Directory, tmp_path: Path, mode: int) -> None:
    (tmp_path / "file").chmod(mode)
    with pytest.raises(Refused, match="every user"):
        _open(place, "file")


def test_a_directory_that_anybody_may_change_is_refused(place: Directory, tmp_path: Path) -> None:
    (tmp_path / "below").mkdir()
    Directory.open("below", place).close()
    (tmp_path / "below").chmod(0o777)
    with pytest.raises(Refused, match="every user"):
        Directory.open("below", place)


@as_root
def test_a_stranger_is_refused_unless_listed(place: Directory, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    os.chown(tmp_path / "file", 12_345, -1)
    with pytest.raises(Refused, match="uid 12345"):
        _open(place, "file")
    monkeypatch.setenv(directories.SAFE_DIRECTORY, f"/nowhere:{tmp_path}")
    assert _open(place, "file") == b"content"


@as_root
def test_a_name_that_only_begins_alike_is_not_listed(
    place: Directory, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    os.chown(tmp_path / "file", 12_345, -1)
    monkeypatch.setenv(directories.SAFE_DIRECTORY, str(tmp_path)[:-1])
    with pytest.raises(Refused):
        _open(place, "file")


@pytest.mark.parametrize("kind", ["link", "file"])
def test_a_directory_is_a_directory(place: Directory, tmp_path: Path, kind: str) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real")
    with pytest.raises(Refused):
        Directory.open(kind, place)
    with pytest.raises(NotFound):
        Directory.open("nothing", place)
    place.make("real").close()


def test_a_large_file_is_not_read(place: Directory) -> None:
    assert place.read_file("file", 7) == b"content"
    with pytest.raises(Refused, match="larger than 6"):
        place.read_file("file", 6)


def test_writing_replaces_as_a_whole(place: Directory, tmp_path: Path) -> None:
    place.write_file("file", b"new")
    assert (tmp_path / "file").read_bytes() == b"new"
    assert place.names() == ["file"]


@pytest.mark.parametrize("link", ["symbolic", "hard"])
def test_writing_goes_through_no_link(place: Directory, tmp_path: Path, link: str) -> None:
    victim = tmp_path / "victim"
    victim.write_bytes(b"untouched")
    trap = tmp_path / f"file.{os.getpid()}.tmp"
    if link == "hard":
        trap.hardlink_to(victim)
    else:
        trap.symlink_to(victim)
    place.write_file("file", b"new")
    assert victim.read_bytes() == b"untouched"
    assert (tmp_path / "file").read_bytes() == b"new"


def test_a_failed_write_leaves_the_old_content(
    place: Directory, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(fd: int, data: bytes, offset: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(directories, "write_all", fail)
    with pytest.raises(StorageFailed, match="No space left"):
        place.write_file("file", b"new")
    assert (tmp_path / "file").read_bytes() == b"content"
    assert place.names() == ["file"]


def test_a_short_write_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.pwrite
    monkeypatch.setattr(os, "pwrite", lambda fd, data, offset: real(fd, data[:3], offset))
    fd = os.open(tmp_path / "file", os.O_RDWR | os.O_CREAT)
    write_all(fd, b"0123456789", 2)
    os.close(fd)
    assert (tmp_path / "file").read_bytes() == b"\0\0" + b"0123456789"


@pytest.mark.parametrize("kind", ["nfs4", "cifs", "9p", "fuse.sshfs"])
def test_network_file_systems_are_refused(place: Directory, monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    monkeypatch.setattr(directories, "filesystem_type", lambda device: kind)
    with pytest.raises(Refused, match=kind):
        check_filesystem(place)
    monkeypatch.setenv(directories.UNSAFE_FILESYSTEM, "1")
    check_filesystem(place)


def test_local_file_systems_are_known_by_name(place: Directory) -> None:
    assert filesystem_type(os.stat("/proc").st_dev) == "proc"
    assert filesystem_type(os.makedev(4_000, 4_000)) == ""
    check_filesystem(place)


def test_a_directory_knows_whether_its_path_still_leads_to_it(place: Directory, tmp_path: Path) -> None:
    below = place.make("below")
    assert below.is_in_place()
    (tmp_path / "below").rename(tmp_path / "moved")
    assert not below.is_in_place()
    (tmp_path / "below").mkdir()
    assert not below.is_in_place()
    below.close()
