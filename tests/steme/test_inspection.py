from __future__ import annotations

import pytest

from repo_format import objects
from repo_format.errors import (
    AmbiguousId,
    BadSignature,
    Damaged,
    FromTheFuture,
    InvalidInput,
    MalformedObject,
    NotFound,
)
from repo_format.objects.vote import Vote
from repo_format.record import Record
from repo_format.storage.snapshot import Snapshot
from steme import inspection
from tests.sample import Sample


def looked(sample: Sample, name: str) -> inspection.Sight:
    with sample.open() as repository, repository.snapshot() as view:
        return inspection.look(view, sample.ids.get(name, name))


def test_every_object_holds(sample: Sample) -> None:
    for name, identifier in sample.ids.items():
        sight = looked(sample, name)
        assert sight.problem is None
        assert sight.record.id.hex() == identifier
        assert sight.payload is not None
        assert sight.author == sight.payload.author
        assert inspection.raw(sight) == objects.write(sight.payload)


def test_where_it_stands(sample: Sample) -> None:
    sight = looked(sample, sample.ids["sealed"][:7])
    assert (sight.record.seq, sight.commit.number) == (5, 2)
    assert sight.record.seal is not None
    assert getattr(sight.source, "name", None) == "factbook"
    assert looked(sample, "dosage").source is None


def test_what_was_said_about_it(sample: Sample) -> None:
    sight = looked(sample, "dosage")
    said = [(one.relation, one.detail) for one in sight.statements]
    assert said == [
        ("parent", None),
        ("vote", -0.5),
        ("outcome", False),
        ("stage", "deprecated"),
        ("supersession", sample.ids["other dosage"]),
    ]
    assert [one.id.hex() for one in sight.statements[1:]] == [
        sample.ids[kind] for kind in ("vote", "outcome", "stage", "supersession")
    ]
    assert {one.author for one in sight.statements} == {sample.bob.public.hex()}
    assert [one.detail for one in looked(sample, "formula").statements] == ["with all that follows from it"]
    assert [one.detail for one in looked(sample, "survey").statements] == ["quarantined"]


def test_of_many_statements_the_newest(own_sample: Sample, monkeypatch: pytest.MonkeyPatch) -> None:
    bob, target = own_sample.bob, own_sample.ids["dosage"]
    votes = [Vote(author=bob.public.hex(), target=target, time=own_sample.time(), weight=n / 10) for n in range(10)]
    with own_sample.open() as repository:
        own_sample.commit(repository, bob, votes)
    monkeypatch.setattr(inspection, "STATEMENTS", 3)
    sight = looked(own_sample, "dosage")
    assert (sight.said, [one.detail for one in sight.statements]) == (15, [0.7, 0.8, 0.9])


@pytest.mark.parametrize(
    ("change", "error"),
    [
        (lambda r: Record(r.id, (r.payload or b"").replace(b"81", b"82"), r.signature, r.seal, r.seq), Damaged),
        (lambda r: Record(r.id, r.payload, bytes(64), None, r.seq), BadSignature),
    ],
)
def test_what_does_not_hold_is_still_shown(sample: Sample, monkeypatch: pytest.MonkeyPatch, change, error) -> None:  # type: ignore[no-untyped-def]
    real = Snapshot.record
    monkeypatch.setattr(Snapshot, "record", lambda view, seq: change(real(view, seq)))
    sight = looked(sample, "dosage")
    assert isinstance(sight.problem, error)
    assert sight.payload is not None
    with pytest.raises(error):
        inspection.raw(sight)


def test_what_cannot_be_read(sample: Sample, monkeypatch: pytest.MonkeyPatch) -> None:
    from repo_format import ids

    for data, error in ((b"{}", MalformedObject), (b'{"kind":"rumour","version":1}', FromTheFuture)):
        record = Record(ids.object_id(data), data, bytes(64), seq=133)
        monkeypatch.setattr(inspection, "resolve", lambda view, text, record=record: record.id)
        monkeypatch.setattr(Snapshot, "seq_of", lambda view, identifier: 133)
        monkeypatch.setattr(Snapshot, "record", lambda view, seq, record=record: record)
        sight = looked(sample, "dosage")
        assert isinstance(sight.problem, error)
        assert (sight.payload, sight.author) == (None, "")


def test_an_erased_object(sample: Sample, monkeypatch: pytest.MonkeyPatch) -> None:
    real = Snapshot.record

    def erased(view: Snapshot, seq: int) -> Record:
        found = real(view, seq)
        return Record(found.id, None, found.signature, found.seal, seq, author=sample.bob.public)

    monkeypatch.setattr(Snapshot, "record", erased)
    for name, author in (("dosage", sample.alice), ("vote", sample.bob)):
        sight = looked(sample, name)
        assert (sight.problem, sight.payload, sight.author) == (None, None, author.public.hex())
        with pytest.raises(NotFound, match="was erased"):
            inspection.raw(sight)


@pytest.mark.parametrize(
    ("text", "error"), [("0000000", NotFound), ("123456", InvalidInput), ("xyz", InvalidInput), ("", InvalidInput)]
)
def test_what_is_no_id(sample: Sample, text: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        looked(sample, text)


def test_digits_that_begin_several_ids(sample: Sample, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Snapshot, "with_prefix", lambda *_, **__: [bytes(32), bytes(31) + b"\1"])
    with pytest.raises(AmbiguousId):
        looked(sample, "0000000")
