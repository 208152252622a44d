"""Erasing: the log is written anew without the payloads and with the signed reasons, and put in place in one swap."""

from __future__ import annotations

from repo_format import ids, objects, signature
from repo_format.errors import Damaged, NotFound, StemeError
from repo_format.objects.erasure import Erasure
from repo_format.storage import rewriting, tables
from repo_format.storage.directory import Directory
from repo_format.storage.erasing import Erasing
from repo_format.storage.layout import LOST
from steme import times
from steme.audit import reading

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from repo_format.storage.rewriting import Rewriting
    from repo_format.storage.snapshot import Snapshot
    from steme.erasing.targets import Target
    from steme.keys import SigningKey
    from steme.repository import Repository

_INCOMING = "incoming"
_ERASURE = tables.RELATIONS.index("erasure")


class Erased:
    """What was done: the ids of the ``reasons`` that were recorded, of the objects ``erased``; bytes of log ``before``
    and ``after``; the files ``removed`` because they might hold a payload; how many recorded answers ``quote`` one.
    """

    def __init__(self) -> None:
        self.reasons: list[bytes] = []
        self.erased: list[bytes] = []
        self.before = self.after = 0
        self.removed: list[str] = []
        self.quotes = 0


def reasons_for(
    repository: Repository, targets: Sequence[Target], key: SigningKey, reason: str, time: int
) -> list[Erasure]:
    """The erasures that are to be recorded: none for what was erased before, or what ``key`` has given a reason for.

    Raises InvalidInput for a bad reason.
    """
    with repository.snapshot() as view:
        return [
            Erasure(author=key.public.hex(), reason=reason, target=target.id.hex(), time=time)
            for target in targets
            if target.payload is not None and not _has_said(view, target.id, key.public)
        ]


def erase(
    repository: Repository,
    targets: Sequence[Target],
    reasons: Sequence[Erasure],
    key: SigningKey | None,
    advance: Callable[[int], None] | None = None,
) -> Erased:
    """Take the payloads of ``targets`` out of everything in ``.steme`` that holds them, and record the ``reasons``.

    All or nothing: until the swap nothing has changed, and after it everything has. ``key`` signs the reasons, and is
    not needed without any. Costs reading and writing the whole log. ``advance`` is told bytes of log, twice each.
    Raises Busy, Damaged, StorageFailed.
    """
    done = Erased()
    prepared = [_prepare(reason, key) for reason in reasons if key is not None]
    store = repository.store
    store.lock.acquire(repository.timeout)
    try:
        rewriting.ready(store)
        change = Erasing({target.id for target in targets if target.payload is not None})
        fresh = rewriting.Rewriting(store)
        try:
            fresh.copy(change, advance)
            fresh.build_index(advance)
            _check(fresh, change, targets)
            done.reasons = _record(fresh, prepared, key)
            fresh.put_in_place()
        finally:
            fresh.close()
        done.removed = _remove_tails(store.directory)
    finally:
        store.lock.release()
    done.before, done.after, done.erased = fresh.before, fresh.after, change.erased
    done.quotes = len(reading.uses(repository, done.erased))
    return done


def _check(fresh: Rewriting, change: Erasing, targets: Sequence[Target]) -> None:
    """Nothing but the payloads of the targets is gone, and all of these. Raises Damaged; nothing has changed yet."""
    fresh.check_same()
    wanted = {target.id for target in targets if target.payload is not None}
    if not wanted.issuperset(change.erased) or _still_there(fresh, wanted):
        raise Damaged("not all that was to be erased was found in the log; nothing was changed")


def _still_there(fresh: Rewriting, wanted: set[bytes]) -> bool:
    with fresh.snapshot() as view:
        return any(view.record(view.seq_of(one)).payload is not None for one in wanted)


def _prepare(reason: Erasure, key: SigningKey) -> tuple[bytes, bytes, Erasure, bytes]:
    data = objects.write(reason)
    identifier = ids.object_id(data)
    return identifier, data, reason, signature.sign_object(key.secret, identifier)


def _record(
    fresh: Rewriting, prepared: Sequence[tuple[bytes, bytes, Erasure, bytes]], key: SigningKey | None
) -> list[bytes]:
    """Record the reasons in the log that is not yet in place: they come with the erasing or not at all."""
    if not prepared or key is None:
        return []
    with fresh.begin() as transaction:
        for one in prepared:
            if not transaction.view().seq_of(bytes.fromhex(one[2].target)):
                raise NotFound(f"object {one[2].target[:12]} is not here")
            transaction.add(*one)
        if transaction.commit(key, times.now()) is None:
            raise StemeError("the reasons were recorded before, which was looked at")
    return [identifier for identifier, *_ in prepared]


def _has_said(view: Snapshot, target: bytes, author: bytes) -> bool:
    term = view.term(tables.TERM_KEY + author)
    rows = tables.ABOUT_ROW.iter_unpack(view.duplicates(tables.ABOUT, target))
    return any(row[1] == _ERASURE and row[3] == term for row in rows)


def _remove_tails(repository: Directory) -> list[str]:
    """Remove what crashes and cut transfers have left: nobody can tell what is in it, and nothing depends on it."""
    removed: list[str] = []
    for folder in (LOST, _INCOMING):
        if folder in repository.names():
            directory = Directory.open(folder, repository)
            for name in directory.names():
                directory.remove(name)
                removed.append(f"{folder}/{name}")
            directory.sync()
            directory.close()
    return removed
