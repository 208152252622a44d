from __future__ import annotations

from pathlib import Path

import pytest

from repo_format.errors import AmbiguousId, InvalidInput, NotFound, StemeError
from repo_format.head import NO_HEAD
from repo_format.storage import commits
from repo_format.storage.snapshot import Snapshot
from steme import moments
from steme.repository import Repository
from tests.sample import DAY, NEW_YEAR, Sample


def resolved(sample: Sample, text: str, now: int = NEW_YEAR + 5 * DAY) -> moments.Moment:
    with sample.open() as repository, repository.snapshot() as view:
        return moments.resolve(view, text, now)


@pytest.mark.parametrize(
    ("text", "commit", "bound"),
    [
        ("main", 5, 213), ("refs/heads/main", 5, 213), ("v1", 2, 137), ("refs/tags/v1", 2, 137),
        ("main~", 4, 202), ("main~1", 4, 202), ("main~2", 3, 137), ("v1~1", 1, 4), ("main~5", 0, 0),
        ("2026-01-03", 2, 137), ("2026-01-02T23:59:59Z", 1, 4), ("2026-01-01", 0, 0), ("yesterday", 4, 202),
        ("now", 5, 213), ("2d", 3, 137), ("1 day ago", 4, 202), (str(NEW_YEAR + 2 * DAY), 2, 137),
    ],
)  # fmt: skip
def test_names_and_times(sample: Sample, text: str, commit: int, bound: int) -> None:
    moment = resolved(sample, text)
    assert (moment.commit, moment.bound, moment.whole) == (commit, bound, True)
    assert moment.head == (bytes.fromhex(sample.heads[commit - 1]) if commit else NO_HEAD)
    assert moment.received == (NEW_YEAR + commit * DAY if commit else None)


@pytest.mark.parametrize("digits", [7, 12, 64])
def test_a_head_by_its_first_digits(sample: Sample, digits: int) -> None:
    for number, head in enumerate(sample.heads, 1):
        assert resolved(sample, head[:digits].upper()).commit == number


@pytest.mark.parametrize("prefix", ["", "seq:"])
def test_an_objects_number(sample: Sample, prefix: str) -> None:
    for seq, commit, whole in (
        (0, 0, True),
        (1, 1, False),
        (4, 1, True),
        (5, 2, False),
        (137, 2, True),
        (213, 5, True),
    ):
        moment = resolved(sample, f"{prefix}{seq}")
        assert (moment.commit, moment.bound, moment.whole) == (commit, seq, whole)


def test_a_number_that_may_be_a_year_is_refused_with_both(sample: Sample) -> None:
    with pytest.raises(InvalidInput, match="write 2026-01-01 or seq:2026"):
        resolved(sample, "2026")
    with pytest.raises(NotFound, match="there are 213"):
        resolved(sample, "9999")


def test_a_number_that_may_be_a_head_is_refused_too(sample: Sample, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Snapshot, "count", 2_000_000)
    monkeypatch.setattr(Snapshot, "with_prefix", lambda *_, **__: [bytes.fromhex(sample.heads[0])])
    with pytest.raises(InvalidInput, match="seq:1234567"):
        resolved(sample, "1234567")
    assert resolved(sample, "3234567").commit == 1


def test_digits_that_begin_several_heads(sample: Sample, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Snapshot, "with_prefix", lambda *_, **__: [bytes(32), bytes(31) + b"\1"])
    with pytest.raises(AmbiguousId, match="give more digits"):
        resolved(sample, "0000000")


@pytest.mark.parametrize(
    ("text", "error", "words"),
    [
        ("v11", NotFound, "did you mean v1?"),
        ("refs/tags/v2", NotFound, "`steme refs` lists them"),
        ("nothing-like-this", NotFound, "not a time either"),
        ("deadbeef", NotFound, "there is no tag, ref or head 'deadbeef'"),
        ("seq:214", NotFound, "there are 213"),
        ("main~6", NotFound, "not so many commits before 'main'"),
        ("seq:", InvalidInput, "seq:123"),
        ("seq:-1", InvalidInput, "seq:123"),
        ("seq:99999999999999999999", InvalidInput, "seq:123"),
        ("main~x", InvalidInput, "~ and a number"),
        ("main~~", InvalidInput, "~ and a number"),
        ("main~9999999999", InvalidInput, "~ and a number"),
        ("2026-13-01", InvalidInput, "no such month"),
        ("99999999999999999", InvalidInput, "moment"),
        ("", InvalidInput, "is empty"),
        ("~1", InvalidInput, "is empty"),
        ("v1\x1b[31m", NotFound, r"'v1\\x1b\[31m'"),
    ],
)
def test_what_is_no_moment(sample: Sample, text: str, error: type[StemeError], words: str) -> None:
    with pytest.raises(error, match=words):
        resolved(sample, text)


def test_a_tag_named_like_a_year_wins(own_sample: Sample) -> None:
    with own_sample.open() as repository:
        own_sample.tag(repository, "2026", own_sample.heads[0])
    assert resolved(own_sample, "2026").commit == 1


def test_a_ref_to_a_head_of_elsewhere(sample: Sample, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        commits, "ref", lambda view, name: b"\7" * 32 if name == "refs/remotes/origin/main" else NO_HEAD
    )
    with pytest.raises(NotFound, match="refs/remotes/origin/main names the head 070707070707"):
        resolved(sample, "origin/main")


def test_before_the_first_commit(tmp_path: Path) -> None:
    with Repository.init(str(tmp_path)) as repository, repository.snapshot() as view:
        for text in ("main", "now", "0", "2020-01-01"):
            moment = moments.resolve(view, text)
            assert (moment.commit, moment.bound, moment.head, moment.received) == (0, 0, NO_HEAD, None)


@pytest.mark.parametrize(
    ("name", "short"),
    [("refs/heads/main", "main"), ("refs/tags/a/b", "a/b"), ("refs/remotes/o/main", "o/main"), ("refs/x", "refs/x")],
)
def test_short_names(name: str, short: str) -> None:
    assert moments.short(name) == short
