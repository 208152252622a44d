"""Repairing: the damaged log is read over its damage, what is lost is fetched and verified, and the whole log written
anew with the same objects, numbers, commits and heads, checked, and put in place in one swap.

It is that or nothing: where something cannot be had the log stays as it is, and what is missing is named.
"""

from __future__ import annotations

import os
from contextlib import closing

from repo_format import frame
from repo_format.checking.check import check_log
from repo_format.checking.finding import DAMAGE
from repo_format.errors import Damaged, StemeError
from repo_format.mending.damaged_log import DamagedLog
from repo_format.mending.expected import Expected
from repo_format.mending.passage_mending import Mender, in_order
from repo_format.mending.plan import Plan
from repo_format.storage import leftovers, swapping
from repo_format.storage.layout import LOST
from repo_format.storage.rewriting import Rewriting
from repo_format.storage.store import Store

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from repo_format.mending.damaged_log import Passage
    from repo_format.mending.expected import CommitMemory
    from repo_format.mending.passage_mending import Mended
    from repo_format.record import Record
    from repo_format.storage.log_writer import LogWriter
    from repo_format.storage.rewriting import Written
    from repo_format.storage.transaction import Signer
    from steme.repairing.supply import Supply

_COPIED = 1 << 20


class Repair:
    """What was found and done. ``damages`` are the transactions that were not whole, ``stretches`` the bad stretches of
    segments; ``wanted`` the objects that were to be fetched, and ``unnamed`` more; ``lost_commits`` the numbers of
    commits without a head; ``fetched`` what was had by name of the supply. ``missing`` ids and ``problems`` say what
    could not be had: none when all is mended.
    """

    def __init__(self, plan: Plan, log: DamagedLog) -> None:
        self.damages = len(plan.damages)
        self.stretches = len(log.bad) + sum(finding.severity == DAMAGE for finding in log.findings)
        self.wanted = [one for damage in plan.damages for one in damage.missing]
        self.unnamed = sum(damage.unnamed for damage in plan.damages)
        self.lost_commits = [number for damage in plan.damages for number in damage.lost_commits]
        self.fetched: dict[str, int] = {}
        self.missing: list[bytes] = []
        self.problems: list[str] = []
        self.kept: list[str] = []
        self.done = False


def repair(
    path: str,
    supplies: Sequence[Supply],
    signer: Callable[[], Signer | None],
    *,
    timeout: float,
    dry_run: bool = False,
    advance: Callable[[int], None] | None = None,
) -> Repair:
    """Mend the log of the repository in the directory ``path`` from ``supplies``, the first of them asked first.

    ``signer`` gives the key to sign heads again that it had signed and that are lost, None where there is none. A dry
    run asks nobody. Raises Busy, Damaged where what was made does not hold, FromTheFuture, StorageFailed, and what a
    supply raises.
    """
    with closing(Store.open_log(path)) as store:
        store.lock.acquire(timeout)
        try:
            leftovers.sweep(store.directory)
            store.log = swapping.follow(store.log, store.directory, locked=True)
            log = DamagedLog(store.log.directory)
            try:
                return _Repairing(store, log, supplies, path).run(signer, dry_run, advance)
            finally:
                log.close()
        finally:
            store.lock.release()


