"""What can be said about the states of a backup, and which of them a person means."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from repo_format.errors import AmbiguousId, Damaged, InvalidInput, NotFound, StemeError
from steme import moments
from steme.backup import history
from steme.backup.copying import back_up
from steme.backup.history import History
from steme.backup.place import open_place
from steme.backup.source import Backup
from tests.sample import NEW_YEAR, Sample


@pytest.fixture(scope="module")
def place(sample: Sample, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("history") / "backup"
    with closing(open_place(str(path), write=True)) as opened:
        back_up(str(sample.path), opened)
    return path


@pytest.fixture(scope="module")
def known(place: Path) -> History:
    with Backup.open(str(place)) as backup:
        return history.read(backup)


def test_every_commit_is_a_point(sample: Sample, known: History) -> None:
    assert [point.head.hex() for point in known.points[1:]] == sample.heads
    assert [point.commit for point in known.points] == list(range(6))
    assert known.refs == {"refs/tags/v1": bytes.fromhex(sample.heads[1])}


WORDS = [
    "main", "v1", "refs/tags/v1", "main~1", "v1~", "v1~2", "seq:1", "seq:4", "seq:213", "0", "5", "2026-01-02",
    "2026-01-03T12:00:00Z", "2025-12-31", str(NEW_YEAR), "now", "v1~9", "seq:999", "nothing", "refs/tags/no", "",
    "2026", "main~x", "2026-13-40", "seq:x", "deadbeef",
]  # fmt: skip


@pytest.mark.parametrize("text", WORDS)
def test_a_moment_is_what_it_is_in_the_repository(sample: Sample, known: History, text: str) -> None:
    with sample.open() as repository, repository.snapshot() as view:
        try:
            expected: object = moments.resolve(view, text).commit
        except StemeError as error:
            expected = type(error)
    try:
        found: object = known.resolve(text).commit
    except StemeError as error:
        found = type(error)
    assert found == expected


def test_a_head_is_found_by_its_first_digits(sample: Sample, known: History) -> None:
    for number, head in enumerate(sample.heads, 1):
        assert known.resolve(head[:9]).commit == number
        assert known.resolve(head.upper()).commit == number


def test_digits_of_two_heads_are_refused(known: History) -> None:
    twice = History([*known.points, known.points[-1]], known.refs)
    with pytest.raises(AmbiguousId):
        twice.resolve(known.newest.head.hex())


def test_words_that_are_no_moment_say_what_would_be_one(known: History) -> None:
    with pytest.raises(NotFound, match="no tag, ref or head 'nothing'"):
        known.resolve("nothing")
    with pytest.raises(InvalidInput, match="--to"):
        known.resolve("2026")


def test_the_newest_point_is_known_without_reading(place: Path, known: History) -> None:
    with Backup.open(str(place)) as backup:
        point = history.newest(backup)
    newest = known.newest
    assert (point.commit, point.head, point.root, point.end) == (newest.commit, newest.head, newest.root, newest.end)


def test_every_flipped_bit_of_the_log_is_noticed(place: Path) -> None:
    file = place / "log/00000001.seg"
    data = file.read_bytes()
    try:
        for at in range(0, len(data), 97):
            changed = bytearray(data)
            changed[at] ^= 1 << at % 8
            file.write_bytes(changed)
            with Backup.open(str(place)) as backup, pytest.raises(Damaged, match="is damaged"):
                history.read(backup)
        for cut in (0, 1, 500, len(data) - 1):
            file.write_bytes(data[:cut])
            with Backup.open(str(place)) as backup, pytest.raises(Damaged):
                history.read(backup)
        file.unlink()
        with Backup.open(str(place)) as backup, pytest.raises(Damaged):
            history.read(backup)
    finally:
        file.write_bytes(data + b"what a killed backup has left")
    with Backup.open(str(place)) as backup:
        assert len(history.read(backup).points) == 6
