from __future__ import annotations

import io
import os
from pathlib import Path

import pytest

from repo_format import frame, limits, merkle
from repo_format.errors import AmbiguousId, Busy, InvalidInput, NotFound, StorageFailed
from repo_format.storage import tables
from repo_format.verification import Verifier
from steme.importing import report as reports
from steme.importing.options import Options
from steme.importing.run import import_stream
from steme.query import Question
from steme.repository import Repository
from tests.steme.claims import ALICE, DAY
from tests.steme.importing.conftest import Import

GOOD = [f'{{"subject":"country/c{n}","predicate":"population","value":{n}}}' for n in range(5)]
BAD = '{"subject":"country/fr","predicate":"population","value":1,"confidence":1.2}'


def state(repository: Repository) -> tuple[int, bytes, int]:
    """Objects, root, bytes of the log."""
    with repository.snapshot() as view:
        root = view.trie.root(view.count)
        assert root == merkle.root([view.id_of(seq) for seq in range(1, view.count + 1)])
        return view.count, root, repository.store.log.size(1)


def test_lines_become_verified_sealed_claims(repository: Repository, take: Import) -> None:
    report = take(*GOOD, "", source="census")
    assert (report.lines, report.added, report.present, report.refused) == (5, 5, 0, 0)
    assert (report.commit, report.root, report.seconds > 0) == (2, state(repository)[1], True)
    with repository.snapshot() as view:
        records = [view.record(seq) for seq in range(3, 8)]
        checked = [Verifier().check(record) for record in records]
    assert {record.seal.id for record in records if record.seal} == {records[0].seal.id if records[0].seal else b""}
    assert [(made.subject, made.value, made.tier, made.time) for made in checked] == [  # type: ignore[union-attr]
        (f"country/c{n}", n, 1, DAY) for n in range(5)
    ]
    assert repository.ask(Question("country/c3", "population")).value == 3