class _Repairing:
    def __init__(self, store: Store, log: DamagedLog, supplies: Sequence[Supply], path: str) -> None:
        self._store = store
        self._log = log
        self._supplies = supplies
        self._expected = Expected.of(path)
        self._memories: dict[int, CommitMemory] = {}

    def run(self, signer: Callable[[], Signer | None], dry_run: bool, advance: Callable[[int], None] | None) -> Repair:
        if not dry_run:
            self._look_into_copies()
        self._log.heads = {number: memory.head for number, memory in self._expected.commits.items()}
        plan = Plan(self._log, self._expected)
        result = Repair(plan, self._log)
        if dry_run:
            return result
        records = self._fetch(plan, result)
        mender = Mender(self._store.repository_id, self._expected, self._memories, records, signer)
        mended = {damage.index: mender.mend(damage) for damage in plan.damages}
        result.problems, result.missing = mender.problems, mender.missing
        if not result.problems and not result.missing:
            self._write(plan, mended, result, advance)
            result.done = True
        return result

    def _look_into_copies(self) -> None:
        """Copies of the same log tell what commits there were; and all that the index would, where there is none."""
        for supply in self._supplies:
            history = supply.history(self._store.repository_id)
            for number, memory in history.commits.items():
                self._memories.setdefault(number, memory)
            if not self._expected.is_known and history.is_known:
                self._expected = history

    def _fetch(self, plan: Plan, result: Repair) -> dict[bytes, Record]:
        records: dict[bytes, Record] = {}
        for supply in self._supplies:
            wanted = {one for damage in plan.damages for one in damage.missing} - records.keys()
            if wanted:
                self._take(supply, wanted, records, result)
            if any(damage.unnamed for damage in plan.damages):
                known = sorted(plan.known | records.keys())
                found: dict[bytes, Record] = {}
                self._take(supply, set(supply.beyond(known)), found, result)
                in_order(plan.damages, list(found.values()))
                records.update(found)
        return records

    def _take(self, supply: Supply, wanted: set[bytes], records: dict[bytes, Record], result: Repair) -> None:
        before = len(records)
        for record in supply.records(wanted):
            was_erased = record.id in self._expected.erased or not self._expected.is_known
            if record.id in wanted and (record.payload is not None or was_erased):
                records[record.id] = record
        result.fetched[supply.name] = result.fetched.get(supply.name, 0) + len(records) - before

    def _write(
        self, plan: Plan, mended: dict[int, list[Mended]], result: Repair, advance: Callable[[int], None] | None
    ) -> None:
        fresh = Rewriting(self._store)
        try:
            self._write_log(fresh, mended)
            for finding in check_log(fresh.log.directory, self._store.repository_id, advance):
                if finding.severity == DAMAGE:
                    raise Damaged(f"what would be put in place does not hold ({finding.message}); nothing was changed")
            fresh.build_index()
            self._check_end(fresh, plan)
            result.kept = self._keep_bad_bytes(plan)
            fresh.put_in_place()
        finally:
            fresh.close()

    def _write_log(self, fresh: Rewriting, mended: dict[int, list[Mended]]) -> None:
        out = fresh.writer(self._created())
        try:
            for index, passage in enumerate(self._log.passages()):
                if index in mended:
                    for one in mended.pop(index):
                        out.go_to(max(out.number, one.segment))
                        _put(out, one.frames)
                        out.commit(one.commit)
                elif passage.commit is not None:
                    out.go_to(max(out.number, passage.segment))
                    _put(out, _frames(passage))
                    out.commit(passage.commit.encode())
            for one in (one for index in sorted(mended) for one in mended[index]):
                out.go_to(max(out.number, one.segment))
                _put(out, one.frames)
                out.commit(one.commit)
            out.go_to(max(out.number, self._last_segment()))
            out.finish()
        finally:
            out.let_go()

    def _last_segment(self) -> int:
        """The one that grows: the next one where a crash stood between two of them."""
        last = self._log.files[-1] if self._log.files else None
        return last.number + (not last.is_growing) if last else 1

    def _created(self) -> int:
        """When the repository was made; where its first opening is lost, the time of its first head."""
        if self._log.created is not None:
            return self._log.created
        first = self._expected.commits.get(1)
        return first.time if first else 0

    def _check_end(self, fresh: Rewriting, plan: Plan) -> None:
        """The new log ends with the head that the old one had by all that is known."""
        with fresh.index.snapshot(fresh.log, self._store.lock, 0) as view:
            end = view.watermark.commit
            newest = view.get("refs", b"refs/heads/main")
        known = self._expected.commits.get(max(plan.commits, self._expected.last))
        if end < plan.commits or (known is not None and known.number == end and known.head != newest):
            raise Damaged("what would be put in place ends with another head; nothing was changed")

    def _keep_bad_bytes(self, plan: Plan) -> list[str]:
        """Copy what could not be read to ``lost/``: it may be all that is left of something."""
        stretches = dict(self._log.bad)
        for damage in plan.damages:
            for hole in damage.passage.holes:
                stretches[hole.segment, hole.offset] = hole.end
        if plan.tail is not None and (file := self._log.file(plan.tail.segment)) is not None:
            stretches[plan.tail.segment, plan.tail.items[0].offset] = file.source.size
        lost = self._store.directory.make(LOST)
        kept: list[str] = []
        try:
            for (number, offset), end in sorted(stretches.items()):
                file = self._log.file(number)
                if file is not None and end > offset:
                    name = f"bad-{number:08d}-{offset:012d}"
                    lost.write_pieces(name, _pieces(file.source.fd, offset, end))
                    kept.append(f"{LOST}/{name}")
        finally:
            lost.close()
        return kept


def _frames(passage: Passage) -> Iterator[Written]:
    for item in passage.items:
        if not isinstance(item, frame.Frame):
            raise StemeError("a passage with a hole was taken for a whole one; nothing was changed")
        yield item.kind, item.flags, item.body


def _put(out: LogWriter, written: Iterable[Written]) -> None:
    for kind, flags, body in written:
        out.put(kind, body, flags)


def _pieces(fd: int, offset: int, end: int) -> Iterator[bytes]:
    while offset < end:
        piece = os.pread(fd, min(_COPIED, end - offset), offset)
        if not piece:
            return
        yield piece
        offset += len(piece)
