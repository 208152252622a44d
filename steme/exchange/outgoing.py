"""What a push carries: a pack of objects here by their seqs, the same bytes every time, so that a cut push goes on."""

from __future__ import annotations

from repo_format import ids
from repo_format.pack.opening import Opening
from steme.remotes.ranges import Ranges
from steme.serving.packing import leave_out, pack_records

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from repo_format.record import Record
    from steme.repository import Repository

PAGE = 500
"""Objects read in one view: no view is held while the other side is waited for."""

_transfer_of = ids.derive("steme 2026-11 push v1")


class Outgoing:
    """The objects of ``repository`` with the given seqs, for the repository with the id ``receiver``."""

    def __init__(self, repository: Repository, receiver: bytes, seqs: Ranges) -> None:
        self.seqs = seqs
        self._repository = repository
        runs = b"".join(number.to_bytes(4, "big") for run in seqs.runs for number in run)
        self.transfer = _transfer_of(repository.id + receiver + runs)
        """The id under which the other side keeps what has come of it when the connection is cut."""

    def pack(self, offset: int = 0, advance: Callable[[int], None] | None = None) -> Iterator[bytes]:
        """The bytes of the pack from ``offset`` on; ``advance`` is called with numbers of objects as they are read."""
        opening = Opening(self._repository.id, objects=len(self.seqs))
        return leave_out(pack_records(opening, self._records(advance)), offset)

    def _records(self, advance: Callable[[int], None] | None) -> Iterator[Record]:
        for first, last in self.seqs.runs:
            for begin in range(first, last + 1, PAGE):
                end = min(begin + PAGE, last + 1)
                with self._repository.snapshot() as view:
                    page = [view.record(seq) for seq in range(begin, end)]
                yield from page
                if advance is not None:
                    advance(len(page))


def portions(seqs: Ranges, most: int) -> Iterator[Ranges]:
    """The set in parts of at most ``most`` numbers each, in order; 0 for no limit."""
    part: list[tuple[int, int]] = []
    room = most
    for first, last in seqs.runs:
        begin = first
        while most and last - begin + 1 > room:
            yield Ranges([*part, (begin, begin + room - 1)])
            part, begin, room = [], begin + room, most
        part.append((begin, last))
        room -= last - begin + 1
    rest = Ranges(part)
    if rest.runs:
        yield rest
