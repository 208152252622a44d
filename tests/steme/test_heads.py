from __future__ import annotations

from pathlib import Path

import pytest

from repo_format.errors import BadSignature, Damaged, InvalidInput, NotFound
from repo_format.head import Head
from repo_format.storage.trie import Trie
from steme import heads, moments
from steme.repository import Repository
from tests.sample import DAY, NEW_YEAR, Sample


def test_names(sample: Sample) -> None:
    with sample.open() as repository, repository.snapshot() as view:
        found = heads.named(view)
        assert [(one.name, one.head.hex(), one.commit, one.count, one.received) for one in found] == [
            ("refs/heads/main", sample.heads[4], 5, 213, NEW_YEAR + 5 * DAY),
            ("refs/tags/v1", sample.heads[1], 2, 137, NEW_YEAR + 2 * DAY),
        ]
        assert [one.name for one in heads.named(view, "refs/tags/")] == ["refs/tags/v1"]


def test_an_unknown_head_has_a_name_alone(sample: Sample) -> None:
    with sample.open() as repository, repository.snapshot() as view:
        unknown = heads.NamedHead(view, "refs/remotes/o/main", b"\7" * 32)
    assert (unknown.commit, unknown.count, unknown.received, unknown.foreign) == (0, None, None, None)


def test_a_head_of_elsewhere_tells_of_itself_and_is_no_moment(own_sample: Sample) -> None:
    with own_sample.open() as repository:
        theirs = foreign(repository, own_sample, "refs/tags/theirs")
        with repository.snapshot() as view:
            found = heads.NamedHead(view, "refs/tags/theirs", theirs.id)
            assert (found.commit, found.count, found.received, found.foreign) == (0, 7, NEW_YEAR, theirs)
            with pytest.raises(NotFound, match=r"theirs names a state of another repository \(53535353\)"):
                moments.resolve(view, "theirs")


def foreign(repository: Repository, sample: Sample, name: str) -> Head:
    """A head of another repository, and a ref that names it."""
    theirs = Head(b"S" * 16, 7, b"r" * 32, bytes(32), NEW_YEAR, sample.alice.public)
    theirs.signature = sample.alice.sign_head_id(theirs.id)
    with repository.begin() as transaction:
        transaction.put_head(theirs)
        transaction.set_ref(name, bytes(32), theirs.id)
        transaction.commit(sample.alice, NEW_YEAR + 9 * DAY)
    return theirs


@pytest.mark.parametrize(("text", "names"), [("main", ["refs/heads/main"]), ("v1", ["refs/tags/v1"]), ("main~1", [])])
def test_a_head_that_holds(sample: Sample, text: str, names: list[str]) -> None:
    with sample.open() as repository, repository.snapshot() as view:
        seen = heads.look(view, moments.resolve(view, text))
    assert seen.problem is None
    assert seen.names == names
    assert seen.head.id.hex() == sample.heads[seen.commit - 1]


def test_a_signature_that_does_not_hold_is_a_problem(sample: Sample, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("repo_format.signature.verify_strict", lambda *_: False)
    with sample.open() as repository, repository.snapshot() as view:
        assert isinstance(heads.look(view, moments.newest(view)).problem, BadSignature)


def test_another_root_is_a_problem_of_the_newest(sample: Sample, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Trie, "root", lambda *_: bytes(32))
    with sample.open() as repository, repository.snapshot() as view:
        assert isinstance(heads.look(view, moments.newest(view)).problem, Damaged)
        assert heads.look(view, moments.resolve(view, "v1")).problem is None


def test_before_the_first_commit(tmp_path: Path) -> None:
    with (
        Repository.init(str(tmp_path)) as repository,
        repository.snapshot() as view,
        pytest.raises(NotFound, match="before the first commit"),
    ):
        heads.look(view, moments.newest(view))


def test_removing_a_tag(own_sample: Sample) -> None:
    with own_sample.open() as repository:
        assert heads.remove_tag(repository, "v1", own_sample.bob).hex() == own_sample.heads[1]
        with repository.snapshot() as view:
            assert [one.name for one in heads.named(view)] == ["refs/heads/main"]
        with pytest.raises(NotFound, match="no tag 'v1'"):
            heads.remove_tag(repository, "v1", own_sample.bob)
        with pytest.raises(InvalidInput):
            heads.remove_tag(repository, "../v1", own_sample.bob)
        repository.store.rebuild()
        with repository.snapshot() as view:
            assert [one.name for one in heads.named(view)] == ["refs/heads/main"]
