"""Taking in what was asked for: a pack goes through quarantine into the repository, or, for a look, through nothing."""

from __future__ import annotations

from repo_format import ids
from repo_format.errors import BadSignature, FromTheFuture, Refused, RemoteFailed
from repo_format.pack.reader import PackReader, verified
from repo_format.wire.transfer import Since, Want
from steme.exchange.comparing import ids_outside
from steme.receiving.gate import Gate
from steme.receiving.receive import receive, waiting

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from repo_format.head import Head
    from repo_format.record import Record
    from repo_format.storage.snapshot import Snapshot
    from steme.exchange.arrivals import Count
    from steme.exchange.comparing import Position
    from steme.exchange.meeting import Meeting
    from steme.receiving.received import Received

    Advance = Callable[[int, int | None], None]

_name_of = ids.derive("steme 2026-11 fetch v1")


class RootDiffers(Exception):
    """What came does not make up their head; what was remembered may have been wrong."""


def transfer_name(remote: str, request: Since | Want) -> str:
    """What a transfer is called in quarantine: two requests for the same bytes are one."""
    asked = request.after + request.until if isinstance(request, Since) else b"".join(request.ids)
    return f"fetch-{remote}-{_name_of(asked).hex()[:32]}"


def take(
    meeting: Meeting, position: Position, theirs: Head, tags: dict[str, Head], advance: Advance | None
) -> tuple[Received, int]:
    """Ask for what is missing, check it, and publish it with the remote's ref and ``tags`` in one commit.

    Returns what was received and how many bytes of it were here from an earlier attempt. Raises RootDiffers, Refused,
    RemoteFailed, Busy, StorageFailed; then nothing was changed.
    """
    request = position.request
    if request is None:
        raise ValueError("there is nothing to ask for")
    name = transfer_name(meeting.remote.name, request)
    request.offset = waiting(meeting.repository, name)[0]
    sending, pack = meeting.talk.pack(request)

    def minus(view: Snapshot) -> list[bytes]:
        return ids_outside(view, position.shared)

    try:
        received = receive(
            meeting.repository,
            pack,
            signer=meeting.key,
            name=name,
            gate=Gate.for_fetch(meeting.repository),
            offset=request.offset,
            expect=theirs,
            minus=minus,
            remote=meeting.remote.name,
            tags=tags,
            advance=_summing(advance, sending.objects or None),
        )
    except (BadSignature, FromTheFuture):
        raise
    except Refused as error:
        if position.by_memory:
            raise RootDiffers from error
        raise
    return received, request.offset


def _summing(advance: Advance | None, total: int | None) -> Callable[[int], None] | None:
    """From numbers of objects to their sum and the total."""
    if advance is None:
        return None
    done = 0

    def add(objects: int) -> None:
        nonlocal done
        done += objects
        advance(done, total)

    return add


def resumable(meeting: Meeting, after: bytes) -> Head | None:
    """The head at which a fetch was aimed that was cut off, where there is something of it here to go on from."""
    aim = meeting.state.pending
    if aim is None or (meeting.welcome.head is not None and aim.id == meeting.welcome.head.id):
        return None
    name = transfer_name(meeting.remote.name, Since(after, aim.id))
    return aim if waiting(meeting.repository, name)[0] else None


def inspect(meeting: Meeting, position: Position, count: Count, advance: Advance | None) -> int:
    """Read and verify what would come, keep nothing of it; returns how many of the objects are here already.

    Raises as reading a pack does, and RemoteFailed where it is cut off.
    """
    if position.request is None:
        return 0
    sending, pack = meeting.talk.pack(position.request)
    tell, present = _summing(advance, sending.objects or None), 0
    batch: list[Record] = []
    reader, gate = PackReader(pack), Gate.for_fetch(meeting.repository)
    gate.check_opening(reader.opening)
    try:
        for record, payload in verified(reader):
            batch.append(record)
            count.add(record, payload)
            if tell:
                tell(1)
            if len(batch) == 1000:
                present += _here(meeting, batch)
                batch.clear()
                gate.check_totals(reader.place.totals, reader.place.offset)
    except Exception:
        if reader.cut_off:
            raise RemoteFailed("the connection was cut off") from None
        raise
    return present + _here(meeting, batch)


def _here(meeting: Meeting, records: list[Record]) -> int:
    with meeting.repository.snapshot() as view:
        return sum(view.seq_of(record.id) > 0 for record in records)
