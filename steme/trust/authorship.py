"""Whose objects are: the author of an object by its number, without reading what it says where a seal tells."""

from __future__ import annotations

from repo_format.seal import Seal
from repo_format.storage import tables

TYPE_CHECKING = False
if TYPE_CHECKING:
    from repo_format.storage.snapshot import Snapshot

_AUTHOR_FIRST = b'{"author":"'
"""How the payload of an assertion begins, as of every kind that has no field before it."""


class Authorship:
    """For many objects of one view; seals are looked at once."""

    __slots__ = ("_seals", "_view")

    def __init__(self, view: Snapshot) -> None:
        self._view = view
        self._seals: dict[tuple[int, int], bytes] = {}

    def author(self, seq: int) -> bytes:
        """The public key (32 bytes) of who made object number ``seq``. Raises NotFound, Damaged."""
        with self._view.txn.cursor(self._view.databases[tables.BLOCKS]) as cursor:
            key = tables.U32.pack(seq)
            found = (cursor.key() == key or cursor.prev()) if cursor.set_range(key) else cursor.last()
            row = cursor.value() if found else b""
        if not row:
            return self._of_record(seq)
        segment, _, _, seal_offset, _ = tables.BLOCK_ROW.unpack(row)
        if not seal_offset:
            return self._of_record(seq)
        place = (segment, seal_offset)
        if place not in self._seals:
            self._seals[place] = Seal.decode(self._view.read_frame(segment, seal_offset).body).author
        return self._seals[place]

    def _of_record(self, seq: int) -> bytes:
        record = self._view.record(seq)
        payload = record.payload
        if payload is None:
            return record.author
        start = len(_AUTHOR_FIRST)
        if payload.startswith(_AUTHOR_FIRST):
            return bytes.fromhex(payload[start : start + 64].decode())
        from repo_format import objects  # with it comes msgspec

        return bytes.fromhex(objects.read(payload).author)
