from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from repo_format import ids, vocabulary
from repo_format.errors import Damaged
from repo_format.seal import Seal
from steme.exports import jsonl
from steme.importing.options import Options
from steme.importing.run import import_stream
from steme.repository import Repository
from steme.wanted import Wanted
from tests.sample import NEW_YEAR, Sample


def lines(sample: Sample, wanted: Wanted) -> list[bytes]:
    with sample.open() as repository:
        return list(jsonl.lines(repository, wanted))


def test_every_object_is_there_with_its_bytes_and_its_proof(sample: Sample) -> None:
    found = [json.loads(line) for line in lines(sample, Wanted())]
    kinds = {line["payload"]["kind"] for line in found if "payload" in line}
    assert kinds == set(vocabulary.KINDS)
    with sample.open() as repository, repository.snapshot() as view:
        records = [view.record(seq) for seq in range(1, view.count + 1)]
    written = [line for line in lines(sample, Wanted()) if line.startswith(b'{"payload"')]
    assert [record.payload for record in records] == [line[11 : line.rindex(b',"s')] for line in written]
    assert all(line.endswith(b"\n") and line.count(b"\n") == 1 for line in written)


def test_a_seal_stands_once_and_before_its_objects(sample: Sample) -> None:
    known: set[str] = set()
    for line in lines(sample, Wanted()):
        members = json.loads(line)
        if list(members) == ["seal"]:
            seal = Seal.decode(bytes.fromhex(members["seal"]))
            seal.verify()
            assert seal.id.hex() not in known
            known.add(seal.id.hex())
        elif "seal" in members:
            assert members["seal"] in known
    assert len(known) >= 3


PARTS = {
    "subject": Wanted(subject="country/*"),
    "prefix": Wanted(subject="drug/"),
    "predicate": Wanted(predicate="capital"),
    "since": Wanted(since=NEW_YEAR + 100 * 60_000_000),
    "until": Wanted(until=NEW_YEAR + 100 * 60_000_000),
    "kind": Wanted(kind="source"),
    "nothing": Wanted(subject="no/such"),
}


@pytest.mark.parametrize("part", [*PARTS, "author", "source"])
def test_a_part_verifies_by_itself(sample: Sample, part: str, tmp_path: Path) -> None:
    wanted = PARTS.get(part) or (
        Wanted(author=sample.bob.public.hex()) if part == "author" else Wanted(source=sample.ids["survey"])
    )
    written = lines(sample, wanted)
    with Repository.init(str(tmp_path)) as other:
        report = import_stream(other, sample.bob, io.BytesIO(b"".join(written)), Options())
        with other.snapshot() as view:
            arrived = {view.id_of(seq) for seq in range(1, view.count + 1)}
    expected = {ids.object_id(line[11 : line.rindex(b',"s')]) for line in written if line.startswith(b'{"payload"')}
    assert arrived == expected
    assert report.added == len(expected)
    assert (part == "nothing") == (not written)


def test_a_large_part_of_a_repository_is_written_as_it_is_read(sample: Sample) -> None:
    with sample.open() as repository:
        stream = jsonl.lines(repository, Wanted())
        next(stream)
        with repository.begin():
            assert next(stream), "no snapshot and no lock is held between two lines"


def test_bytes_that_are_not_what_the_id_names_are_not_exported(
    own_sample: Sample, monkeypatch: pytest.MonkeyPatch
) -> None:
    with own_sample.open() as repository:
        monkeypatch.setattr("repo_format.ids.object_id", lambda _: b"?" * 32)
        with pytest.raises(Damaged, match="does not have the bytes"):
            list(jsonl.lines(repository, Wanted()))
