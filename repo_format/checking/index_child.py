"""The process that looks into the index for a check (docs/format/checking.md, section 5).

A damaged LMDB file can kill whoever reads it, by a signal that no ``except`` catches, so this is never done in the
process that reports. ``index_process.py`` starts it as ``main(["compare" | "names" | "history", PARENT, SCRATCH])``; it
speaks JSON, a line at a time.
"""

from __future__ import annotations

import json
import resource
import struct
import sys
import time
from itertools import islice

import lmdb
import msgspec

from repo_format.checking.differences import differences
from repo_format.errors import Damaged, NotFound, StemeError
from repo_format.rereading import Rereader
from repo_format.storage import environment, recovery, tables
from repo_format.storage.directory import Directory
from repo_format.storage.index import Index
from repo_format.storage.snapshot import Watermark
from repo_format.storage.store import Store

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

_NAMED_AT_ONCE = 4096
_TOLD = 5
"""So many differences of a table are described; the rest is counted."""
_COUNTED = 100_000
_NONE = "there is none"
_TRIES = 5
_PAUSE = 0.02


def main(arguments: list[str]) -> None:
    """Do what is asked and say how it went; what is said last is ``{"done": true}``."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    verb, parent, scratch = arguments
    try:
        with _Opened(parent) as opened:
            if opened.reason:
                _say(unusable=opened.reason)
            elif verb == "names":
                _names(opened)
            elif verb == "history":
                _names(opened)
                _history(opened)
            else:
                _compare(opened, scratch)
    except _OvertakenError:
        _say(cannot="it was written to meanwhile, and you may not tell LMDB that you read it")
    except _CannotCompareError as error:
        _say(log=str(error)) if error.log_is_damaged else _say(cannot=str(error))
    except (StemeError, lmdb.Error, struct.error, OSError) as error:
        _say(error=str(error))
    _say(done=True)


class _OvertakenError(Exception):
    """Pages that this process read may have been given to a writer."""


class _CannotCompareError(Exception):
    """The log could not be replayed, because it is damaged or for want of room for the tables."""

    def __init__(self, error: Exception) -> None:
        super().__init__(str(error))
        self.log_is_damaged = isinstance(error, Damaged | NotFound | msgspec.MsgspecError | ValueError)


class _Opened:
    """The index as it lies there, opened for reading in one transaction, unless there is a ``reason`` not to."""

    def __init__(self, parent: str) -> None:
        self.store = Store.open_log(parent)
        self.reason = self._open()
        if not self.reason:
            self.txn = self.store.index.begin()
            self.databases = self.store.index.databases
            row = self.txn.get(tables.WATERMARK, db=self.databases[tables.META])
            if row is None or len(row) != tables.WATERMARK_ROW.size:
                raise Damaged("it does not say how far it has followed the log")
            self.mark = Watermark.decode(row)
            _say(mark=[self.mark.segment, self.mark.end, self.mark.commit, self.mark.next_seq])

    def _open(self) -> str:
        """Why the index cannot be opened; somebody may just be putting another in its place."""
        for _ in range(_TRIES):
            try:
                reason = self.store.index.why_unusable()
                if not reason:
                    self.store.index.open(writable=False)
                    return ""
            except NotFound:
                reason = _NONE
            if reason != _NONE:
                return reason
            time.sleep(_PAUSE)
        return _NONE

    def __enter__(self) -> _Opened:
        return self

    def __exit__(self, *_: object) -> None:
        overtaken = not self.reason and self.store.index.is_overtaken(self.txn)
        if not self.reason:
            self.txn.abort()
        self.store.close()
        if overtaken:
            raise _OvertakenError


def _say(**what: object) -> None:
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


def _names(opened: _Opened) -> None:
    """The ids in order of sequence number, in hex, a few thousand at a time."""
    ordered = bytearray(32 * (opened.mark.next_seq - 1))
    with opened.txn.cursor(opened.databases[tables.IDS]) as cursor:
        for object_id, row in cursor:
            at = 32 * (tables.U32.unpack(row)[0] - 1)
            if 0 <= at < len(ordered):
                ordered[at : at + 32] = object_id
    for at in range(0, len(ordered), 32 * _NAMED_AT_ONCE):
        _say(names=ordered[at : at + 32 * _NAMED_AT_ONCE].hex())


def _history(opened: _Opened) -> None:
    """Commits, refs, heads of others, and the numbers of the objects without a payload: no author is known of them."""
    for key, row in _rows(opened, tables.COMMITS):
        first, objects, received, segment, _, head_id = tables.COMMIT_ROW.unpack(row)
        _say(commits=[tables.U64.unpack(key)[0], first + objects - 1, received, segment, head_id.hex()])
    for name, head_id in _rows(opened, tables.REFS):
        _say(refs=[name.decode(), head_id.hex()])
    for _, encoded in _rows(opened, tables.FOREIGN):
        _say(foreign=encoded.hex())
    present = bytearray(opened.mark.next_seq)
    for _, row in _rows(opened, tables.BY_AUTHOR):
        present[tables.U32.unpack(row)[0]] = 1
    for seq in range(1, opened.mark.next_seq):
        if not present[seq]:
            _say(erased=seq)


def _rows(opened: _Opened, table: str) -> Iterator[tuple[bytes, bytes]]:
    with opened.txn.cursor(opened.databases[table]) as cursor:
        yield from cursor


def _compare(opened: _Opened, scratch: str) -> None:
    """Make all tables again from the log, in the directory ``scratch``, and tell where those of the index differ."""
    directory = Directory.open(scratch)
    again = Index(directory, opened.store.repository_id)
    try:
        try:
            _replay(opened, directory, again)
        except (StemeError, lmdb.Error, msgspec.MsgspecError, OSError, ValueError) as error:
            raise _CannotCompareError(error) from error
        _compare_tables(opened, again)
    finally:
        again.close()
        directory.close()


def _replay(opened: _Opened, directory: Directory, again: Index) -> None:
    made = directory.make("index")
    environment.create(made, opened.store.repository_id).close()
    made.close()
    again.open()
    first = opened.store.first_mark()
    with again.write() as txn:
        txn.put(tables.WATERMARK, first.encode(), db=again.databases[tables.META])
    mark = opened.mark
    end = recovery.End(mark.segment, mark.end, mark.chain, mark.commit)
    recovery.replay(opened.store.log, again, first, end, _Steps(32 << 20).advance, Rereader())


class _Steps:
    """Says how far it has come, not too often."""

    def __init__(self, step: int) -> None:
        self._step = step
        self._pending = 0

    def advance(self, amount: int) -> None:
        """So much more is done."""
        self._pending += amount
        if self._pending >= self._step:
            _say(progress=self._pending)
            self._pending = 0


def _compare_tables(opened: _Opened, again: Index) -> None:
    with again.begin() as txn:
        for name in tables.ALL:
            with opened.txn.cursor(opened.databases[name]) as here, txn.cursor(again.databases[name]) as there:
                found = list(islice(differences(here.iternext(), there.iternext()), _COUNTED))
            if opened.store.index.is_overtaken(opened.txn):
                raise _OvertakenError
            if found:
                _say(table=name, rows=len(found), examples=found[:_TOLD])
            _say(progress=0)
        with opened.txn.cursor() as names:
            present = [name.decode("ascii", "replace") for name in names.iternext(values=False)]
        strange = [name for name in present if name not in tables.ALL]
        if strange:
            _say(table="", rows=len(strange), examples=strange[:_TOLD])
