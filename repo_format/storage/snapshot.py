"""A snapshot: one consistent view of a repository, for as long as a short LMDB read transaction lasts.

Every answer comes from the state after one commit. Row buffers are copies; nothing handed out depends on the map.
"""

from __future__ import annotations

import struct

import lmdb

from repo_format import frame, head, seal
from repo_format.errors import Damaged, MalformedObject, NotFound
from repo_format.record import sealed_records, signed_records
from repo_format.storage import tables
from repo_format.storage.trie import Trie

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from repo_format.head import Head
    from repo_format.record import Record
    from repo_format.storage.log import Log

_CACHED_BLOCKS = 16
_UNREADABLE = (lmdb.Error, struct.error)
"""What reading a damaged index may raise on the way."""

_SEAL_IDS = frame.OVERHEAD + seal.IDS_OFFSET


class Watermark:
    """How far the index has followed the log: the end of the last commit in it."""

    __slots__ = ("chain", "commit", "end", "next_seq", "segment", "start")

    def __init__(self, segment: int, end: int, start: int, chain: bytes, commit: int, next_seq: int) -> None:
        self.segment = segment
        self.end = end
        self.start = start
        self.chain = chain
        self.commit = commit
        self.next_seq = next_seq

    @classmethod
    def decode(cls, row: bytes) -> Watermark:
        """The watermark in a row of the table ``meta``."""
        return cls(*tables.WATERMARK_ROW.unpack(row))

    def encode(self) -> bytes:
        """The row of the table ``meta``."""
        return tables.WATERMARK_ROW.pack(self.segment, self.end, self.start, self.chain, self.commit, self.next_seq)


