"""A repository that may be read and not written: by its file modes, or because it belongs to root and we do not."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from repo_format.checking.check import check
from repo_format.errors import Busy, StemeError
from repo_format.objects.assertion import Assertion
from steme.keys import SigningKey
from steme.query import Question
from steme.repository import Repository

KEY = SigningKey(b"k" * 32, "k")
NOBODY = 65_534

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    for place in (tmp_path, *tmp_path.parents):
        if place.stat().st_mode & 0o755 != 0o755:  # how many folders of pytest there are depends on how it was started
            place.chmod(0o755)
    parent = tmp_path / "repository"
    parent.mkdir()
    with Repository.init(str(parent)) as opened:
        opened.add([claim(1)], KEY)
    return parent


def claim(number: int) -> Assertion:
    fields = {"confidence": 1, "predicate": "p", "subject": "a/b", "tier": 3, "time": number, "value": number}
    return Assertion(author=KEY.public.hex(), **fields)  # type: ignore[arg-type]


def as_nobody(work: Callable[[], None]) -> str:
    """What goes wrong with ``work`` in a child process without any rights; nothing when it does not."""
    place, far = os.pipe()
    pid = os.fork()
    if not pid:
        try:
            os.environ["XDG_CONFIG_HOME"] = "/nonexistent"
            os.setgid(NOBODY)
            os.setuid(NOBODY)
            work()
        except BaseException as error:  # noqa: BLE001 - it is told to the parent
            os.write(far, f"{type(error).__name__}: {error}".encode())
        os._exit(0)
    os.close(far)
    with open(place, "rb") as pipe:
        said = pipe.read().decode()
    os.waitpid(pid, 0)
    return said


def ask(parent: Path) -> None:
    with Repository.open(str(parent)) as opened:
        answer = opened.ask(Question("a/b", "p"))
        assert answer.value == 1
        assert opened.store.log.numbers() == [1]


@as_root
def test_somebody_else_may_ask(repository: Path) -> None:
    assert as_nobody(lambda: ask(repository)) == ""


@as_root
def test_somebody_else_may_not_write(repository: Path) -> None:
    def write() -> None:
        with Repository.open(str(repository)) as opened:
            opened.add([claim(2)], KEY)

    said = as_nobody(write)
    assert said.startswith("StorageFailed: ")
    assert "Permission denied" in said
    ask(repository)


@as_root
def test_somebody_else_may_check(repository: Path) -> None:
    def look() -> None:
        found = [finding.message for finding in check(str(repository)).findings]
        assert not found or "were not compared" in found[0]  # where not even this Python may be run

    assert as_nobody(look) == ""


@as_root
def test_modes_of_our_own_are_kept_too(repository: Path) -> None:
    for path in [repository, *repository.rglob("*")]:
        os.chown(path, NOBODY, NOBODY)
        path.chmod(0o555 if path.is_dir() else 0o444)
    assert as_nobody(lambda: ask(repository)) == ""


@as_root
def test_who_cannot_register_keeps_writers_away_while_it_reads(repository: Path) -> None:
    """LMDB would hand the pages of a reader it does not know of to the next writer."""
    began, ended = os.pipe(), os.pipe()

    def hold() -> None:
        with Repository.open(str(repository)) as opened, opened.snapshot() as view:
            os.write(began[1], b"x")
            time.sleep(0.3)
            assert view.count == 1
        os.write(ended[1], b"x")

    pid = os.fork()
    if not pid:
        os._exit(bool(as_nobody(hold)))
    for write_end in (began[1], ended[1]):
        os.close(write_end)  # a child that dies must not leave anybody waiting
    assert os.read(began[0], 1) == b"x"
    with Repository.open(str(repository)) as opened:
        with pytest.raises(Busy):
            opened.store.begin(timeout=0.05)
        opened.store.begin(timeout=5).abort()
        assert os.read(ended[0], 1) == b"x"
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0


@as_root
def test_without_an_index_there_is_a_sentence(repository: Path) -> None:
    shutil.rmtree(repository / ".steme" / "index")
    said = as_nobody(lambda: ask(repository))
    assert said.startswith("StorageFailed: ")
    assert "lock" in said


@as_root
def test_what_may_not_even_be_read_is_a_sentence(repository: Path) -> None:
    (repository / ".steme" / "log" / "active.seg").chmod(0o600)
    said = as_nobody(lambda: ask(repository))
    assert said.startswith("StorageFailed: ")
    assert "active.seg" in said


def test_a_foreign_repository_is_not_opened_by_root_either(repository: Path) -> None:
    if os.geteuid():
        pytest.skip("only root can give files away")
    for path in (repository / ".steme").rglob("*"):
        os.chown(path, NOBODY, NOBODY)
    with pytest.raises(StemeError, match="another user"):
        ask(repository)