def test_1024_claims_a_seal(repository: Repository, take: Import) -> None:
    lines = [f'{{"subject":"s{n}","predicate":"p","value":{n % 7}}}' for n in range(2 * limits.MAX_SEAL + 1)]
    assert take(*lines).added == len(lines)
    seals = [found for found in repository.store.log.scan(1, 0, frame.START) if found.kind == frame.SEAL]
    assert [len(found.body) // 32 for found in seals] == [1024 + 3, 1024 + 3, 1 + 3]
    assert state(repository)[0] == len(lines) + 2


def test_without_seals_every_claim_has_a_signature(repository: Repository, take: Import) -> None:
    take(*GOOD, sealed=False)
    with repository.snapshot() as view:
        records = [view.record(seq) for seq in range(3, 8)]
    assert all(record.seal is None and Verifier().check(record) for record in records)


def test_what_is_here_already_is_counted(repository: Repository, take: Import) -> None:
    take(GOOD[0], GOOD[1])
    before = state(repository)
    report = take(GOOD[0], GOOD[1], GOOD[0])
    assert (report.lines, report.added, report.present, report.commit) == (3, 0, 3, None)
    assert (state(repository), report.root) == (before, before[1])
    report = take(*GOOD[:3], *GOOD)
    assert (report.lines, report.added, report.present) == (8, 3, 5)
    assert state(repository)[0] == 2 + 5


@pytest.mark.parametrize(
    "bad", [BAD, "x" * 2_000_000, b"\xff", "[1]", '{"subject":"a","predicate":"b","value":1,"source":"x"}']
)
def test_the_first_bad_line_and_nothing_is_written(repository: Repository, take: Import, bad: str | bytes) -> None:
    before = state(repository)
    with pytest.raises(InvalidInput, match=r"^line 7: "):
        take("", *GOOD, bad, *GOOD)
    assert state(repository) == before
    assert take(*GOOD).commit == 2


def test_the_message_names_line_and_field(take: Import) -> None:
    with pytest.raises(InvalidInput) as caught:
        take(*GOOD, BAD)
    assert str(caught.value) == "line 6: confidence: is 1.2; it goes from 0 to 1"
    with pytest.raises(InvalidInput, match=r"^line 2: is longer than 1048576 bytes$"):
        take(GOOD[0], "x" * 1_048_577)


def test_keep_going_imports_the_good_and_reports_the_bad(repository: Repository, take: Import) -> None:
    report = take(GOOD[0], BAD, "", GOOD[1], "{", "x" * 1_100_000, GOOD[2], keep_going=True)
    assert (report.lines, report.added, report.refused) == (6, 3, 3)
    assert [each.number for each in report.refused_lines] == [2, 5, 6]
    assert str(report.refused_lines[0].error) == "confidence: is 1.2; it goes from 0 to 1"
    assert state(repository)[0] == 2 + 3


def test_keep_going_keeps_only_so_many_reasons(take: Import, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reports, "KEPT", 3)
    report = take(*[BAD] * 10, keep_going=True)
    assert (report.refused, len(report.refused_lines), report.commit) == (10, 3, None)


def test_a_dry_run_says_what_would_be_and_writes_nothing(repository: Repository, take: Import) -> None:
    take(GOOD[0])
    before = state(repository)
    report = take(*GOOD, GOOD[4], BAD, dry_run=True, keep_going=True)
    assert (report.lines, report.added, report.present, report.refused, report.commit) == (7, 4, 2, 1, None)
    assert (state(repository), report.root) == (before, before[1])
    with repository.begin():
        assert take(*GOOD, dry_run=True).added == 4, "a dry run waits for nobody"
    with pytest.raises(InvalidInput, match=r"^line 2: "):
        take(GOOD[0], BAD, dry_run=True)


@pytest.mark.parametrize(
    ("defaults", "error"),
    [
        ({"source": "nowhere"}, NotFound),
        ({"confidence": 1.5}, InvalidInput),
        ({"tier": 9}, InvalidInput),
        ({"lifecycle": "new"}, InvalidInput),
        ({"unit": " km"}, InvalidInput),
        ({"epoch": "a\nb"}, InvalidInput),
        ({"predicate": "a/b"}, InvalidInput),
        ({"prefix": "/"}, InvalidInput),
        ({"time": 2**60}, InvalidInput),
    ],
)
def test_defaults_that_will_not_do(
    repository: Repository, take: Import, defaults: dict[str, object], error: type[Exception]
) -> None:
    before = state(repository)
    with pytest.raises(error) as caught:
        take(*GOOD, **defaults)
    assert not str(caught.value).startswith("line")
    assert state(repository) == before


def test_an_ambiguous_default_source(repository: Repository, take: Import, monkeypatch: pytest.MonkeyPatch) -> None:
    take('{"subject":"a","predicate":"b","value":1}')
    with repository.snapshot() as view:
        prefix = view.id_of(1).hex()
    monkeypatch.setattr("repo_format.storage.snapshot.Snapshot.with_prefix", lambda *_: [b"a" * 32, b"b" * 32])
    with pytest.raises(AmbiguousId):
        take(*GOOD, source=prefix[:8])


class Failing:
    """A stream that gives 3,000 lines, a claim each, and then fails."""

    def __init__(self, error: BaseException) -> None:
        self.error = error
        self.left = 3000

    def read(self, _size: int) -> bytes:
        if not self.left:
            raise self.error
        self.left -= 1
        return b'{"subject":"s%d","predicate":"p","value":1}\n' % self.left


@pytest.mark.parametrize("error", [KeyboardInterrupt(), OSError(5, "Input/output error")])
def test_an_interruption_leaves_nothing(
    repository: Repository, take: Import, error: BaseException, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("repo_format.storage.appender._FLUSH_BYTES", 1000)
    before = state(repository)
    with pytest.raises(type(error)):
        import_stream(repository, ALICE, Failing(error), Options())  # type: ignore[arg-type]
    assert state(repository) == before
    assert take(*GOOD).added == 5


def test_a_disk_that_is_full_leaves_nothing(
    repository: Repository, take: Import, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = state(repository)

    def fail(_: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fdatasync", fail)
        with pytest.raises(StorageFailed, match="nothing was recorded"):
            take(*GOOD)
    assert state(repository) == before
    with Repository.open(repository.path) as again:
        assert take(*GOOD, into=again).added == 5


def test_keep_going_does_not_go_on_when_the_disk_fails(
    repository: Repository, take: Import, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = state(repository)

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    lines = [f'{{"subject":"s{n}","predicate":"p","value":1}}' for n in range(3000)]
    with monkeypatch.context() as patch:
        patch.setattr("repo_format.storage.appender._FLUSH_BYTES", 1000)
        patch.setattr("repo_format.storage.appender.write_all", fail)
        with pytest.raises(StorageFailed, match=r"^cannot write to the log: No space left on device"):
            take(*lines, keep_going=True)
    assert state(repository) == before


def test_a_writer_at_work_is_waited_for(repository: Repository, take: Import, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(type(repository), "timeout", 0.05)
    with Repository.open(repository.path) as other, other.begin(), pytest.raises(Busy):
        take(*GOOD)


def test_bytes_read_are_told(repository: Repository) -> None:
    heard: list[int] = []
    data = "\n".join(GOOD).encode()
    import_stream(repository, ALICE, io.BytesIO(b"\xef\xbb\xbf" + data), Options(), heard.append)
    assert sum(heard) == len(data) + 3


def test_csv_lines_and_ignored_columns(repository: Repository, take: Import) -> None:
    lines = ("code,n,gdp", "fr,67,1", "bi,x y,2", "de,,3")
    columns = {"subject": "code", "value": "n"}
    report = take(*lines, format="csv", columns=columns, predicate="n", prefix="country/", keep_going=True)
    assert (report.lines, report.added, report.refused, report.ignored_columns) == (3, 2, 1, ("gdp",))
    assert report.refused_lines[0].number == 4
    with pytest.raises(InvalidInput, match=r"^line 4: value: is missing$"):
        take(*lines, format="csv", columns=columns, predicate="n")
    with pytest.raises(InvalidInput, match=r"^column 'gdp': is not a field"):
        take("subject,predicate,value,gdp", format="csv")


def test_every_index_row_is_the_one_a_rebuild_makes(repository: Repository, take: Import) -> None:
    values = ("0", "-0", "-0.0", "1.0", "-1.5e-6", "1e300", '"a"', "true", '{"ref":"a"}', '"' + "x" * 500 + '"')
    take(*(f'{{"subject":"s","predicate":"p{n}","value":{value}}}' for n, value in enumerate(values)), source="census")
    take(*GOOD, epoch="e", unit="km", confidence=-0.0)
    before = dump(repository)
    repository.store.rebuild()
    assert dump(repository) == before


def dump(repository: Repository) -> dict[str, list[tuple[bytes, bytes]]]:
    with repository.snapshot() as view:
        return {name: list(view.txn.cursor(view.databases[name])) for name in tables.ALL}
