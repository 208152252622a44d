"""A repository that an archive or another user has prepared: refused in words, at once; nothing outside is touched."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from repo_format.errors import Refused
from repo_format.objects.assertion import Assertion
from repo_format.storage import directory
from steme.keys import SigningKey
from steme.query import Question
from steme.repository import Repository

KEY = SigningKey(b"k" * 32, "k")
FILES = ("format", "config.toml", "lock", "log/active.seg", "index/data.mdb", "index/lock.mdb", "index/state")
FOLDERS = ("", "log", "index")
KINDS = ("symbolic link", "dangling link", "hard link", "pipe", "directory", "foreign owner", "open to all")
FOLDER_KINDS = ("symbolic link", "dangling link", "pipe", "file", "foreign owner", "open to all")
SECRET = b"not yours\n" * 3_000

pytestmark = pytest.mark.filterwarnings("error")


def claim(number: int) -> Assertion:
    fields = {"confidence": 1, "predicate": "p", "subject": "a/b", "tier": 3, "time": number, "value": number}
    return Assertion(author=KEY.public.hex(), **fields)  # type: ignore[arg-type]


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    parent = tmp_path / "repository"
    parent.mkdir()
    with Repository.init(str(parent)) as opened:
        opened.add([claim(1)], KEY)
        Path(opened.config_file).write_text("")
    return parent


@pytest.fixture
def outside(tmp_path: Path) -> Iterator[Path]:
    """A place that nothing may change."""
    place = tmp_path / "outside"
    (place / "folder").mkdir(parents=True)
    (place / "victim").write_bytes(SECRET)
    before = _look(place)
    yield place
    assert _look(place) == before


def _look(place: Path) -> dict[str, tuple[bytes, int]]:
    return {str(path): (path.read_bytes() if path.is_file() else b"", path.stat().st_mode) for path in place.rglob("*")}


def put(path: Path, kind: str, outside: Path, folder: bool) -> None:
    """Put something odd in the place of a file or directory."""
    if kind == "open to all":
        path.chmod(path.stat().st_mode | 0o002)
        return
    if kind == "foreign owner":
        if os.geteuid():
            pytest.skip("only root can give files away")
        os.chown(path, 12_345, 12_345)
        return
    moved = outside.parent / "moved"
    shutil.move(path, moved)
    MAKE[kind](path, moved if folder else outside / "victim")


MAKE: dict[str, Callable[[Path, Path], object]] = {
    "symbolic link": lambda path, target: path.symlink_to(target),
    "dangling link": lambda path, target: path.symlink_to(target.parent / "nothing yet"),
    "hard link": lambda path, target: os.link(target, path),
    "pipe": lambda path, target: os.mkfifo(path),
    "directory": lambda path, target: path.mkdir(),
    "file": lambda path, target: path.write_bytes(SECRET),
}


def use(parent: Path) -> None:
    """Read and write, as any command would."""
    with Repository.open(str(parent)) as opened:
        assert opened.ask(Question("a/b", "p")).value == 1
        opened.add([claim(2)], KEY)


def test_the_repository_itself_is_fine(repository: Path) -> None:
    use(repository)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", FILES)
def test_a_file_that_is_not_a_plain_one_of_ours(repository: Path, outside: Path, name: str, kind: str) -> None:
    put(repository / ".steme" / name, kind, outside, folder=False)
    with pytest.raises(Refused) as raised:
        use(repository)
    assert name.rpartition("/")[2] in str(raised.value)
    assert SECRET[:9].decode() not in str(raised.value)


@pytest.mark.parametrize("kind", FOLDER_KINDS)
@pytest.mark.parametrize("name", FOLDERS)
def test_a_directory_that_is_not_one_of_ours(repository: Path, outside: Path, name: str, kind: str) -> None:
    put(repository / ".steme" / name, kind, outside, folder=True)
    with pytest.raises(Refused):
        use(repository)


@pytest.mark.parametrize("name", ["index", "lost"])
def test_a_rebuild_replaces_a_link_and_does_not_follow_it(repository: Path, outside: Path, name: str) -> None:
    """`steme reindex` is the way out where the index is not ours."""
    place = repository / ".steme" / name
    shutil.rmtree(place)
    place.symlink_to(outside / "folder")
    from repo_format.storage.store import Store

    store = Store.open_log(str(repository))
    try:
        if name == "lost":
            with open(repository / ".steme/log/active.seg", "ab") as log:
                log.write(b"debris")
            with pytest.raises(Refused):
                store.rebuild()
        else:
            store.rebuild()
            assert not place.is_symlink()
    finally:
        store.close()


def test_a_trap_beside_the_index_is_not_written_through(repository: Path, outside: Path) -> None:
    inside = repository / ".steme"
    for name in (f"index.{os.getpid()}.building", f"index.{os.getpid()}.old"):
        (inside / name).symlink_to(outside / "folder")
    for name in (f"log/active.seg.{os.getpid()}.tmp", f"index/state.{os.getpid()}.tmp"):
        (inside / name).hardlink_to(outside / "victim")
    with Repository.open(str(repository)) as opened:
        opened.store.rebuild()
    use(repository)


def test_a_network_file_system_is_refused(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(directory, "filesystem_type", lambda device: "nfs4")
    with pytest.raises(Refused, match="network file system"):
        use(repository)
    with pytest.raises(Refused, match="network file system"):
        Repository.init(str(repository.parent))


def test_the_check_says_what_is_odd_and_follows_nothing(repository: Path, outside: Path) -> None:
    from repo_format.checking.check import check

    inside = repository / ".steme"
    (inside / "lock").unlink()
    (inside / "lock").symlink_to(outside / "victim")
    os.mkfifo(inside / "log" / "00000001.seg")
    (inside / "index" / "extra").symlink_to(outside / "victim")
    findings = check(str(repository)).findings
    unsafe = {finding.file for finding in findings if finding.what == "unsafe"}
    assert unsafe == {"lock", "log/00000001.seg"}
    assert {finding.file for finding in findings if finding.what == "stray"} == {"index/extra"}


@pytest.mark.parametrize("kind", FOLDER_KINDS)
def test_the_check_survives_an_odd_log(repository: Path, outside: Path, kind: str) -> None:
    from repo_format.checking.check import check

    put(repository / ".steme" / "log", kind, outside, folder=True)
    with pytest.raises(Refused, match="/log "):
        check(str(repository), index=False)
