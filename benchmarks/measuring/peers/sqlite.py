"""Python's sqlite3: a column for every field, unsigned, the id as a 32-byte primary key, an index on the question.

One transaction and one statement for all rows. Journal and ``synchronous`` are as SQLite has them, so the commit is
durable. ``load`` makes the index after the rows, which is its quickest way and gives the smallest file; ``insert`` has
it there from the beginning, as a database has that is in use.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

NAME = "sqlite3"
INSERT = "sqlite3, index first"

_TABLE = """create table claims (
    id blob primary key, subject text not null, predicate text not null, value, reference text, unit text,
    confidence real not null, tier integer not null, source text, time integer not null)"""
_INDEX = "create index question on claims (subject, predicate)"
_INSERT = "insert into claims values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
_SELECT = (
    "select id, subject, predicate, value, reference, unit, confidence, tier, source, time from claims"
    " where subject = ? and predicate = ?"
)


def load(place: str, lines: str) -> None:
    """Insert a file of claims into a new database at ``place`` and close it."""
    _run(place, lines, [_TABLE], [_INDEX])


def insert(place: str, lines: str) -> None:
    """The same, with the index made first."""
    _run(place, lines, [_TABLE, _INDEX], [])


def _run(place: str, lines: str, before: list[str], after: list[str]) -> None:
    """Insert all claims between statements, everything in one transaction."""
    database = sqlite3.connect(place)
    with database:
        for statement in before:
            database.execute(statement)
        database.executemany(_INSERT, _rows(lines))
        for statement in after:
            database.execute(statement)
    database.close()


def _rows(lines: str) -> Iterator[tuple[Any, ...]]:
    """SHA-256 makes the ids: of the hashes at hand the quickest on a processor with instructions for it."""
    with Path(lines).open("rb") as file:
        for line in file:
            claim = json.loads(line)
            value = claim["value"]
            reference = value["ref"] if type(value) is dict else None
            yield (
                hashlib.sha256(line).digest(),
                claim["subject"],
                claim["predicate"],
                value if reference is None else None,
                reference,
                claim.get("unit"),
                claim["confidence"],
                claim["tier"],
                claim["source"],
                claim["time"],
            )


def open_for_reading(place: Path) -> sqlite3.Connection:
    """The database with its file mapped into memory, which is the quickest way to read it."""
    database = sqlite3.connect(place)
    database.execute("pragma mmap_size = 4000000000").fetchall()
    return database


def fetch(database: sqlite3.Connection, questions: list[tuple[str, str]]) -> None:
    """Fetch all columns of all rows of every question; the prepared statement is kept by the module."""
    for question in questions:
        database.execute(_SELECT, question).fetchall()


def count(place: Path) -> int:
    """The number of claims."""
    database = sqlite3.connect(place)
    (found,) = database.execute("select count(*) from claims").fetchone()
    database.close()
    return int(found)
