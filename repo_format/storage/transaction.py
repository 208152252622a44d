"""A write transaction: objects and refs that become part of the repository together, or not at all.

The order is the whole point (docs/format/repository.md, section 3): lock, catch up, append frames, commit frame,
``fdatasync`` - acknowledged from here on - then the index in one LMDB transaction with its watermark.
"""

from __future__ import annotations

import os

import lmdb

from repo_format import block, frame, head, limits, refs, segment
from repo_format.errors import Refused, StemeError, StorageFailed
from repo_format.storage import head_rows, tables
from repo_format.storage.appender import Appender
from repo_format.storage.indexer import Indexer
from repo_format.storage.snapshot import Snapshot, Watermark
from repo_format.storage.trie import NewIds, Trie

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Protocol

    from repo_format.objects import Payload
    from repo_format.seal import Seal
    from repo_format.storage.index import Index
    from repo_format.storage.lock import WriterLock
    from repo_format.storage.log import Log

    class Signer(Protocol):
        """Whoever commits: a public key of 32 bytes and a signature over a head's id."""

        public: bytes

        def sign_head_id(self, head_id: bytes) -> bytes:
            """64 bytes."""

    Entry = tuple[int, int, bytes, bytes, Payload | None]
    """Seq, place in the seal, id, payload, the payload read; b"" and None for an object that was erased."""


