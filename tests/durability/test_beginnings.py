"""`init` that was interrupted, and what lies about after a death: made whole, cleared away, or refused unharmed."""

from __future__ import annotations

from pathlib import Path
from unittest import mock

import pytest
from campaigns import claims
from invariants import check

from repo_format.errors import Refused, StorageFailed
from repo_format.storage import index, layout, leftovers
from repo_format.storage.directory import Directory
from steme.repository import Repository

KEY = claims.key(1)


def _use(top: Path) -> None:
    offer = claims.claim(KEY, 1)
    with Repository.open(str(top)) as repository:
        repository.add([offer[2]], KEY)
    assert check(top, [offer[0]], [offer[0]]) == []


@pytest.mark.parametrize("calls", range(10))
def test_init_completes_what_another_one_began(tmp_path: Path, calls: int) -> None:
    """Death before the n-th sync of a directory or a file."""

    class Death(BaseException):
        pass

    left = [calls]

    def sync(_: int) -> None:
        if left[0] == 0:
            raise Death
        left[0] -= 1

    with (
        mock.patch("os.fsync", sync),
        mock.patch.object(layout, "_clear"),
        mock.patch("repo_format.storage.store.undo"),
        pytest.raises(Death),
    ):
        Repository.init(str(tmp_path)).close()
    if not (tmp_path / layout.DIRECTORY / layout.FORMAT_FILE).exists():
        Repository.init(str(tmp_path)).close()
    _use(tmp_path)


def test_init_leaves_nothing_behind_when_it_fails(tmp_path: Path) -> None:
    with mock.patch.object(index, "put_in_place", side_effect=StorageFailed("full")), pytest.raises(StorageFailed):
        Repository.init(str(tmp_path))
    assert list(tmp_path.iterdir()) == []


def test_init_completes_one_whose_index_is_there_before_its_format(tmp_path: Path) -> None:
    Repository.init(str(tmp_path)).close()
    (tmp_path / layout.DIRECTORY / layout.FORMAT_FILE).unlink()
    (tmp_path / layout.DIRECTORY / "index.77.building").mkdir()
    Repository.init(str(tmp_path)).close()
    _use(tmp_path)


@pytest.mark.parametrize("name", ["notes.txt", "log/active.seg", "log/00000001.seg"])
def test_init_touches_nothing_that_is_not_its_own(tmp_path: Path, name: str) -> None:
    file = tmp_path / layout.DIRECTORY / name
    file.parent.mkdir(parents=True)
    file.write_bytes(bytes(1000))
    with pytest.raises(Refused, match="nothing was changed"):
        Repository.init(str(tmp_path))
    assert file.read_bytes() == bytes(1000)


def test_init_refuses_a_repository(tmp_path: Path) -> None:
    Repository.init(str(tmp_path)).close()
    with pytest.raises(Refused, match="repository already"):
        Repository.init(str(tmp_path))
    _use(tmp_path)


def test_leftovers_go_and_nothing_else_does(tmp_path: Path) -> None:
    Repository.init(str(tmp_path)).close()
    inside = tmp_path / layout.DIRECTORY
    before = sorted(path for path in inside.rglob("*"))
    (inside / "index.77.building").mkdir()
    (inside / "index.77.building" / "data.mdb").touch()
    (inside / "index.77.old").mkdir()
    for name in ("log/active.seg.77.tmp", "index/state.77.tmp", "lost/tail-1-2.77.tmp", "format.77.tmp"):
        (inside / name).touch()
    for name in ("config.toml", "log/other.tmp", "log/x.y.tmp"):
        (inside / name).touch()
        before.append(inside / name)
    directory = Directory.open(str(inside))
    leftovers.sweep(directory)
    directory.close()
    assert sorted(path for path in inside.rglob("*")) == sorted(before)
