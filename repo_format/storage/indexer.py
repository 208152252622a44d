"""Writing index rows for objects, inside one LMDB write transaction.

The same code serves a commit, the replay of the log's end and a rebuild, so the three cannot differ.
"""

from __future__ import annotations

from itertools import repeat

from repo_format import vocabulary
from repo_format.storage import act_rows, tables, trust_rows
from repo_format.storage.terms import TermWriter

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    import lmdb

    from repo_format.objects import Payload
    from repo_format.objects.assertion import Assertion
    from repo_format.payload import Value

_FLUSH = 100_000
_BY_SEQ = frozenset((tables.BY_KIND,))
"""Tables whose duplicates only grow at the end, where LMDB can fill its pages; so do those of ``_put_seqs``."""

_RELATION = {name: number for number, name in enumerate(tables.RELATIONS)}
_LIFECYCLE = {name: number for number, name in enumerate(vocabulary.LIFECYCLES)}
_SOURCE_STATUS = {name: number for number, name in enumerate(vocabulary.SOURCE_STATUSES)}
_KIND = {name: number for number, name in enumerate(vocabulary.KINDS)}
_pack_row = tables.LENS_ROW.pack
_NAMED_KINDS = frozenset(("source", "epoch", "agent", "claim"))


class Indexer:
    """Collects the rows of many objects and puts them sorted, table by table.

    ``finish`` has to be called before the transaction commits.
    """

    def __init__(self, txn: lmdb.Transaction[bytes], databases: dict[str, lmdb._Database]) -> None:
        self._txn = txn
        self._databases = databases
        self.terms = TermWriter(txn, databases)
        self._subjects = self.terms.of_texts(tables.TERM_SUBJECT)
        self._predicates = self.terms.of_texts(tables.TERM_PREDICATE)
        self._values = self.terms.of_texts(tables.TERM_TEXT)
        self._references = self.terms.of_texts(tables.TERM_REFERENCE)
        self._units = self.terms.of_texts(tables.TERM_UNIT)
        self._epochs = self.terms.of_texts(tables.TERM_EPOCH)
        self._authors = self.terms.of_hex(tables.TERM_KEY)
        self._objects = self.terms.of_hex(tables.TERM_OBJECT)
        self._scopes = self.terms.of_texts(tables.TERM_SCOPE)
        self._rows: dict[str, list[tuple[bytes, bytes]]] = {name: [] for name in tables.FIXED_DUPLICATES}
        self._lens: dict[tuple[str, str], list[bytes]] = {}
        self._questions: list[tuple[int, int, list[bytes]]] = []
        self._origins: list[tuple[bytes, bytes]] = []
        self._by_author: dict[int, list[int]] = {}
        self._by_source: dict[int, list[int]] = {}
        self._pending = 0

    def add(self, seq: int, object_id: bytes, payload: Any) -> None:
        """Collect the rows of one object of any kind (a ``Payload``)."""
        self.add_many(((seq, object_id, payload),))

    def add_many(self, objects: Sequence[tuple[int, bytes, Any]]) -> None:
        """As ``add`` for each ``(seq, id, payload)``, in order."""
        for seq, object_id, payload in objects:
            if payload.kind == "assertion":
                self.add_assertion(seq, object_id, payload)
            else:
                self._add_other(seq, object_id, payload)
        self._pending += len(objects)
        if self._pending >= _FLUSH:
            self.flush()

    def add_assertion(self, seq: int, object_id: bytes, claim: Assertion) -> None:
        """Collect the rows of an assertion."""
        author = self._authors[claim.author]
        source = self._objects[claim.source] if claim.source else 0
        kind, value, amount = self._value(claim.value)
        row = _pack_row(
            seq,
            claim.time,
            author,
            value,
            amount,
            claim.confidence + 0.0,  # never -0, as below
            self._epochs[claim.epoch] if claim.epoch else 0,
            source,
            self._units[claim.unit] if claim.unit else 0,
            object_id,
            claim.tier,
            _LIFECYCLE[claim.lifecycle] if claim.lifecycle else 0,
            kind,
            tables.HAS_PARENT if claim.parent else 0,
        )
        question = (claim.subject, claim.predicate)
        rows = self._lens.get(question)
        if rows is None:
            rows = self._lens[question] = []
            self._questions.append((self._subjects[claim.subject], self._predicates[claim.predicate], rows))
        rows.append(row)
        seqs = self._by_author.get(author)
        if seqs is None:
            seqs = self._by_author[author] = []
        seqs.append(seq)
        if source:
            self._by_source.setdefault(source, []).append(seq)
        if claim.parent:
            parent = bytes.fromhex(claim.parent)
            self._about(parent, (seq, claim.time, author, object_id), "parent")
            self._origins.append((object_id, tables.ORIGIN_ROW.pack(seq, claim.time, author, source, parent)))

    def _value(self, value: Value) -> tuple[int, int, float]:
        """``(kind, term, number)`` of a value as a row holds it."""
        sort = type(value)
        if sort is float or sort is int:
            return tables.NUMBER, 0, value + 0.0  # type: ignore[operator]  # -0 is the number 0, and read as such
        if sort is str:
            return tables.TEXT, self._values[value], 0.0  # type: ignore[index]
        if sort is bool:
            return tables.BOOLEAN, 0, float(value)  # type: ignore[arg-type]
        return tables.REFERENCE, self._references[value.ref], 0.0  # type: ignore[union-attr]

    def _about(
        self, target: bytes, stated: tuple[int, int, int, bytes], relation: str, amount: float = 0.0, extra: int = 0
    ) -> None:
        """Collect a statement; ``stated`` is the seq, time, author (term) and id of the object that makes it."""
        seq, time, author, object_id = stated
        row = tables.ABOUT_ROW.pack(seq, _RELATION[relation], time, author, amount, extra, object_id)
        self._rows[tables.ABOUT].append((target, row))

    def _act(self, key: bytes, act: int, stated: tuple[int, int, int, bytes], amount: float, extra: int) -> None:
        seq, time, author, object_id = stated
        self._rows[tables.ACTS].append((key, tables.ACT_ROW.pack(act, seq, time, author, amount, extra, object_id)))

    def _add_other(self, seq: int, object_id: bytes, payload: Payload) -> None:
        author = self._authors[payload.author]
        self._by_author.setdefault(author, []).append(seq)
        packed = tables.U32.pack(seq)
        self._rows[tables.BY_KIND].append((bytes((_KIND[payload.kind],)), packed))
        name = getattr(payload, "name", None)
        if name and payload.kind in _NAMED_KINDS:
            self._rows[tables.NAMES].append((name_key(payload.kind, name), packed))
        if payload.kind == "source":
            self._origins.append((object_id, tables.ORIGIN_ROW.pack(seq, payload.time, author, 0, bytes(32))))
        if payload.kind in trust_rows.KINDS:
            made = trust_rows.trust_row(seq, author, payload, self._authors, self._objects, self._scopes)
            self._rows[tables.TRUST] += [made] if made else []
        stated = (seq, payload.time, author, object_id)
        for target, amount, extra in self._statements(payload):
            self._about(bytes.fromhex(target), stated, payload.kind, amount, extra)
            if payload.kind in act_rows.ABOUT_OBJECTS:
                self._act(bytes.fromhex(target), act_rows.ABOUT_OBJECTS[payload.kind], stated, amount, extra)
        for term, act, amount, extra in act_rows.about_terms(payload, self._subjects, self._epochs):
            self._act(tables.U32.pack(term), act, stated, amount, extra)

    def _statements(self, payload: Any) -> list[tuple[str, float, int]]:
        """``(target, amount, extra)`` of what the object says about another, most kinds once or not at all."""
        match payload.kind:
            case "vote":
                return [(payload.target, float(payload.weight), 0)]
            case "supersession":
                return [(payload.old, 0.0, self._objects[payload.new])]
            case "retraction":
                return [(payload.target, 0.0, 1 if payload.cascade else 0)]
            case "stage":
                return [(payload.target, 0.0, _LIFECYCLE[payload.stage])]
            case "source_status":
                return [(payload.source, 0.0, _SOURCE_STATUS[payload.status])]
            case "outcome":
                return [(payload.target, 1.0 if payload.correct else 0.0, 0)]
            case "erasure":
                return [(payload.target, 0.0, 0)]
        return []

    def flush(self) -> None:
        """Put the collected rows. Sorted first: LMDB then fills its pages and walks each tree once."""
        self._put_seqs(tables.BY_AUTHOR, self._by_author)
        self._put_seqs(tables.BY_SOURCE, self._by_source)
        for name, items in self._rows.items():
            if items:
                items.sort()
                with self._txn.cursor(self._databases[name]) as cursor:
                    cursor.putmulti(items, append=name in _BY_SEQ)
                items.clear()
        if self._origins:
            self._origins.sort()
            with self._txn.cursor(self._databases[tables.ORIGINS]) as cursor:
                cursor.putmulti(self._origins)
            self._origins.clear()
        with self._txn.cursor(self._databases[tables.LENS]) as cursor:
            largest = cursor.key() if cursor.last() else b""
            for subject, predicate, rows in sorted(self._questions):
                _append_rows(cursor, tables.PAIR.pack(subject, predicate), rows, largest)
        self._lens.clear()
        self._questions.clear()
        self._pending = 0

    def _put_seqs(self, name: str, seqs: dict[int, list[int]]) -> None:
        """Put the seqs of each term, which ascend, behind those that are there; empties ``seqs``."""
        pack = tables.U32.pack
        with self._txn.cursor(self._databases[name]) as cursor:
            for term in sorted(seqs):
                cursor.putmulti(zip(repeat(pack(term)), map(pack, seqs[term])), append=True)
        seqs.clear()

    def finish(self) -> None:
        """Put what is still collected."""
        self.flush()
        self.terms.finish()


def _append_rows(cursor: lmdb.Cursor[bytes], question: bytes, rows: list[bytes], largest: bytes) -> None:
    """Put rows behind those that a question has, filling its last chunk before beginning another.

    ``largest`` is the last key of the table as it was; questions come in ascending order.
    """
    data = b"".join(rows)
    is_last = question > largest
    if not is_last and _has_rows(cursor, question):
        last = cursor.value()
        room = tables.LENS_CHUNK - len(last)
        if room:
            cursor.put(cursor.key(), last + data[:room])
            data = data[room:]
    for at in range(0, len(data), tables.LENS_CHUNK):
        chunk = data[at : at + tables.LENS_CHUNK]
        cursor.put(question + chunk[:4], chunk, append=is_last)


def _has_rows(cursor: lmdb.Cursor[bytes], question: bytes) -> bool:
    """Whether a question has rows; the cursor then stands on its last chunk."""
    before = cursor.prev() if cursor.set_range(question + b"\xff\xff\xff\xff") else cursor.last()
    return before and cursor.key()[: tables.PAIR.size] == question


def name_key(kind: str, name: str) -> bytes:
    """The key of the ``names`` table for the name of a source, epoch, agent or claim."""
    return bytes((_KIND[kind],)) + name.encode()
