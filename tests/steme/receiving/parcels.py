"""Packs to be received, repositories to receive them, and what can be said of one afterwards."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from pathlib import Path

from repo_format import frame, head, merkle
from repo_format.checking.check import check
from repo_format.pack.opening import COMPLETE, Opening
from repo_format.record import Record
from repo_format.storage import tables
from repo_format.storage.store import Store
from steme.keys import SigningKey
from steme.receiving.gate import Gate
from steme.receiving.receive import receive
from steme.receiving.received import Received
from steme.repository import Repository
from tests.repo_format.conftest import NOON, Author
from tests.repo_format.pack.conftest import packed

SERVER = SigningKey(b"server".ljust(32, b"\0"), "server")
ALICE, BOB = Author("alice"), Author("bob")
THERE = b"T" * 16

Parts = list[tuple[int, bytes, int]]


def sealed(author: Author, first: int, count: int, **fields: object) -> list[Record]:
    """The author's assertions with these numbers under one seal."""
    return author.sealed(*(author.assertion(number, **fields) for number in range(first, first + count)))


def mixture() -> list[Record]:
    """Signed and sealed ones of two authors, in several blocks and in one."""
    alone = [BOB.signed(BOB.assertion(number)) for number in range(3)]
    large = BOB.sealed(BOB.assertion(900, value="x" * 30_000), BOB.retraction(alone[0].id))
    return [*sealed(ALICE, 0, 150), *alone, *sealed(BOB, 500, 40), *large]


def head_over(records: Iterable[Record], time: int = NOON, signer: Author = ALICE) -> head.Head:
    """The signed head of a repository that holds these."""
    ids = {record.id for record in records}
    made = head.Head(THERE, len(ids), merkle.root(list(ids)), bytes(32), time, signer.public)
    made.signature = signer.sign_head_id(made.id)
    return made


def complete(records: list[Record]) -> bytes:
    """The pack of a repository that holds these and nothing else."""
    return packed(records, Opening(THERE, COMPLETE, (head_over(records),)))


def parts_of(data: bytes) -> Parts:
    """The frames of a pack, to be put together again by ``joined``."""
    return [(one.kind, one.body, one.flags) for one in frame.unchain(data, frame.START)]


def take(repository: Repository, data: bytes | Iterable[bytes], **more: object) -> Received:
    """Receive with the usual settings."""
    stream = io.BytesIO(data) if isinstance(data, bytes) else data
    given: dict[str, object] = {"signer": SERVER, "name": "origin", "gate": Gate.for_fetch(repository), **more}
    return receive(repository, stream, **given)  # type: ignore[arg-type]


def incoming(repository: Repository) -> list[str]:
    """What lies in quarantine."""
    folder = Path(repository.path, ".steme", "incoming")
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


def rows(store: Store) -> dict[str, list[tuple[bytes, bytes]]]:
    """All rows of the index."""
    with store.snapshot() as view:
        return {
            name: [(bytes(key), bytes(value)) for key, value in view.txn.cursor(view.databases[name])]
            for name in tables.ALL
        }


def sound(repository: Repository) -> Repository:
    """The repository, after a look at every byte of it, and at its index beside one made from the log."""
    assert check(repository.path).findings == []
    return repository


def held(repository: Repository) -> list[Record]:
    """Everything in it, in the order of arrival."""
    with repository.snapshot() as view:
        return [view.record(seq) for seq in range(1, view.count + 1)]


def described(records: Iterable[Record]) -> list[tuple[bytes, bytes | None, bytes, bytes, bytes]]:
    """All that is carried of records, to be compared."""
    return [(one.id, one.payload, one.signature, one.seal.encode() if one.seal else b"", one.author) for one in records]


def count(repository: Repository) -> int:
    """The number of objects."""
    with repository.snapshot() as view:
        return view.count


def in_pieces(data: bytes, size: int) -> Iterator[bytes]:
    """The bytes as a slow connection brings them."""
    for at in range(0, len(data), size):
        yield data[at : at + size]
