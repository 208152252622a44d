from __future__ import annotations

from pathlib import Path

import pytest

from steme.repository import Repository
from steme.status import Status
from tests.sample import DAY, NEW_YEAR, Sample


@pytest.fixture(autouse=True)
def _keys(monkeypatch: pytest.MonkeyPatch, sample: Sample) -> None:
    monkeypatch.setenv("STEME_CONFIG_HOME", str(sample.config))


def test_of_the_sample(sample: Sample) -> None:
    with sample.open() as repository:
        found = Status(repository)
    assert (found.path, found.id, found.objects, found.commits) == (str(sample.path), repository.id, 213, 5)
    assert (found.head or b"").hex() == sample.heads[-1]
    assert (found.committed, found.signer) == (NEW_YEAR + 5 * DAY, sample.bob.public)
    log, index = sample.path / ".steme/log/active.seg", sample.path / ".steme/index/data.mdb"
    assert (found.sizes.log, found.sizes.segments) == (log.stat().st_size, 1)
    assert (found.sizes.index, found.sizes.lost, found.behind) == (index.stat().st_size, 0, 0)
    assert found.unusual == []


def test_the_key_that_would_sign(sample: Sample, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with sample.open() as repository:
        found = Status(repository)
        assert (found.key, found.no_key) == (None, "there are 2 keys to choose from")
    for name in ("bob", "nobody", ""):
        monkeypatch.setenv("STEME_KEY", name)
        with sample.open() as repository:
            found = Status(repository)
        assert (found.key.label if found.key else None) == ("bob" if name == "bob" else None)
        assert bool(found.no_key) == (name != "bob")
    monkeypatch.setenv("STEME_CONFIG_HOME", str(tmp_path))
    with sample.open() as repository:
        assert "steme key new" in Status(repository).no_key


def test_an_empty_repository(tmp_path: Path) -> None:
    with Repository.init(str(tmp_path)) as repository:
        found = Status(repository)
    assert (found.objects, found.commits, found.head, found.committed, found.signer) == (0, 0, None, None, None)


def test_what_is_unusual(own_sample: Sample) -> None:
    folder = own_sample.path / ".steme"
    (folder / "lost" / "tail-00000001-000000000042").write_bytes(b"x" * 42)
    (folder / "index.123.building").mkdir()
    with own_sample.open() as repository:
        found = Status(repository)
        with repository.begin():
            busy = Status(repository)
    assert found.unusual == [
        "a crash left 42 bytes of an unfinished commit, kept in .steme/lost",
        "an interrupted rebuild of the index left .steme/index.123.building; it may be deleted",
    ]
    assert found.sizes.lost == 42
    assert busy.unusual[0] == "another process is writing"


def test_a_clock_that_went_back(own_sample: Sample, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("time.time_ns", lambda: NEW_YEAR * 1000)
    with own_sample.open() as repository:
        assert Status(repository).unusual == ["the last commit is in the future of this machine's clock"]


def test_an_index_that_lags(own_sample: Sample, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("repo_format.storage.snapshot.Snapshot.lag", 99)
    with own_sample.open() as repository:
        found = Status(repository)
    assert (found.behind, found.unusual) == (99, ["the index lacks 99 bytes of the log; `steme reindex` makes it anew"])
