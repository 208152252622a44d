"""What came, counted for people: by kind, and by author with names where there are any."""

from __future__ import annotations

from repo_format import vocabulary
from repo_format.storage import tables
from steme.exchange.results import Arrivals

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from repo_format.objects import Payload
    from repo_format.record import Record
    from repo_format.storage.snapshot import Snapshot
    from steme.remotes.ranges import Ranges

_NAMED = 100
"""So many authors get names."""


class Count:
    """Adds up records one by one."""

    def __init__(self) -> None:
        self.arrivals = Arrivals()

    def add(self, record: Record, payload: Payload | None) -> None:
        """One more object; ``payload`` is None for an erased one."""
        found = self.arrivals
        found.objects += 1
        author = record.seal.author if record.seal else record.author
        if payload is None:
            found.erased += 1
        else:
            found.kinds[payload.kind] = found.kinds.get(payload.kind, 0) + 1
            author = bytes.fromhex(payload.author)
        found.authors[author.hex()] = found.authors.get(author.hex(), 0) + 1

    def finished(self, view: Snapshot) -> Arrivals:
        """What was counted, the most first, with names."""
        return _finished(view, self.arrivals)


def counted(view: Snapshot, seqs: Ranges) -> Arrivals:
    """The objects with these seqs, counted by the index; erased ones have no kind there and are the rest."""
    found = Arrivals()
    found.objects = len(seqs)
    if seqs.runs:
        found.kinds = {vocabulary.KINDS[key[0]]: n for key, n in _numbers(view, tables.BY_KIND, seqs)}
        authors = _numbers(view, tables.BY_AUTHOR, seqs)
        found.authors = {view.text(tables.U32.unpack(key)[0]): n for key, n in authors}
        if "assertion" not in found.kinds:
            rest = sum(found.authors.values()) - sum(found.kinds.values())
            found.kinds["assertion"] = max(rest, 0)
        found.erased = max(0, found.objects - sum(found.kinds.values()))
    return _finished(view, found)


def _numbers(view: Snapshot, table: str, seqs: Ranges) -> Iterator[tuple[bytes, int]]:
    """Every key of a table of seqs with the number of ``seqs`` under it, where there are any."""
    keys: list[bytes] = []
    with view.txn.cursor(view.databases[table]) as cursor:
        keys += cursor.iternext_nodup(keys=True, values=False)
        for key in keys:
            number = sum(_between(cursor, key, first, last) for first, last in seqs.runs)
            if number:
                yield key, number


def _between(cursor, key: bytes, first: int, last: int) -> int:  # type: ignore[no-untyped-def]
    number = 0
    if cursor.set_range_dup(key, tables.U32.pack(first)):
        end = tables.U32.pack(last)
        for seq in cursor.iternext_dup():
            if seq > end:
                break
            number += 1
    return number


def _finished(view: Snapshot, found: Arrivals) -> Arrivals:
    found.kinds = _most_first(found.kinds)
    found.authors = _most_first(found.authors)
    found.names = _names(view, list(found.authors)[:_NAMED]) if found.authors else {}
    return found


def _most_first(numbers: dict[str, int]) -> dict[str, int]:
    return {name: n for name, n in sorted(numbers.items(), key=lambda item: (-item[1], item[0])) if n}


def _names(view: Snapshot, keys: Sequence[str]) -> dict[str, str]:
    """The label of a key on this machine, else the name that its owner gave it."""
    from steme.keys import public_keys
    from steme.outside.people import profile_names

    labels, profiles = public_keys(), profile_names(view)
    names = {key: labels.get(bytes.fromhex(key)) or profiles.get(key, "") for key in keys}
    return {key: name for key, name in names.items() if name}
