"""The checker finds what it is for: every kind of damage, put into a repository that it finds nothing against."""

from __future__ import annotations

import os
import struct
from collections.abc import Callable
from pathlib import Path

import lmdb
import pytest
from bare_log import object_id, trie_root
from campaigns import claims
from invariants import check

from repo_format import merkle
from repo_format.storage import layout
from steme.repository import Repository

KEY = claims.key(1)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """Ten signed and forty sealed claims, and a tag."""
    with Repository.init(str(tmp_path)) as repository:
        repository.add([claims.claim(KEY, number)[2] for number in range(10)], KEY)
        commit = claims.add_sealed(repository, KEY, [claims.claim(KEY, number) for number in range(10, 50)], 10**15)
        assert commit is not None
        repository.tag("v1", commit.head.id, KEY)
    return tmp_path


def ids() -> list[bytes]:
    return [claims.claim(KEY, number)[0] for number in range(50)]


def found(path: Path) -> str:
    return "\n".join(check(path, ids(), ids()))


def test_nothing_is_found_against_a_good_repository(repository: Path) -> None:
    assert check(repository, ids(), ids()) == []


def test_the_second_reader_agrees_about_ids_and_roots() -> None:
    many = sorted(object_id(number.to_bytes(4, "big")) for number in range(1500))
    assert trie_root(many, {}) == merkle.root(many)
    assert claims.claim(KEY, 1)[0] == object_id(claims.claim(KEY, 1)[1])


def test_a_lost_claim_a_foreign_one_and_a_lost_tag(repository: Path) -> None:
    assert "is lost" in check(repository, [bytes(32)], ids())[0]
    assert "never offered" in check(repository, ids(), ids()[1:])[0]
    assert "tag v2 is lost" in check(repository, ids(), ids(), tags={"v2": bytes(32)})[0]


@pytest.mark.parametrize("at", [150, 700, -1, -60, -250])
def test_a_flipped_bit_anywhere_in_the_log(repository: Path, at: int) -> None:
    log = repository / layout.DIRECTORY / "log" / "active.seg"
    data = bytearray(log.read_bytes())
    data[at] ^= 1
    log.write_bytes(data)
    assert "is lost" in "\n".join(check(repository, ids(), ids(), tags={"v1": bytes(32)}, rebuild=False))


def test_bytes_behind_the_last_commit(repository: Path) -> None:
    with open(repository / layout.DIRECTORY / "log" / "active.seg", "ab") as log:
        log.write(b"debris")
    assert "6 bytes stand behind" in "\n".join(check(repository, ids(), ids(), rebuild=False))


@pytest.mark.parametrize("name", ["index.7.building", "log/active.seg.7.tmp", "index/state.7.tmp", "lost/other"])
def test_leftovers(repository: Path, name: str) -> None:
    (repository / layout.DIRECTORY / name).touch()
    assert "was left behind" in found(repository)


def test_a_hard_link(repository: Path, tmp_path: Path) -> None:
    log = repository / layout.DIRECTORY / "log" / "active.seg"
    os.link(log, tmp_path / "second")
    assert "active.seg is a link" in "\n".join(check(repository, ids(), ids(), rebuild=False))


def _change(table: str, change: Callable[[lmdb.Transaction, lmdb._Database], object]) -> Callable[[Path], None]:
    def apply(index: Path) -> None:
        with lmdb.open(str(index), max_dbs=32, map_size=1 << 30) as env:
            database = env.open_db(table.encode(), create=False)
            with env.begin(write=True) as txn:
                change(txn, database)

    return apply


@pytest.mark.parametrize(
    ("damage", "sentence"),
    [
        (_change("ids", lambda t, d: t.put(bytes(32), struct.pack(">I", 51), db=d)), "other objects than the log"),
        (_change("refs", lambda t, d: t.delete(b"refs/tags/v1", db=d)), "other refs than the log"),
        (_change("heads", lambda t, d: t.put(bytes(32), bytes(8), db=d)), "other heads than the log"),
        (_change("blocks", lambda t, d: t.put(b"\0\0\0\x63", b"x", db=d)), "table blocks of the index differs"),
        (_change("terms", lambda t, d: t.put(b"sother", b"\0\0\0\x63", db=d)), "table terms of the index differs"),
    ],
)
def test_a_changed_row_of_the_index(repository: Path, damage: Callable[[Path], None], sentence: str) -> None:
    damage(repository / layout.DIRECTORY / "index")
    assert sentence in found(repository)
