from __future__ import annotations

import os
from pathlib import Path

import pytest

from repo_format import head, merkle
from repo_format.errors import AmbiguousId, InvalidInput, NotARepository, NotFound, Refused, StemeError
from repo_format.storage import tables
from repo_format.verification import Verifier
from steme.discovery import find_repository
from steme.repository import Repository
from tests.steme.claims import ALICE, BOB, assertion, countries


def test_init_makes_what_open_finds_from_below(tmp_path: Path) -> None:
    with Repository.init(str(tmp_path / "new" / "place")) as made:
        identifier = made.id
    below = tmp_path / "new" / "place" / "deep" / "er"
    below.mkdir(parents=True)
    with Repository.open(str(below)) as opened:
        assert (opened.id, opened.path) == (identifier, str(tmp_path / "new" / "place"))


def test_a_second_init_changes_nothing(tmp_path: Path) -> None:
    Repository.init(str(tmp_path)).close()
    before = sorted((path, path.stat().st_mtime_ns) for path in (tmp_path / ".steme" / "log").iterdir())
    with pytest.raises(Refused, match="already"):
        Repository.init(str(tmp_path))
    assert sorted((path, path.stat().st_mtime_ns) for path in (tmp_path / ".steme" / "log").iterdir()) == before


def test_there_is_none_and_the_search_ends_at_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Repository.init(str(tmp_path)).close()
    home = tmp_path / "home" / "me"
    home.mkdir(parents=True)
    monkeypatch.setenv("HOME", str(home))
    with pytest.raises(NotARepository, match="steme init"):
        find_repository(str(home))
    assert find_repository(str(tmp_path / "home")) == str(tmp_path)


def test_what_was_added_is_there_verified_and_in_the_root(tmp_path: Path) -> None:
    with countries(tmp_path) as repository, repository.snapshot() as view:
        checker = Verifier()
        ids = [view.record(seq).id for seq in range(1, view.count + 1)]
        assert [checker.check(view.record(seq)) for seq in range(1, view.count + 1)]
        assert view.trie.root(view.count) == merkle.root(ids)


def test_adding_the_same_again_is_no_commit(tmp_path: Path) -> None:
    with countries(tmp_path) as repository:
        claim = assertion(ALICE, "a", "b", 1)
        first, commit = repository.add([claim], ALICE)
        again, nothing = repository.add([claim], ALICE)
        assert (first, commit is None, nothing) == (again, False, None)


def test_one_bad_claim_and_none_is_written(tmp_path: Path) -> None:
    with countries(tmp_path) as repository:
        with repository.snapshot() as view:
            before = view.count
        with pytest.raises(InvalidInput, match="confidence"):
            repository.add([assertion(ALICE, "a", "b", 1), assertion(ALICE, "a", "c", 1, confidence=2)], ALICE)
        with pytest.raises(InvalidInput, match="author"):
            repository.add([assertion(BOB, "a", "b", 1)], ALICE)
        with repository.snapshot() as view:
            assert view.count == before


def test_ids_by_prefix(tmp_path: Path) -> None:
    with countries(tmp_path) as repository:
        with repository.snapshot() as view:
            some = view.id_of(3)
        assert repository.resolve(some.hex()[:7].upper()) == some
        with pytest.raises(NotFound):
            repository.resolve("0" * 12)
        with pytest.raises(InvalidInput, match="at least 7"):
            repository.resolve("abc")


def test_an_ambiguous_prefix_names_candidates(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("repo_format.ids.MIN_ID_PREFIX", 1)
    with countries(tmp_path) as repository:
        repository.add([assertion(ALICE, f"s/{number}", "p", number) for number in range(40)], ALICE)
        digit = "0123456789abcdef"
        with repository.snapshot() as view:
            common = next(d for d in digit if len(view.with_prefix(d, 9)) > 1)
        with pytest.raises(AmbiguousId, match="several"):
            repository.resolve(common)


def test_tags_are_compared_and_swapped(tmp_path: Path) -> None:
    with countries(tmp_path) as repository:
        with repository.snapshot() as view:
            main = view.get(tables.REFS, b"refs/heads/main") or b""
        repository.tag("v1", main, ALICE)
        with repository.snapshot() as view:
            same = view.get(tables.REFS, b"refs/heads/main") or b""
        assert same != main
        assert repository.tag("v1", same, ALICE) is None
        repository.add([assertion(ALICE, "a", "b", 1)], ALICE)
        with repository.snapshot() as view:
            newer = view.get(tables.REFS, b"refs/heads/main") or b""
            assert view.get(tables.REFS, b"refs/tags/v1") == main != newer
        with pytest.raises(StemeError, match="--force"):
            repository.tag("v1", newer, ALICE)
        repository.tag("v1", newer, ALICE, replace=True)
        with pytest.raises(NotFound):
            repository.tag("v2", bytes(31) + b"x", ALICE)
        with pytest.raises(InvalidInput):
            repository.tag("a..b", newer, ALICE)
        repository.tag("v1", head.NO_HEAD, ALICE, replace=True)
        with repository.snapshot() as view:
            assert view.get(tables.REFS, b"refs/tags/v1") is None


def test_a_repository_does_not_survive_a_fork(tmp_path: Path) -> None:
    with countries(tmp_path) as repository:
        child = os.fork()
        if not child:
            try:
                repository.snapshot()
            except StemeError:
                os._exit(7)
            os._exit(1)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 7
        with repository.snapshot() as view:
            assert view.count
