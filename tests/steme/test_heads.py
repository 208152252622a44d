from __future__ import annotations

from pathlib import Path

import pytest

from repo_format.errors import BadSignature, Damaged, InvalidInput, NotFound
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


def test_a_head_of_elsewhere_has_a_name_alone(sample: Sample) -> None:
    with sample.open() as repository, repository.snapshot() as view:
        elsewhere = heads.NamedHead(view, "refs/remotes/o/main", b"\7" * 32)
    assert (elsewhere.commit, elsewhere.count, elsewhere.received) == (0, 0, 0)


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
