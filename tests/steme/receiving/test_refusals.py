"""Every reason for which a pack is refused; nothing is ever left of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from repo_format import block, frame, ids, objects, signature
from repo_format.errors import BadSignature, FromTheFuture, MalformedObject, Refused, StemeError, StorageFailed
from repo_format.pack.opening import Opening
from repo_format.pack.totals import Totals
from repo_format.record import Record
from repo_format.seal import Seal
from steme.receiving import gate, quarantine
from tests.repo_format.conftest import NOON
from tests.repo_format.pack.conftest import joined, packed
from tests.steme.receiving.parcels import ALICE, BOB, held, incoming, parts_of, sealed, take


def own_seal(author, payloads: list[bytes], signer=None) -> list[Record]:  # type: ignore[no-untyped-def]
    """Records under a seal over payloads, whatever they are."""
    seal = Seal.sign((signer or author).secret, NOON, tuple(map(ids.object_id, payloads)))
    return [Record(ids.object_id(one), one, seal=seal) for one in payloads]


def signed_by(author, payload: bytes) -> Record:  # type: ignore[no-untyped-def]
    object_id = ids.object_id(payload)
    return Record(object_id, payload, signature.sign_object(author.secret, object_id))


def changed(data: bytes, kind: int, change: Callable[[bytes], bytes]) -> bytes:
    """The pack with the first body of a kind changed and all chain hashes recomputed."""
    parts = parts_of(data)
    at = next(at for at, part in enumerate(parts) if part[0] == kind)
    parts[at] = (kind, change(parts[at][1]), parts[at][2])
    return joined(parts)


def another_payload(body: bytes) -> bytes:
    seal_id, first, payloads = block.decode_block(0, body)
    return block.encode_block(seal_id, first, [payloads[0].replace(b"country", b"kountry")], compress=False)[1]


def genuine() -> bytes:
    return objects.write(ALICE.assertion(1))


def without(kind: int) -> Callable[[], bytes]:
    return lambda: joined([part for part in parts_of(packed(sealed(ALICE, 0, 3))) if part[0] != kind])


def of_kind(kind: int) -> bytes:
    return next(body for found, body, _ in parts_of(packed(sealed(ALICE, 0, 3))) if found == kind)


PACKS: dict[str, tuple[type[StemeError], str, Callable[[], bytes]]] = {
    "a payload not in canonical form": (
        MalformedObject,
        "canonical",
        lambda: packed([signed_by(ALICE, genuine().replace(b",", b", ", 1))]),
    ),
    "the same under a good seal": (
        MalformedObject,
        "canonical",
        lambda: packed(own_seal(ALICE, [genuine().replace(b",", b", ", 1)])),
    ),
    "a signature by somebody else": (BadSignature, "does not hold", lambda: packed([signed_by(BOB, genuine())])),
    "a signature of another object": (
        BadSignature,
        "does not hold",
        lambda: packed([Record(ids.object_id(genuine()), genuine(), ALICE.signed(ALICE.assertion(2)).signature)]),
    ),
    "a seal by who is not the author": (BadSignature, "not its author", lambda: packed(own_seal(BOB, [genuine()]))),
    "a seal that nobody signed": (
        BadSignature,
        "seal",
        lambda: changed(packed(sealed(ALICE, 0, 3)), frame.SEAL, lambda body: body[:-64] + bytes(64)),
    ),
    "a block of another seal": (
        MalformedObject,
        "does not belong",
        lambda: changed(packed(sealed(ALICE, 0, 3)), frame.BLOCK, lambda body: bytes(32) + body[32:]),
    ),
    "a payload that the seal does not list": (
        MalformedObject,
        "does not have the bytes",
        lambda: changed(packed(sealed(ALICE, 0, 1)), frame.BLOCK, another_payload),
    ),
    "a kind from the future": (
        FromTheFuture,
        "newer",
        lambda: packed([signed_by(ALICE, genuine().replace(b'"assertion"', b'"prophecy"'))]),
    ),
    "a block without a seal": (MalformedObject, "without its seal", without(frame.SEAL)),
    "a seal without a block": (MalformedObject, "followed by no object", without(frame.BLOCK)),
    "a wrong sum": (
        MalformedObject,
        "closes with",
        lambda: changed(packed(sealed(ALICE, 0, 3)), frame.PACK_CLOSING, lambda _: Totals(4).encode()),
    ),
    "more than it declares": (
        MalformedObject,
        "more objects",
        lambda: changed(
            packed(sealed(ALICE, 0, 3)), frame.PACK_OPENING, lambda _: Opening(b"T" * 16, objects=2).encode()
        ),
    ),
    "fewer than it declares": (
        MalformedObject,
        "closes with",
        lambda: changed(
            packed(sealed(ALICE, 0, 3)), frame.PACK_OPENING, lambda _: Opening(b"T" * 16, objects=4).encode()
        ),
    ),
    "bytes behind the closing": (MalformedObject, "behind its closing", lambda: packed([]) + b"\0"),
    "a broken chain": (MalformedObject, "belongs there", lambda: packed(sealed(ALICE, 0, 3))[:-1] + b"\xff"),
    "no pack at all": (MalformedObject, "stmF", lambda: b"x" * 300),
    "frames of a segment": (
        MalformedObject,
        "belongs there",
        lambda: joined([(frame.PACK_OPENING, of_kind(frame.PACK_OPENING), 0), (frame.REF, b"x" * 80, 0)]),
    ),
}


@pytest.mark.parametrize("name", PACKS)
@pytest.mark.parametrize("where", ["alone", "with workers"])
def test_it_is_refused_with_a_reason(here, request, name, where):
    if where == "with workers":
        request.getfixturevalue("many")
    kind, words, make = PACKS[name]
    take(here, packed(sealed(BOB, 700, 3)))
    with pytest.raises(kind, match=words):
        take(here, make())
    assert len(held(here)) == 3
    assert incoming(here) == []


@pytest.mark.parametrize(
    ("setting", "data"),
    [
        ("max_objects", packed(sealed(ALICE, 0, 9), Opening(b"T" * 16, objects=9))),
        ("max_objects", packed(sealed(ALICE, 0, 9))),
        ("max_bytes", packed(sealed(ALICE, 0, 9))),
    ],
    ids=["objects declared", "objects", "bytes"],
)
def test_more_than_one_transfer_may_bring(here, setting, data, monkeypatch):
    monkeypatch.setenv(f"STEME_RECEIVE_{setting.upper()}", "8")
    with pytest.raises(Refused, match=f"receive.{setting}"):
        take(here, data)
    assert incoming(here) == []


def test_an_endless_stream_ends_at_the_limit(here, monkeypatch):
    monkeypatch.setenv("STEME_RECEIVE_MAX_BYTES", "200000")
    given = []

    def forever():  # type: ignore[no-untyped-def]
        yield frame.encode(frame.PACK_OPENING, Opening(b"T" * 16).encode(), frame.START)[0]
        chain = frame.encode(frame.PACK_OPENING, Opening(b"T" * 16).encode(), frame.START)[1]
        for number in range(10**9):
            body = block.entry(objects.write(ALICE.assertion(number)), bytes(64))
            data, chain = frame.encode(frame.SIGNED, body, chain)
            given.append(len(data))
            yield data

    with pytest.raises(Refused, match=r"receive\.max_bytes"):
        take(here, forever())
    assert sum(given) < 201_000
    assert incoming(here) == []


def test_a_bomb_is_not_expanded_for_ever(here, monkeypatch):
    monkeypatch.setattr(gate, "_FREE_EXPANSION", 1 << 20)
    claims = [ALICE.assertion(number, value="x" * 60_000) for number in range(60)]
    data = packed(ALICE.sealed(*claims))
    assert len(data) < 20_000
    with pytest.raises(Refused, match="expands to more than"):
        take(here, data)


def test_a_full_disk_leaves_everything_as_it_was(here, monkeypatch):
    take(here, packed(sealed(BOB, 700, 3)))

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(quarantine, "write_all", full)
        with pytest.raises(StorageFailed, match="No space left"):
            take(here, packed(sealed(ALICE, 0, 9)))
    assert incoming(here) == []
    with monkeypatch.context() as patch:
        patch.setattr("repo_format.storage.appender.write_all", full)
        with pytest.raises(StorageFailed, match="No space left"):
            take(here, packed(sealed(ALICE, 0, 9)))
    assert (len(held(here)), incoming(here)) == (3, [])


def test_what_changes_in_quarantine_is_noticed(here, monkeypatch):
    from steme.receiving import receive as module

    original = module.take_in

    def meddled(place, *rest):  # type: ignore[no-untyped-def]
        checked = original(place, *rest)
        place.write(b"\xff", 400)
        return checked

    monkeypatch.setattr(module, "take_in", meddled)
    with pytest.raises(StorageFailed, match="changed under our hands"):
        take(here, packed(sealed(ALICE, 0, 9)))
    assert held(here) == []
