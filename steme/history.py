"""The log of a repository: which objects arrived, newest first, and which of them somebody wants to see.

The index names the candidates (``narrow``), reading them decides (``accepts``); so a filter that the index knows
nothing of costs time and is never wrong. What concerns a claim without being one (a vote on it, its retraction) is
found under the claim's subject, predicate and source too.
"""

from __future__ import annotations

from repo_format import ids, objects
from repo_format.errors import Damaged
from repo_format.storage import commits
from steme.narrowing import narrow
from steme.patterns import matches

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from repo_format.objects import Payload
    from repo_format.record import Record
    from repo_format.storage.commits import CommitRow
    from repo_format.storage.snapshot import Snapshot
    from steme.repository import Repository
    from steme.wanted import Wanted

PAGE = 500
"""Objects that are read under one snapshot; between two pages none is open, however slow the reader of the output."""


class Entry:
    """One object of the log: its ``seq``, its ``record``, the ``payload`` read (None when erased), its ``commit``, and
    its ``author`` (hex), which stays known when the payload is gone.
    """

    __slots__ = ("author", "commit", "payload", "record", "seq")

    def __init__(self, record: Record, payload: Payload | None, commit: CommitRow) -> None:
        self.seq = record.seq
        self.record = record
        self.payload = payload
        self.commit = commit
        self.author = author_of(record, payload)


def entries(
    repository: Repository,
    wanted: Wanted,
    *,
    limit: int | None = None,
    oldest_first: bool = False,
    after: int = 0,
    upto: int | None = None,
) -> Iterator[Entry]:
    """The wanted objects with a seq above ``after`` and up to ``upto``, by seq, the newest first unless told otherwise.

    Payloads are compared with their ids, signatures are not checked. Raises Damaged.
    """
    with repository.snapshot() as view:
        places = narrow(view, wanted, after, view.count if upto is None else min(upto, view.count))
    if not oldest_first:
        places = places[::-1]
    size = PAGE if limit is None else max(1, min(limit, PAGE))
    left = len(places) if limit is None else limit
    for at in range(0, len(places), size):
        for entry in _page(repository, wanted, places[at : at + size]):
            if left <= 0:
                return
            left -= 1
            yield entry


def _page(repository: Repository, wanted: Wanted, places: Sequence[int]) -> list[Entry]:
    found: list[Entry] = []
    commit: CommitRow | None = None
    with repository.snapshot() as view:
        for seq in places:
            record, payload = read(view, seq)
            if accepts(view, wanted, record, payload):
                if commit is None or not commit.first_seq <= seq <= commit.last_seq:
                    commit = commits.of_seq(view, seq)
                found.append(Entry(record, payload, commit))
    return found


def author_of(record: Record, payload: Payload | None) -> str:
    """The author's key (hex) of an object, from its payload or else from its proof; "" where neither says it."""
    if payload is not None:
        return payload.author
    return (record.seal.author if record.seal is not None else record.author).hex()


def read(view: Snapshot, seq: int) -> tuple[Record, Payload | None]:
    """The object with this number, and its payload, None when it was erased. Its signature is not checked.

    Raises Damaged when the log does not hold the bytes that the id in the index names.
    """
    record = view.record(seq)
    sound = record.payload is None or record.seal is None or ids.object_id(record.payload) == record.id
    if not sound or view.seq_of(record.id) != seq:
        raise Damaged(f"object number {seq} does not have the bytes that its id names; run `steme fsck`")
    return record, objects.read(record.payload) if record.payload is not None else None


def accepts(view: Snapshot, wanted: Wanted, record: Record, payload: Payload | None) -> bool:
    """Whether an object is wanted. One that was erased is so only where everything is: nothing is known of it."""
    if wanted.is_anything:
        return True
    if payload is None:
        return False
    return (
        wanted.author in (None, payload.author)
        and wanted.kind in (None, payload.kind)
        and (wanted.since is None or wanted.since <= payload.time)
        and (wanted.until is None or payload.time <= wanted.until)
        and (wanted.source is None or _concerns_source(wanted.source, record, payload))
        and ((wanted.subject is None and wanted.predicate is None) or _concerns(view, wanted, payload))
    )


def target_of(payload: Payload) -> str | None:
    """The id (hex) of the object that a payload is about: what it votes on, retracts, replaces, moves ..."""
    if payload.kind in ("source_status", "supersession"):
        about: str | None = getattr(payload, "source" if payload.kind == "source_status" else "old")
    else:
        about = getattr(payload, "target", None)
    return about


def _concerns_source(source: str, record: Record, payload: Payload) -> bool:
    return source in (record.id.hex(), getattr(payload, "source", None), target_of(payload))


def _concerns(view: Snapshot, wanted: Wanted, payload: Payload) -> bool:
    if _is_about(wanted, payload):
        return True
    target = target_of(payload)
    seq = view.seq_of(bytes.fromhex(target)) if target else 0
    about = read(view, seq)[1] if seq else None
    return about is not None and about.kind == "assertion" and _is_about(wanted, about)


def _is_about(wanted: Wanted, payload: Payload) -> bool:
    paths = [getattr(payload, field, None) for field in ("subject", "path", "alias")]
    on_subject = wanted.subject is None or any(path and matches(wanted.subject, path) for path in paths)
    return on_subject and wanted.predicate in (None, getattr(payload, "predicate", None))
