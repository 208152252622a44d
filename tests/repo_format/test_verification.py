from __future__ import annotations

import random

import pytest

from repo_format import ids, signature
from repo_format.errors import BadSignature, Damaged, FromTheFuture, MalformedObject
from repo_format.record import Record
from repo_format.seal import Seal
from repo_format.verification import Verifier, read


def test_good_records(alice):
    verifier = Verifier()
    payloads = [alice.assertion(number) for number in range(3)]
    for record, payload in zip([alice.signed(payloads[0]), *alice.sealed(*payloads[1:])], payloads, strict=True):
        assert verifier.check(record) == payload == read(record)
        assert verifier.check(alice.erased(record)) is None


def test_an_erased_record_has_nothing_to_read(alice):
    with pytest.raises(Damaged, match="was erased"):
        read(alice.erased(alice.signed(alice.assertion(1))))


def test_signed_by_somebody_else(alice, bob):
    record = alice.signed(alice.assertion(1))
    forged = bob.signed(bob.assertion(1))
    for bad in (
        Record(record.id, record.payload, forged.signature),
        Record(record.id, record.payload, signature.sign_object(bob.secret, record.id)),
        Record(record.id, record.payload, b""),
        Record(record.id, None, record.signature, author=bob.public),
        Record(record.id, None, record.signature),
        Record(forged.id, None, record.signature, author=alice.public),
    ):
        with pytest.raises(BadSignature):
            Verifier().check(bad)


def test_bytes_that_the_id_does_not_name(alice):
    one, other = alice.signed(alice.assertion(1)), alice.signed(alice.assertion(2))
    with pytest.raises(Damaged, match=f"object {one.id.hex()[:12]} does not have the bytes"):
        Verifier().check(Record(one.id, other.payload, one.signature))


def test_a_good_proof_does_not_save_a_bad_payload(alice):
    for data, error in (
        (b'{"a":1}', MalformedObject),
        (b"[]", MalformedObject),
        (b'{"kind":"dream"}', MalformedObject),
    ):
        object_id = ids.object_id(data)
        with pytest.raises(error):
            Verifier().check(Record(object_id, data, signature.sign_object(alice.secret, object_id)))
    future = alice.signed(alice.assertion(1)).payload.replace(b'"version":1', b'"version":2')
    object_id = ids.object_id(future)
    with pytest.raises(FromTheFuture):
        Verifier().check(Record(object_id, future, signature.sign_object(alice.secret, object_id)))


def test_a_seal_that_does_not_list_the_object(alice):
    record, other = alice.sealed(alice.assertion(1))[0], alice.sealed(alice.assertion(2))[0]
    for bad in (Record(record.id, record.payload, seal=other.seal), Record(record.id, None, seal=other.seal)):
        with pytest.raises(BadSignature, match="does not list it"):
            Verifier().check(bad)


def test_sealed_by_somebody_else(alice, bob):
    record = alice.signed(alice.assertion(1))
    with pytest.raises(BadSignature, match="not its author"):
        Verifier().check(Record(record.id, record.payload, seal=Seal.sign(bob.secret, 0, (record.id,))))


def test_a_seal_is_verified_once(alice, monkeypatch):
    records, verifier, calls = alice.sealed(*map(alice.assertion, range(20))), Verifier(), []
    check = Seal.verify
    monkeypatch.setattr(Seal, "verify", lambda seal: (calls.append(seal), check(seal)))
    for record in records:
        verifier.check(record)
    assert len(calls) == 1


def test_a_good_seal_does_not_vouch_for_one_with_another_signature(alice):
    """The id of a seal does not cover its signature; a copy of it with a bad one would be stored with the object."""
    (record,), (bad,), verifier = alice.sealed(alice.assertion(1)), alice.sealed(alice.assertion(1)), Verifier()
    verifier.check(record)
    bad.seal.signature = bytes(64)
    assert bad.seal.id == record.seal.id
    with pytest.raises(BadSignature):
        verifier.check(bad)


def test_many_seals_are_not_remembered_for_ever(alice):
    verifier = Verifier()
    for number in range(150):
        verifier.check(alice.sealed(alice.assertion(number))[0])
        assert len(verifier._good_seals) <= 64


def test_no_mutant_of_a_record_is_accepted(alice):
    rng = random.Random(1)
    for record in (alice.signed(alice.assertion(1)), alice.sealed(alice.assertion(1))[0]):
        for _ in range(600):
            at = rng.randrange(len(record.payload))
            payload = (
                record.payload[:at] + bytes([record.payload[at] ^ 1 << rng.randrange(8)]) + record.payload[at + 1 :]
            )
            with pytest.raises(Damaged):
                Verifier().check(Record(record.id, payload, record.signature, record.seal))
            with pytest.raises((MalformedObject, FromTheFuture, BadSignature)):
                Verifier().check(Record(ids.object_id(payload), payload, record.signature, record.seal))
