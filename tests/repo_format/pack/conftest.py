"""One pack with everything in it, and the means to take packs apart and put them together wrongly."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable
from typing import NamedTuple

import pytest

from repo_format import frame
from repo_format.pack.opening import Opening
from repo_format.pack.writer import PackWriter
from repo_format.record import Record

Parts = list[tuple[int, bytes, int]]


class Sample(NamedTuple):
    """The records of a pack, its bytes, and its frames as kind, body and flags."""

    records: list[Record]
    data: bytes
    parts: Parts


def packed(records: Iterable[Record], opening: Opening | None = None) -> bytes:
    """The bytes of a pack of these records."""
    out = io.BytesIO()
    writer = PackWriter(out, opening or Opening(b"R" * 16))
    for record in records:
        writer.add(record)
    writer.close()
    assert out.tell() == writer.offset
    return out.getvalue()


def joined(parts: Iterable[tuple[int, bytes, int]]) -> bytes:
    """A stream of these frames with a right chain, whatever they are."""
    chain, data = frame.START, b""
    for kind, body, flags in parts:
        one, chain = frame.encode(kind, body, chain, flags)
        data += one
    return data


def described(record: Record) -> tuple[bytes, bytes | None, bytes, bytes, bytes]:
    """All that is carried of a record, to be compared."""
    return record.id, record.payload, record.signature, record.seal.encode() if record.seal else b"", record.author


@pytest.fixture(scope="session")
def sample(alice, bob) -> Sample:  # type: ignore[no-untyped-def]
    """Signed and sealed objects of two authors, of one block and of several, some erased, one seal in two parts."""
    sealed = alice.sealed(*map(alice.assertion, range(120)))
    alone = [bob.signed(bob.assertion(number)) for number in range(3)]
    large = bob.sealed(bob.assertion(900, value="x" * 30_000), bob.retraction(alone[0].id))
    records = [
        *sealed[:90],
        alone[0],
        bob.erased(alone[1]),
        alone[2],
        *sealed[95:],
        alice.erased(sealed[93]),
        *large,
    ]
    data = packed(records)
    parts = [(one.kind, one.body, one.flags) for one in frame.unchain(data, frame.START)]
    assert joined(parts) == data
    return Sample(records, data, parts)


@pytest.fixture(scope="session")
def pack() -> Callable[..., bytes]:
    return packed


@pytest.fixture(scope="session")
def join() -> Callable[[Parts], bytes]:
    return joined


@pytest.fixture(scope="session")
def tell() -> Callable[[Record], tuple[bytes, bytes | None, bytes, bytes, bytes]]:
    return described
