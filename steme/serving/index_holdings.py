"""What an open repository holds, looked up in its index; objects and commits themselves come from its log."""

from __future__ import annotations

from repo_format import refs
from repo_format.errors import Damaged, NotFound
from repo_format.storage import commits, tables
from repo_format.storage.snapshot import Snapshot
from steme.serving.places import Located, Place, frames_between, read_records, read_seal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from repo_format.frame import Frame
    from repo_format.head import Head
    from repo_format.merkle import Path
    from steme.repository import Repository

_ERASURE = tables.RELATIONS.index("erasure")
_MOST_ERASURES = 1000
"""So many that name one object are sent with it; anybody may write one."""


class IndexHoldings:
    """``Holdings`` of an open repository: one snapshot until ``release``. Each thread needs its own."""

    def __init__(self, repository: Repository) -> None:
        self._repository = repository
        self._log = repository.store.log
        self._view: Snapshot | None = None
        self.repository_id = repository.id

    @property
    def view(self) -> Snapshot:
        """The state that is answered from."""
        if self._view is None:
            self._view = self._repository.snapshot()
        return self._view

    def release(self) -> None:
        """As ``Holdings.release``; what was handed out can still be read."""
        view, self._view = self._view, None
        if view is not None:
            view.__exit__(None, None, None)

    def head(self) -> Head | None:
        """As ``Holdings.head``."""
        number = self.view.watermark.commit
        return commits.head_at(self.view, number) if number else None

    def known_head(self, head_id: bytes) -> Head | None:
        """As ``Holdings.known_head``."""
        number = commits.number_of(self.view, head_id)
        return commits.head_at(self.view, number) if number else None

    def tags(self) -> dict[str, Head]:
        """As ``Holdings.tags``."""
        named = [(name, head_id) for name, head_id in commits.refs(self.view) if name.startswith(refs.TAGS)]
        found = [(name, self.known_head(head_id) or self.view.foreign_head(head_id)) for name, head_id in named]
        return {name: one for name, one in found if one is not None}

    def node(self, path: Path) -> bytes | None:
        """As ``Holdings.node``."""
        return self.view.trie.entries(path)

    def ids_below(self, path: Path) -> Sequence[bytes]:
        """As ``Holdings.ids_below``."""
        return self.view.trie.below(path)

    def since(self, after: Head | None, until: Head) -> Iterator[Frame]:
        """As ``Holdings.since``."""
        start = self._place_of_commit(after) if after is not None else None
        return frames_between(self._log, start, self._place_of_commit(until))

    def _place_of_commit(self, of: Head) -> tuple[int, int]:
        row = commits.row(self.view, commits.number_of(self.view, of.id))
        return row.segment, row.offset

    def records(self, ids: Sequence[bytes]) -> Located:
        """As ``Holdings.records``."""
        seqs = sorted(map(self._seq_of, ids))
        places = _places_of(self.view, seqs)
        erased = self._erased(places)
        first = sorted({seq for one in erased for seq in self._erasures_of(one)} - set(seqs))
        return Located(self._log, [*_places_of(self.view, first), *places])

    def _seq_of(self, object_id: bytes) -> int:
        seq = self.view.seq_of(object_id)
        if not seq:
            raise NotFound(f"object {object_id.hex()[:12]} is not here")
        return seq

    def _erased(self, places: Sequence[Place]) -> list[bytes]:
        """The ids of those of the objects whose payload is gone."""
        found: list[bytes] = []
        for place in places:
            proof = read_seal(self._log, place.segment, place.seal_offset) if place.seal_offset else None
            records = read_records(self._log, place, proof)
            found += [records[number].id for number in place.numbers if records[number].payload is None]
        return found

    def _erasures_of(self, object_id: bytes) -> list[int]:
        rows = tables.ABOUT_ROW.iter_unpack(self.view.duplicates(tables.ABOUT, object_id))
        return [seq for seq, relation, *_ in rows if relation == _ERASURE][:_MOST_ERASURES]


def _places_of(view: Snapshot, seqs: Sequence[int]) -> list[Place]:
    """The frames of the objects with these sequence numbers, ascending."""
    places: list[Place] = []
    end = 0
    with view.txn.cursor(view.databases[tables.BLOCKS]) as cursor:
        for seq in seqs:
            if seq >= end:
                key = tables.U32.pack(seq)
                found = (cursor.key() == key or cursor.prev()) if cursor.set_range(key) else cursor.last()
                if not found:
                    raise Damaged(f"the index does not know where object number {seq} is; run `steme reindex`")
                first = tables.U32.unpack(cursor.key())[0]
                number, offset, count, seal_offset, _ = tables.BLOCK_ROW.unpack(cursor.value())
                end = first + count
                numbers: list[int] = []
                places.append(Place(number, offset, seal_offset, numbers))
            numbers.append(seq - first)
    return places
