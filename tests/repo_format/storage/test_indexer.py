from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from repo_format import ids, objects, vocabulary
from repo_format.objects.delegation import Delegation
from repo_format.objects.epoch import Epoch
from repo_format.objects.outcome import Outcome
from repo_format.objects.source import Source
from repo_format.objects.source_status import SourceStatus
from repo_format.objects.stage import Stage
from repo_format.objects.supersession import Supersession
from repo_format.objects.vote import Vote
from repo_format.payload import Reference
from repo_format.storage import tables
from repo_format.storage.indexer import Indexer, name_key
from repo_format.storage.snapshot import Snapshot
from repo_format.storage.terms import key_of

PER_CHUNK = tables.LENS_CHUNK // tables.LENS_ROW.size
NOON = 1_767_268_800_000_000


@contextmanager
def writing(store) -> Iterator[Snapshot]:
    """A view of the index inside a write transaction that is taken back at the end."""
    with store.index.begin(write=True) as txn:
        yield Snapshot(txn, store.databases, store.log)
        txn.abort()


def index(view: Snapshot, numbered: list[tuple[int, objects.Payload]]) -> list[bytes]:
    """Index objects in one go; returns their ids."""
    indexer = Indexer(view.txn, view.databases)
    made = [(seq, ids.object_id(objects.write(payload)), payload) for seq, payload in numbered]
    indexer.add_many(made)
    indexer.finish()
    return [object_id for _, object_id, _ in made]


def question(view: Snapshot, subject: str, predicate: str = "population") -> tuple[int, int]:
    return view.term(key_of(tables.TERM_SUBJECT, subject)), view.term(key_of(tables.TERM_PREDICATE, predicate))


batches = st.lists(
    st.lists(st.tuples(st.integers(0, 2), st.integers(1, 2 * PER_CHUNK + 3)), max_size=4), min_size=1, max_size=6
)
"""Transactions of runs of assertions: which question, and how many in a row."""


@settings(max_examples=40, deadline=None)
@given(batches)
def test_chunked_rows_are_a_plain_list(store_for_module, alice, batches):
    with writing(store_for_module) as view:
        expected: dict[int, list[tuple[int, bytes]]] = {}
        seq = 1
        for batch in batches:
            run = []
            for subject, count in batch:
                for _ in range(count):
                    run.append((seq, alice.assertion(seq, subject=f"s{subject}")))
                    seq += 1
            for (number, payload), object_id in zip(run, index(view, run), strict=True):
                expected.setdefault(int(payload.subject[1:]), []).append((number, object_id))
        for subject, rows in expected.items():
            terms = question(view, f"s{subject}")
            found = view.rows(*terms)
            assert [row[0] for row in tables.LENS_ROW.iter_unpack(found)] == [number for number, _ in rows]
            cut = [found[at : at + tables.LENS_ROW.size] for at in range(0, len(found), tables.LENS_ROW.size)]
            assert all(object_id in row for row, (_, object_id) in zip(cut, rows, strict=True))
            sizes = chunk_sizes(view, *terms)
            assert sizes[:-1] == [PER_CHUNK] * (len(sizes) - 1)
            assert 0 < sizes[-1] <= PER_CHUNK
        every = {(subject, predicate): rows for subject, predicate, rows in view.questions()}
        assert every == {question(view, f"s{n}"): view.rows(*question(view, f"s{n}")) for n in expected}