class Snapshot:
    """Use as a context manager. Sequence numbers (``seq``) count objects in order of arrival, from 1.

    Leaving it by an error that only a damaged index can cause raises Damaged in its place.
    """

    def __init__(
        self,
        txn: lmdb.Transaction[bytes],
        databases: dict[str, lmdb._Database],
        log: Log,
        done: Callable[[], None] | None = None,
    ) -> None:
        self.txn = txn
        self._done = done
        self.databases = databases
        self._log = log
        self._blocks: dict[int, list[Record]] = {}
        self._watermark: Watermark | None = None

    def __enter__(self) -> Snapshot:
        return self

    def close(self) -> None:
        """End the transaction; the same as leaving the block."""
        try:
            self.txn.abort()
        finally:
            if self._done is not None:
                self._done()

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        self.close()
        if isinstance(error, _UNREADABLE):
            raise Damaged(f"the index cannot be read ({error}); run `steme reindex`") from error

    @property
    def watermark(self) -> Watermark:
        """How far the index had followed the log. Raises Damaged when it does not say."""
        if self._watermark is None:
            row = self.get(tables.META, tables.WATERMARK)
            if row is None:
                raise Damaged("the index has no watermark; run `steme reindex`")
            self._watermark = Watermark.decode(row)
        return self._watermark

    @property
    def count(self) -> int:
        """The number of objects."""
        return self.watermark.next_seq - 1

    @property
    def lag(self) -> int:
        """Bytes of the log behind the end of this state: a commit on its way into the index, or what a crash left."""
        return self._log.size(self.watermark.segment) - self.watermark.end

    @property
    def trie(self) -> Trie:
        """The Merkle trie over all ids."""
        return Trie(self.txn, self.databases)

    def get(self, table: str, key: bytes) -> bytes | None:
        """One row of a table without duplicates."""
        row: bytes | None = self.txn.get(key, db=self.databases[table])
        return row

    def foreign_head(self, head_id: bytes) -> Head | None:
        """The head of another repository that a ref here names or has named; None for any other id."""
        row = self.get(tables.FOREIGN, head_id)
        return head.decode(row) if row is not None else None

    def duplicates(self, table: str, key: bytes) -> bytes:
        """All rows under a key of a table of duplicates, in order, as one buffer."""
        with self.txn.cursor(self.databases[table]) as cursor:
            return b"".join(cursor.iternext_dup()) if cursor.set_key(key) else b""

    def seqs(self, table: str, key: bytes) -> list[int]:
        """The sequence numbers under a key of ``by_author``, ``by_source``, ``by_kind`` or ``names``, ascending."""
        rows = self.duplicates(table, key)
        return [number for (number,) in tables.U32.iter_unpack(rows)]

    def seq_of(self, object_id: bytes) -> int:
        """The sequence number of an object, 0 when it is not here."""
        row = self.get(tables.IDS, object_id)
        return tables.U32.unpack(row)[0] if row else 0

    def with_prefix(self, digits: str, limit: int = 2, table: str = tables.IDS) -> list[bytes]:
        """The ids (of ``HEADS`` if asked) that begin with these lower-case hex digits, in order, at most ``limit``."""
        low = bytes.fromhex(digits + "0" * (len(digits) % 2))
        found: list[bytes] = []
        with self.txn.cursor(self.databases[table]) as cursor:
            if cursor.set_range(low):
                for key in cursor.iternext(values=False):
                    if not key.hex().startswith(digits) or len(found) >= limit:
                        break
                    found.append(key)
        return found

    def _block_row(self, seq: int) -> tuple[int, bytes]:
        key = tables.U32.pack(seq)
        with self.txn.cursor(self.databases[tables.BLOCKS]) as cursor:
            exact_or_next = cursor.set_range(key)
            found = (cursor.key() == key or cursor.prev()) if exact_or_next else cursor.last()
            if not found or not 0 < seq < self.watermark.next_seq:
                raise NotFound(f"there is no object number {seq}")
            return tables.U32.unpack(cursor.key())[0], cursor.value()

    def id_of(self, seq: int) -> bytes:
        """The id of the object with this sequence number; for a sealed one a read of 32 bytes."""
        first, row = self._block_row(seq)
        segment, _, _, seal_offset, position = tables.BLOCK_ROW.unpack(row)
        if not seal_offset or first in self._blocks:
            return self.record(seq).id
        at = seal_offset + _SEAL_IDS + 32 * (position + seq - first)
        return self._log.read_bytes(segment, at, 32)

    def record(self, seq: int) -> Record:
        """The object with this sequence number, unverified: ``Record.check`` does that.

        Raises NotFound, and Damaged when the log does not hold what the index says.
        """
        first, row = self._block_row(seq)
        if first not in self._blocks:
            if len(self._blocks) >= _CACHED_BLOCKS:
                self._blocks.clear()
            self._blocks[first] = self._read_block(first, row)
        records = self._blocks[first]
        if seq - first >= len(records):
            raise Damaged(f"the index names an object number {seq} that the log does not hold; run `steme reindex`")
        return records[seq - first]

    def read_frame(self, number: int, offset: int) -> frame.Frame:
        """The frame at a place of the log that the index names. Raises Damaged."""
        return self._log.read(number, offset)

    def _read_block(self, first: int, row: bytes) -> list[Record]:
        segment, offset, _, seal_offset, _ = tables.BLOCK_ROW.unpack(row)
        try:
            found = self._log.read(segment, offset)
            if found.kind == frame.SIGNED:
                return signed_records(found, first)
            proof = seal.Seal.decode(self._log.read(segment, seal_offset).body)
            return sealed_records(found, proof, first)
        except MalformedObject as error:
            raise Damaged(f"segment {segment}, byte {offset}: {error}; run `steme fsck`") from error

    def text(self, term: int) -> str:
        """The text of a term without its sort: keys and object ids as hex, a long text as "" (read the object for
        it).
        """
        key = self.get(tables.TEXTS, tables.U32.pack(term))
        if key is None:
            raise Damaged(f"the index has no term {term}; run `steme reindex`")
        sort, raw = key[:1], key[1:]
        if sort in (tables.TERM_KEY, tables.TERM_OBJECT):
            return raw.hex()
        return "" if sort == tables.TERM_LONG_TEXT else raw.decode()

    def term(self, key: bytes) -> int:
        """The number of a term by its key (``terms.key_of``), 0 when it was never used."""
        row = self.get(tables.TERMS, key)
        return tables.U32.unpack(row)[0] if row else 0

    def terms_from(self, prefix: bytes) -> Iterator[tuple[bytes, int]]:
        """``(key, number)`` of the terms whose key begins with ``prefix``, in order."""
        with self.txn.cursor(self.databases[tables.TERMS]) as cursor:
            if cursor.set_range(prefix):
                for key, number in cursor.iternext():
                    if not key.startswith(prefix):
                        break
                    yield key, tables.U32.unpack(number)[0]

    def rows(self, subject: int, predicate: int) -> bytes:
        """The ``lens`` rows of a question by its terms, in order of seq (``tables.LENS_ROW``), as one buffer."""
        question = tables.PAIR.pack(subject, predicate)
        chunks: list[bytes] = []
        with self.txn.cursor(self.databases[tables.LENS]) as cursor:
            if cursor.set_range(question):
                for key, chunk in cursor.iternext():
                    if key[:8] != question:
                        break
                    chunks.append(chunk)
        return b"".join(chunks)

    def rows_from(self, subject: int, predicate: int, seq: int) -> bytes:
        """As ``rows``, those from ``seq`` on; costs nothing for the others but for a part of one chunk."""
        question = tables.PAIR.pack(subject, predicate)
        chunks: list[bytes] = []
        with self.txn.cursor(self.databases[tables.LENS]) as cursor:
            later = cursor.set_range(question + tables.U32.pack(seq))
            more = cursor.prev() if later else cursor.last()
            if not more or cursor.key()[:8] != question:  # no chunk of the question began earlier
                more = cursor.next() if more else cursor.first()
            while more and cursor.key()[:8] == question:
                chunks.append(cursor.value())
                more = cursor.next()
        rows = b"".join(chunks)
        size = tables.LENS_ROW.size
        first = next((at for at in range(0, len(rows), size) if tables.U32.unpack_from(rows, at)[0] >= seq), len(rows))
        return rows[first:]

    def chunks(self) -> Iterator[tuple[bytes, bytes]]:
        """Every key (``tables.LENS_KEY``) of the table ``lens`` with its rows, by subject, predicate and seq."""
        with self.txn.cursor(self.databases[tables.LENS]) as cursor:
            yield from cursor.iternext()

    def predicates(self, subject: int) -> list[int]:
        """The predicates that have claims under a subject, as terms, ascending by term."""
        found: list[int] = []
        with self.txn.cursor(self.databases[tables.LENS]) as cursor:
            more = cursor.set_range(tables.U32.pack(subject))
            while more:
                owner, predicate, _ = tables.LENS_KEY.unpack(cursor.key())
                if owner != subject:
                    break
                found.append(predicate)
                more = cursor.set_range(tables.PAIR.pack(subject, predicate + 1))
        return found

    def questions(self) -> Iterator[tuple[int, int, bytes]]:
        """``(subject, predicate, rows)`` of every question, by terms; costs a walk through the whole table ``lens``."""
        current, chunks = b"", list[bytes]()
        with self.txn.cursor(self.databases[tables.LENS]) as cursor:
            for key, chunk in cursor.iternext():
                if key[:8] != current:
                    if chunks:
                        yield (*tables.PAIR.unpack(current), b"".join(chunks))
                    current, chunks = key[:8], []
                chunks.append(chunk)
        if chunks:
            yield (*tables.PAIR.unpack(current), b"".join(chunks))
