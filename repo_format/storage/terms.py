"""Terms: texts that index rows name by a number of 32 bits (docs/format/index.md, section 4).

A term's key is one byte for its sort and then the text in UTF-8, so that a range scan over the keys of one sort visits
concept paths in the order of their bytes. Numbers are given in order of first use; they differ between repositories
and mean nothing outside of one index.
"""

from __future__ import annotations

from blake3 import blake3

from repo_format.storage import tables

TYPE_CHECKING = False
if TYPE_CHECKING:
    import lmdb

_REMEMBERED = 100_000
_PENDING = 100_000


def key_of(sort: bytes, text: str) -> bytes:
    """The key of a term for a text; long text values become their hash."""
    raw = text.encode()
    if len(raw) <= tables.MAX_TERM:
        return sort + raw
    return tables.TERM_LONG_TEXT + blake3(raw).digest()


class Numbers(dict[str, int]):
    """The numbers of terms of one sort by their texts: ``numbers[text]`` gives a new text the next number.

    Remembers what was asked for lately, so that a text that recurs costs a look-up in a dict.
    """

    __slots__ = ("_number", "_sort")

    def __init__(self, writer: TermWriter, sort: bytes) -> None:
        super().__init__()
        self._number = writer.number
        self._sort = sort

    def __missing__(self, text: str) -> int:
        if len(self) >= _REMEMBERED:
            self.clear()
        raw = text.encode()  # as key_of has it, which for a million texts is one call too many
        key = self._sort + raw if len(raw) <= tables.MAX_TERM else key_of(self._sort, text)
        number = self[text] = self._number(key)
        return number


class HexNumbers(Numbers):
    """The same for keys and object ids, which are asked for in hex."""

    __slots__ = ()

    def __missing__(self, text: str) -> int:
        if len(self) >= _REMEMBERED:
            self.clear()
        number = self[text] = self._number(self._sort + bytes.fromhex(text))
        return number


class TermWriter:
    """Numbers for terms inside one write transaction, new ones as needed.

    New terms are put later, many at once and in order, which costs LMDB a third of what it costs one by one; ``finish``
    has to be called before the transaction commits.
    """

    def __init__(self, txn: lmdb.Transaction[bytes], databases: dict[str, lmdb._Database]) -> None:
        self._txn = txn
        self._terms = databases[tables.TERMS]
        self._texts = databases[tables.TEXTS]
        self._meta = databases[tables.META]
        stored = txn.get(tables.NEXT_TERM, db=self._meta)
        self._next: int = tables.U32.unpack(stored)[0] if stored else 1
        self._new: dict[bytes, bytes] = {}

    def of_texts(self, sort: bytes) -> Numbers:
        """Numbers for texts: subjects, values, units ..."""
        return Numbers(self, sort)

    def of_hex(self, sort: bytes) -> Numbers:
        """Numbers for keys and object ids, which are asked for in hex."""
        return HexNumbers(self, sort)

    def number(self, key: bytes) -> int:
        """The number of the term with this key."""
        stored = self._new.get(key) or self._txn.get(key, db=self._terms)
        if stored is not None:
            known: int = tables.U32.unpack(stored)[0]
            return known
        if len(self._new) >= _PENDING:
            self._put()
        number = self._next
        self._next += 1
        self._new[key] = tables.U32.pack(number)
        return number

    def _put(self) -> None:
        """Put the new terms, by number into one table and by key into the other."""
        with self._txn.cursor(self._texts) as cursor:
            cursor.putmulti(((number, key) for key, number in self._new.items()), append=True)
        with self._txn.cursor(self._terms) as cursor:
            cursor.putmulti((key, self._new[key]) for key in sorted(self._new))
        self._new.clear()

    def finish(self) -> None:
        """Put what is new, and record where the numbering goes on."""
        self._put()
        self._txn.put(tables.NEXT_TERM, tables.U32.pack(self._next), db=self._meta)