def chunk_sizes(view: Snapshot, subject: int, predicate: int) -> list[int]:
    """How many rows stand in each chunk of a question, whose keys must name their first."""
    sizes = []
    for key, chunk in view.txn.cursor(view.databases[tables.LENS]):
        if tables.LENS_KEY.unpack(key)[:2] == (subject, predicate):
            assert key[8:] == chunk[:4]
            assert len(chunk) % tables.LENS_ROW.size == 0
            sizes.append(len(chunk) // tables.LENS_ROW.size)
    return sizes


def test_a_chunk_fills_one_overflow_page_of_lmdb():
    assert tables.LENS_CHUNK <= 4096 - 16
    assert tables.LENS_CHUNK + tables.LENS_ROW.size > 4096 - 16


FIELDS = (
    "seq", "time", "author", "value", "number", "confidence", "epoch", "source", "unit", "id", "tier", "lifecycle",
    "kind", "flags",
)  # fmt: skip


def fields_of(row: bytes) -> dict[str, Any]:
    return dict(zip(FIELDS, tables.LENS_ROW.unpack(row), strict=True))


def test_the_fields_of_a_row(store, alice):
    source = "5" * 64
    with writing(store) as view:
        rich = alice.assertion(
            7, value=2.5, unit="mg", epoch="old", lifecycle="approved", source=source, confidence=1, tier=5
        )
        (object_id,) = index(view, [(9, rich)])
        row = view.rows(*question(view, "country/7"))
        assert len(row) == tables.LENS_ROW.size
        found = fields_of(row)
        terms = {name: view.text(found.pop(name)) for name in ("author", "epoch", "source", "unit")}
        assert terms == {"author": alice.public.hex(), "epoch": "old", "source": source, "unit": "mg"}
        assert found == {
            "seq": 9, "time": rich.time, "value": 0, "number": 2.5, "confidence": 1.0, "id": object_id, "tier": 5,
            "lifecycle": vocabulary.LIFECYCLES.index("approved"), "kind": tables.NUMBER, "flags": 0,
        }  # fmt: skip
        author, of = view.term(tables.TERM_KEY + alice.public), view.term(tables.TERM_OBJECT + bytes.fromhex(source))
        assert view.seqs(tables.BY_AUTHOR, tables.U32.pack(author)) == [9]
        assert view.seqs(tables.BY_SOURCE, tables.U32.pack(of)) == [9]


@pytest.mark.parametrize(
    ("value", "kind", "number", "text"),
    [
        (3, tables.NUMBER, 3.0, None),
        (-0.0, tables.NUMBER, 0.0, None),
        (True, tables.BOOLEAN, 1.0, None),
        (False, tables.BOOLEAN, 0.0, None),
        ("Paris", tables.TEXT, 0.0, "Paris"),
        ("x" * 401, tables.TEXT, 0.0, ""),
        (Reference(ref="city/paris"), tables.REFERENCE, 0.0, "city/paris"),
    ],
    ids=["number", "minus zero", "true", "false", "text", "long text", "reference"],
)
def test_values(store_for_module, alice, value, kind, number, text):
    with writing(store_for_module) as view:
        index(view, [(1, alice.assertion(1, value=value))])
        row = fields_of(view.rows(*question(view, "country/1")))
        assert (row["kind"], str(row["number"])) == (kind, str(number))
        assert row["value"] == 0 if text is None else view.text(row["value"]) == text


def about(view: Snapshot, target: bytes) -> list[tuple[object, ...]]:
    """Seq, relation, amount and extra of the statements about an object."""
    buffer, size = view.duplicates(tables.ABOUT, target), tables.ABOUT_ROW.size
    rows = [tables.ABOUT_ROW.unpack(buffer[at : at + size]) for at in range(0, len(buffer), size)]
    return [(row[0], tables.RELATIONS[row[1]], row[4], row[5]) for row in rows]


def test_statements_about_an_object(store, alice, bob):
    target, new = b"t" * 32, b"n" * 32
    usual = {"author": bob.public.hex(), "time": NOON}
    with writing(store) as view:
        index(
            view,
            [
                (1, alice.assertion(1, parent=target.hex())),
                (2, Vote(target=target.hex(), weight=-0.5, **usual)),
                (3, Supersession(old=target.hex(), new=new.hex(), **usual)),
                (4, alice.retraction(target)),
                (5, Stage(target=target.hex(), stage="rejected", **usual)),
                (6, Outcome(target=target.hex(), correct=True, **usual)),
                (7, SourceStatus(source=target.hex(), status="retracted", **usual)),
                (8, Vote(target=new.hex(), weight=1, **usual)),
            ],
        )
        assert about(view, target) == [
            (1, "parent", 0.0, 0),
            (2, "vote", -0.5, 0),
            (3, "supersession", 0.0, view.term(tables.TERM_OBJECT + new)),
            (4, "retraction", 0.0, 0),
            (5, "stage", 0.0, vocabulary.LIFECYCLES.index("rejected")),
            (6, "outcome", 1.0, 0),
            (7, "source_status", 0.0, vocabulary.SOURCE_STATUSES.index("retracted")),
        ]
        assert about(view, new) == [(8, "vote", 1.0, 0)]
        assert view.seqs(tables.BY_KIND, bytes((vocabulary.KINDS.index("vote"),))) == [2, 8]
        assert view.seqs(tables.BY_AUTHOR, tables.U32.pack(view.term(tables.TERM_KEY + bob.public))) == [
            2,
            3,
            5,
            6,
            7,
            8,
        ]


def test_names(store, alice):
    usual = {"author": alice.public.hex(), "time": NOON}
    with writing(store) as view:
        index(
            view,
            [
                (1, Source(name="who", **usual)),
                (2, Epoch(name="who", **usual)),
                (3, Source(name="who", url="x:y", **usual)),
            ],
        )
        assert view.seqs(tables.NAMES, name_key("source", "who")) == [1, 3]
        assert view.seqs(tables.NAMES, name_key("epoch", "who")) == [2]


def test_rows_come_in_order_whatever_the_batches(store, alice, bob):
    """Duplicates under a key are sorted by seq, also where LMDB is told to append them."""
    with writing(store) as view:
        for start in (1, 4, 7):
            index(
                view,
                [
                    (start, bob.retraction(bytes([start]) * 32)),
                    (start + 1, alice.retraction(bytes([start]) * 32)),
                    (
                        start + 2,
                        Delegation(author=bob.public.hex(), delegate=alice.public.hex(), weight=0.5, time=start),
                    ),
                ],
            )
        for key, expected in ((alice.public, [2, 5, 8]), (bob.public, [1, 3, 4, 6, 7, 9])):
            term = view.term(tables.TERM_KEY + key)
            assert view.seqs(tables.BY_AUTHOR, tables.U32.pack(term)) == expected
        assert view.seqs(tables.BY_KIND, bytes((vocabulary.KINDS.index("retraction"),))) == [1, 2, 4, 5, 7, 8]
