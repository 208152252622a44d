from __future__ import annotations

from pathlib import Path

import pytest

from repo_format.errors import Damaged, NotFound
from repo_format.head import NO_HEAD
from repo_format.storage import commits, tables
from steme.repository import Repository
from tests.sample import DAY, NEW_YEAR, Sample, build


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Sample:
    return build(tmp_path_factory.mktemp("sample"))


def test_rows_and_heads_of_commits(sample: Sample) -> None:
    with sample.open() as repository, repository.snapshot() as view:
        found = [commits.row(view, number) for number in range(1, len(sample.heads) + 1)]
        assert [row.head.hex() for row in found] == sample.heads
        assert [row.received for row in found] == [NEW_YEAR + number * DAY for number in range(1, 6)]
        assert [row.objects for row in found] == [4, 133, 0, 65, 11]
        assert [row.last_seq for row in found] == [4, 137, 137, 202, 213]
        for row in found:
            head = commits.head_at(view, row.number)
            head.check()
            assert (head.id, head.count, head.time) == (row.head, row.last_seq, row.received)
            assert commits.number_of(view, head.id) == row.number
        with pytest.raises(NotFound, match="commit number 6"):
            commits.row(view, 6)


def test_the_commit_of_every_object(sample: Sample) -> None:
    with sample.open() as repository, repository.snapshot() as view:
        expected = [1] * 4 + [2] * 133 + [4] * 65 + [5] * 11
        assert [commits.of_seq(view, seq).number for seq in range(1, view.count + 1)] == expected
        for seq in (0, -1, view.count + 1):
            with pytest.raises(NotFound, match="there are 213"):
                commits.of_seq(view, seq)


@pytest.mark.parametrize(
    ("time", "number"),
    [(0, 0), (NEW_YEAR + DAY - 1, 0), (NEW_YEAR + DAY, 1), (NEW_YEAR + 3 * DAY - 1, 2), (NEW_YEAR + 99 * DAY, 5)],
)
def test_the_last_commit_by_a_time(sample: Sample, time: int, number: int) -> None:
    with sample.open() as repository, repository.snapshot() as view:
        assert commits.at_time(view, time) == number


def test_refs(sample: Sample) -> None:
    with sample.open() as repository, repository.snapshot() as view:
        names = {"refs/heads/main": sample.heads[-1], "refs/tags/v1": sample.heads[1]}
        assert {name: head.hex() for name, head in commits.refs(view)} == names
        assert commits.ref(view, "refs/tags/v1").hex() == sample.heads[1]
        assert commits.ref(view, "refs/tags/é") == NO_HEAD
        assert commits.number_of(view, NO_HEAD) == 0


def test_an_empty_repository_has_none(tmp_path: Path) -> None:
    with Repository.init(str(tmp_path)) as repository, repository.snapshot() as view:
        assert commits.at_time(view, NEW_YEAR) == 0
        assert commits.refs(view) == []
        with pytest.raises(NotFound):
            commits.of_seq(view, 1)


def test_an_index_that_names_another_head_is_damage(sample: Sample, monkeypatch: pytest.MonkeyPatch) -> None:
    with sample.open() as repository, repository.snapshot() as view:
        row = commits.row(view, 2)
        fields = (row.first_seq, row.objects, row.received, row.segment, row.offset, bytes(32))
        monkeypatch.setattr(view, "get", lambda table, key: tables.COMMIT_ROW.pack(*fields))
        with pytest.raises(Damaged, match="different heads for commit 2"):
            commits.head_at(view, 2)


def test_an_index_that_names_another_frame_is_damage(sample: Sample, monkeypatch: pytest.MonkeyPatch) -> None:
    with sample.open() as repository, repository.snapshot() as view:
        row = commits.row(view, 2)
        fields = (row.first_seq, row.objects, row.received, row.segment, 0, row.head)
        monkeypatch.setattr(view, "get", lambda table, key: tables.COMMIT_ROW.pack(*fields))
        with pytest.raises(Damaged, match="run `steme fsck`"):
            commits.head_at(view, 2)