class Transaction:
    """Begin with ``Store.begin``; end with ``commit`` or ``abort``, which both release the lock.

    Objects that the repository has already are passed over. Nothing checks signatures here: callers hand in what they
    signed or verified themselves.
    """

    def __init__(self, log: Log, index: Index, lock: WriterLock, repository_id: bytes, mark: Watermark) -> None:
        self._repository_id = repository_id
        self._lock = lock
        self._segments = log
        self._mark = mark
        self._txn = index.begin(write=True)
        self._log = Appender(log, mark)
        self._indexer = Indexer(self._txn, index.databases)
        self._databases = index.databases
        self._pid = os.getpid()
        self._seq = mark.next_seq
        self._logged = mark.next_seq
        self._new = NewIds(mark.next_seq - 1)
        self._signed: list[bytes] = []
        self._signed_bytes = 0
        self._refs = 0
        self._open = True

    def __enter__(self) -> Transaction:
        return self

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        self.abort()
        if isinstance(error, lmdb.Error):
            raise StorageFailed(f"the index cannot be written to ({error}); nothing was recorded") from error

    def view(self) -> Snapshot:
        """The state before this transaction, plus the ids and refs in it so far; not to be closed."""
        return Snapshot(self._txn, self._databases, self._segments)

    @property
    def added(self) -> int:
        """The number of objects that were new."""
        return self._seq - self._mark.next_seq

    def root(self) -> bytes:
        """The root over all objects here, those claimed so far included."""
        return self._new.put_into(Trie(self._txn, self._databases))

    def claim(self, object_id: bytes) -> int:
        """The next seq for a new object, 0 when the repository has it already. Who claims must add it, in this
        order.
        """
        if not self._txn.put(object_id, tables.U32.pack(self._seq), overwrite=False, db=self._databases[tables.IDS]):
            return 0
        self._new.listed.append(object_id)
        self._seq += 1
        return self._seq - 1

    def claim_each(self, object_ids: Sequence[bytes]) -> list[int]:
        """As ``claim`` for many ids, in their order."""
        pack, new, seq = tables.U32.pack, self._new.listed.append, self._seq
        seqs: list[int] = []
        with self._txn.cursor(self._databases[tables.IDS]) as cursor:
            put = cursor.put
            for object_id in object_ids:
                if put(object_id, pack(seq), True, False):  # dupdata, overwrite: by keyword a tenth slower
                    new(object_id)
                    seqs.append(seq)
                    seq += 1
                else:
                    seqs.append(0)
        self._seq = seq
        return seqs

    def add(self, object_id: bytes, payload: bytes, read: Payload, signature: bytes) -> bool:
        """Add an object with its own signature; False when it was here already. ``read`` is the payload, typed."""
        seq = self._add_entry(object_id, block.entry(payload, signature))
        if seq:
            self._indexer.add(seq, object_id, read)
        return seq > 0

    def add_erased(self, object_id: bytes, author: bytes, signature: bytes) -> bool:
        """Add what is left of an object whose payload was erased; False when it was here already, erased or not.

        ``author`` is the key of 32 bytes that made ``signature``.
        """
        return self._add_entry(object_id, block.erased_entry(object_id, author, signature)) > 0

    def _add_entry(self, object_id: bytes, entry: bytes) -> int:
        if self._signed and self._signed_bytes + len(entry) > limits.BLOCK_BYTES:
            self._flush_signed()
        seq = self.claim(object_id)
        if seq:
            self._signed.append(entry)
            self._signed_bytes += len(entry)
        return seq

    def _flush_signed(self) -> None:
        if self._signed:
            first = self._seq - len(self._signed)
            offset = self._log.append(frame.SIGNED, b"".join(self._signed))
            self._put_block(first, offset, len(self._signed), 0, 0)
            self._signed, self._signed_bytes = [], 0

    def flush(self) -> None:
        """Close the current run of singly signed objects; needed before ``claim`` for sealed ones."""
        self._flush_signed()

    def add_sealed(self, seal: Seal, entries: Sequence[Entry]) -> None:
        """Add claimed objects of one seal; their seqs follow each other. A seal may come again with more of them."""
        if not entries:
            return
        seal_offset = self._log.append(frame.SEAL, seal.encode())
        begin = 0
        for at in range(1, len(entries) + 1):
            if at == len(entries) or entries[at][1] != entries[at - 1][1] + 1:
                seq, place = entries[begin][:2]
                self.append_run(seal, seal_offset, seq, place, [entry[3] for entry in entries[begin:at]])
                begin = at
        self._indexer.add_many([(seq, object_id, read) for seq, _, object_id, _, read in entries if read is not None])

    def add_whole(self, seal: Seal, first: int, payloads: Sequence[bytes], reads: Sequence[Payload]) -> None:
        """As ``add_sealed`` for all objects of a seal, claimed in its order from the seq ``first`` on."""
        seal_offset = self._log.append(frame.SEAL, seal.encode())
        self.append_run(seal, seal_offset, first, 0, payloads)
        self._indexer.add_many(list(zip(range(first, first + len(reads)), seal.ids, reads, strict=True)))

    def append_seal(self, seal: Seal) -> int:
        """Append a seal and return the place that ``append_run`` and ``append_frame`` ask for.

        With these three and ``index`` whoever has verified frames from elsewhere takes them in: flush, claim, append,
        index.
        """
        return self._log.append(frame.SEAL, seal.encode())

    def append_frame(
        self, kind: int, body: bytes, flags: int, seq: int, count: int, seal_offset: int = 0, position: int = 0
    ) -> None:
        """Append a ``BLOCK`` or ``SIGNED`` frame of another log or pack as it is: ``count`` objects, all of them
        claimed, from ``seq`` on in their order. The seal of a block is the last one appended.
        """
        self._put_block(seq, self._log.append(kind, body, flags), count, seal_offset, position)

    def index(self, objects: Sequence[tuple[int, bytes, Payload]]) -> None:
        """Put the rows of appended objects: seq, id and payload of each that has one."""
        self._indexer.add_many(objects)

    def append_run(self, seal: Seal, seal_offset: int, seq: int, place: int, payloads: Sequence[bytes]) -> None:
        """Append claimed objects that follow each other in their seal, in blocks of ``limits.BLOCK_BYTES``."""
        begin, size = 0, 0
        for at, payload in enumerate(payloads):
            size += len(payload)
            if size > limits.BLOCK_BYTES and at > begin:
                self._append_block(seal, seal_offset, seq + begin, place + begin, payloads[begin:at])
                begin, size = at, len(payload)
        self._append_block(seal, seal_offset, seq + begin, place + begin, payloads[begin:])

    def _append_block(self, seal: Seal, seal_offset: int, seq: int, place: int, payloads: Sequence[bytes]) -> None:
        flags, body = block.encode_block(seal.id, place, payloads)
        offset = self._log.append(frame.BLOCK, body, flags)
        self._put_block(seq, offset, len(payloads), seal_offset, place)

    def _put_block(self, seq: int, offset: int, count: int, seal_offset: int, position: int) -> None:
        if seq != self._logged:
            raise StemeError("objects must be added in the order in which they were claimed, and all of them")
        self._logged += count
        self._new.shorten()
        row = tables.BLOCK_ROW.pack(self._log.segment, offset, count, seal_offset, position)
        self._txn.put(tables.U32.pack(seq), row, db=self._databases[tables.BLOCKS], append=True)

    def put_head(self, foreign: head.Head) -> None:
        """Keep a head of another repository, its signature verified, so that a ref of this transaction can name it."""
        if not head_rows.is_known(self._txn, self._databases, foreign.id):
            self._flush_signed()
            self._log.append(frame.FOREIGN_HEAD, foreign.encode())
            head_rows.put_foreign(self._txn, self._databases, foreign)

    def set_ref(self, name: str, old: bytes, new: bytes) -> None:
        """Let a ref name the head ``new`` (``head.NO_HEAD`` removes it) if it names ``old`` now.

        Raises Refused when somebody else was faster, InvalidInput for a bad name, NotFound for a head that is neither
        one of this log nor put into it.
        """
        body = refs.encode(name, old, new)
        current = self._txn.get(name.encode(), db=self._databases[tables.REFS]) or head.NO_HEAD
        if current != old:
            raise Refused(f"{name} was changed by somebody else in the meantime; look at it again")
        head_rows.check_known(self._txn, self._databases, new)
        self._flush_signed()
        self._log.append(frame.REF, body)
        head_rows.put_ref(self._txn, self._databases, name, new)
        self._refs += 1

    def commit(self, signer: Signer, now: int) -> segment.Commit | None:
        """Make it so, durably, with a head signed by ``signer`` and stamped ``now`` (microseconds); then release the
        lock.

        Returns None, and writes nothing, when there was nothing new. Raises StorageFailed, and then nothing of this
        transaction exists. The stamp is never before that of the commit before it.
        """
        if not self.added and not self._refs:
            self.abort()
            return None
        try:
            self._flush_signed()
            commit = self._make_commit(signer, now)
            offset = self._log.append(frame.COMMIT, commit.encode())
            self._log.sync()
        except BaseException as error:
            if isinstance(error, StorageFailed):
                self._segments.failed = str(error)
            self.abort()
            raise
        try:
            self._index(commit, offset)
        except (lmdb.Error, MemoryError):
            pass  # the log has it; whoever opens the repository next replays it
        finally:
            self._close()
        return commit

    def _make_commit(self, signer: Signer, now: int) -> segment.Commit:
        if self._logged != self._seq:
            raise StemeError("an object was claimed and not added; nothing was recorded")
        before, earliest = self._previous()
        signed = head.Head(self._repository_id, self._seq - 1, self.root(), before, max(now, earliest), signer.public)
        signed.signature = signer.sign_head_id(signed.id)
        return segment.Commit(self._mark.commit + 1, self._mark.next_seq, signed)

    def _previous(self) -> tuple[bytes, int]:
        row = self._txn.get(tables.U64.pack(self._mark.commit), db=self._databases[tables.COMMITS])
        if row is None:
            return head.NO_HEAD, limits.MIN_TIME
        fields = tables.COMMIT_ROW.unpack(row)
        return fields[5], fields[2]

    def _index(self, commit: segment.Commit, offset: int) -> None:
        head_rows.put_commit(self._txn, self._databases, commit, self._seq, self._log.segment, offset)
        self._indexer.finish()
        mark = Watermark(self._log.segment, self._log.offset, offset, self._log.chain, commit.number, self._seq)
        self._txn.put(tables.WATERMARK, mark.encode(), db=self._databases[tables.META])
        self._txn.commit()

    def abort(self) -> None:
        """Forget everything and release the lock; does nothing when the transaction has ended, or is a parent's."""
        if self._open and os.getpid() == self._pid:
            try:
                self._log.take_back()
            finally:
                self._close()

    def _close(self) -> None:
        self._open = False
        self._txn.abort()
        self._lock.release()
