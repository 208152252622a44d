"""Small repositories, and the two things that every test of them wants: to put records in and to see what is there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from pathlib import Path

import pytest

from repo_format import head, objects
from repo_format.record import Record
from repo_format.segment import Commit
from repo_format.storage.store import Store
from repo_format.storage.transaction import Transaction

REPOSITORY = b"R" * 16
NOON = 1_767_268_800_000_000

Tables = dict[str, list[tuple[bytes, bytes]]]


def add(transaction: Transaction, records: Iterable[Record]) -> None:
    """Put records into a transaction as whoever receives them would, one run of a seal after another."""
    for seal, run in groupby(records, key=lambda record: record.seal):
        if seal is None:
            for record in run:
                if record.payload is None:
                    transaction.add_erased(record.id, record.author, record.signature)
                else:
                    transaction.add(record.id, record.payload, objects.read(record.payload), record.signature)
            continue
        transaction.flush()
        claimed = [(seq, record) for record in run if (seq := transaction.claim(record.id))]
        transaction.add_sealed(seal, [(seq, seal.ids.index(record.id), *content(record)) for seq, record in claimed])


def content(record: Record) -> tuple[bytes, bytes, objects.Payload | None]:
    """What a transaction takes of a sealed record."""
    return record.id, record.payload or b"", objects.read(record.payload) if record.payload else None


@pytest.fixture(scope="session")
def put(alice) -> Callable[..., Commit | None]:
    """``put(store, records, now, tags)``: one transaction, committed by alice."""

    def run(
        store: Store, records: Iterable[Record], now: int = NOON, tags: dict[str, bytes] | None = None
    ) -> Commit | None:
        with store.begin() as transaction:
            add(transaction, records)
            for name, target in (tags or {}).items():
                transaction.set_ref(name, head.NO_HEAD, target)
            return transaction.commit(alice, now)

    return run


@pytest.fixture(scope="session")
def dump() -> Callable[[Store], Tables]:
    """All rows of all tables."""

    def run(store: Store) -> Tables:
        with store.snapshot() as view:
            return {
                name: [(bytes(key), bytes(value)) for key, value in view.txn.cursor(view.databases[name])]
                for name in view.databases
            }

    return run


@pytest.fixture(scope="session")
def record_of() -> Callable[[Record], tuple[bytes, bytes | None, bytes, bytes, bytes]]:
    """All that is kept of a record, to be compared."""
    return lambda one: (one.id, one.payload, one.signature, one.seal.encode() if one.seal else b"", one.author)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A new repository, open."""
    opened = Store.create(str(tmp_path), REPOSITORY, NOON)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def store_for_module(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A repository for tests that write nothing to its log and take back what they write to its index."""
    opened = Store.create(str(tmp_path_factory.mktemp("repository")), REPOSITORY, NOON)
    yield opened
    opened.close()
