"""Checking a whole repository: its files, its log, its index (docs/format/checking.md).

Nothing is changed and no lock is taken; a writer may be at work meanwhile.
"""

from __future__ import annotations

import os

from repo_format import frame
from repo_format.checking import index_process, tail
from repo_format.checking.audit import Audit
from repo_format.checking.audit_log import check_audit_log
from repo_format.checking.finding import DAMAGE, NOTE, Finding
from repo_format.checking.ledger import RESTORE
from repo_format.checking.pending import Lost
from repo_format.checking.segments import open_segments
from repo_format.checking.surroundings import look_around
from repo_format.errors import Damaged, NotFound, StemeError
from repo_format.storage import environment
from repo_format.storage.directory import Directory
from repo_format.storage.index import NAME as INDEX
from repo_format.storage.layout import DIRECTORY, LOG, read_repository_id
from repo_format.storage.lock import is_free
from repo_format.storage.swapping import find_log

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from repo_format.checking.index_process import Mark
    from repo_format.checking.naming import Names
    from repo_format.checking.segments import SegmentFile


class Report:
    """All findings, the log's in its order, and how much was looked at; ``root`` is that of all objects, in hex."""

    __slots__ = ("bytes", "commits", "findings", "objects", "root", "segments")

    def __init__(self, findings: list[Finding], files: Sequence[SegmentFile], audit: Audit) -> None:
        self.findings = findings
        self.segments = len(files)
        self.bytes = sum(file.source.size for file in files)
        self.commits = audit.commit
        self.objects = audit.seq - 1
        self.root = "" if audit.quick else audit.ids.root().hex()

    @property
    def is_damaged(self) -> bool:
        """Whether there is a finding that is more than a note."""
        return any(finding.severity == DAMAGE for finding in self.findings)


def check(
    parent: str,
    *,
    quick: bool = False,
    index: bool = True,
    advance: Callable[[int], None] | None = None,
    names: Names | None = None,
) -> Report:
    """Check the repository ``PARENT/.steme``.

    ``quick`` looks at frames and commits only; ``index`` False leaves the index alone. ``advance`` is called with
    numbers of bytes of the log as they are done, twice for each byte when the index is compared. ``names`` knows ids by
    sequence number, in place of the index. Raises NotARepository, FromTheFuture, Refused where the directory itself
    must not be opened, StorageFailed when it cannot be read.
    """
    findings: list[Finding] = []
    directory, repository_id = _open(parent, findings)
    question = index_process.Question("compare", parent) if index and not quick and repository_id else None
    files: list[SegmentFile] = []
    try:
        findings += look_around(directory)
        files += _open_log(directory, findings)
        known = repository_id or next((file.opening.repository for file in files if file.opening), b"")
        audit = Audit(known, names or _Names(parent if index else ""), quick, advance or _ignore)
        _read_all(audit, files)
        answers = question.answers(advance) if question is not None else None
        _read_tail(audit, directory, files, answers.mark if answers else None)
        findings += [*audit.findings, *_unexcused(audit), *_unchecked_roots(audit)]
        if answers is not None:
            sound = not any(finding.severity == DAMAGE for finding in findings)
            findings += index_process.findings_of(answers, sound)
        findings += check_audit_log(directory, known)
        return Report(findings, files, audit)
    finally:
        if question is not None:
            question.close()
        for file in files:
            file.close()
        directory.close()


def check_log(log: Directory, repository_id: bytes, advance: Callable[[int], None] | None = None) -> list[Finding]:
    """Check the segments in ``log``, which nobody else knows of; objects, commits, heads, refs and roots.

    Raises FromTheFuture, StorageFailed.
    """
    findings: list[Finding] = []
    files = open_segments(log, findings)
    try:
        audit = Audit(repository_id, _no_names, quick=False, advance=advance or _ignore)
        _read_all(audit, files)
        if not audit.pending.holds_nothing:
            audit.settle()
        return [*findings, *audit.findings, *_unexcused(audit), *_unchecked_roots(audit)]
    finally:
        for file in files:
            file.close()


def _no_names(first: int, count: int) -> None:
    """Nobody remembers ids: what is checked has to be whole."""


def bytes_to_read(parent: str, with_index: bool = False) -> int:
    """How many bytes of log ``check`` will report to ``advance``, about; 0 when that cannot be told."""
    try:
        with os.scandir(f"{parent}/{DIRECTORY}/{LOG}") as entries:
            size = sum(entry.stat(follow_symlinks=False).st_size for entry in entries if entry.name.endswith(".seg"))
    except OSError:
        return 0
    return 2 * size if with_index else size


def _ignore(amount: int) -> None:
    """Nobody wants to know how far it is."""


class _Names:
    """What the index says are the ids by sequence number, asked for when first needed."""

    def __init__(self, parent: str) -> None:
        self._parent = parent
        self._ids: bytes | None = None

    def __call__(self, first: int, count: int) -> list[bytes] | None:
        if self._ids is None:
            answers = index_process.ask("names", self._parent) if self._parent else None
            self._ids = bytes.fromhex("".join(answers.names)) if answers and not answers.end else b""
        piece = self._ids[32 * (first - 1) : 32 * (first - 1 + count)]
        found = [piece[at : at + 32] for at in range(0, len(piece), 32)]
        return [object_id for object_id in found if any(object_id)] or None


def _open(parent: str, findings: list[Finding]) -> tuple[Directory, bytes]:
    path = f"{parent}/{DIRECTORY}"
    try:
        return read_repository_id(path)
    except Damaged as error:
        findings.append(Finding(DAMAGE, "format", str(error), "format", advice=RESTORE))
        return Directory.open(path), b""


def _open_log(directory: Directory, findings: list[Finding]) -> list[SegmentFile]:
    try:
        log = find_log(directory)
    except NotFound as error:
        findings.append(Finding(DAMAGE, "segment", str(error), LOG, advice=RESTORE))
        return []
    try:
        return open_segments(log, findings)
    finally:
        log.close()


def _read_all(audit: Audit, files: Sequence[SegmentFile]) -> None:
    chains: Sequence[bytes] = (frame.START,)
    for place, file in enumerate(files):
        following = files[place + 1] if place + 1 < len(files) else None
        chains = _chains_into(audit, file, chains)
        after = following.chain_before if following is not None and following.gap is None else b""
        chains = audit.read(file.number, file.source, 0, chains, after)
        if not file.is_growing:
            audit.end_sealed(file.source)


def _chains_into(audit: Audit, file: SegmentFile, chains: Sequence[bytes]) -> Sequence[bytes]:
    """The chain hashes that may stand before a segment's first frame; without a predecessor, its own word counts."""
    own = file.chain_before
    if file.gap is None and (not own or not chains or own in chains):
        return chains or ((own,) if own else ())
    finding = file.gap
    if finding is None:
        sentence = f"segment {file.number} does not continue the one before it"
        finding = Finding(DAMAGE, "segment", sentence, file.source.name, 0, advice=RESTORE)
        audit.pending.findings.append(finding)
    audit.pending.lost.append(Lost(finding, 0))
    return (own,) if own else ()


def _read_tail(audit: Audit, directory: Directory, files: Sequence[SegmentFile], mark: Mark | None) -> None:
    if not files or not files[-1].is_growing:
        audit.settle()
        return
    growing = files[-1]
    if not audit.pending.holds_nothing or (mark is not None and mark.commit > audit.commit):
        tail.look_again(audit, growing, lambda: _is_busy(directory))
    tail.judge(audit, growing, mark, _is_busy(directory), _is_torn(directory))


def _is_busy(directory: Directory) -> bool:
    try:
        return not is_free(directory)
    except StemeError:
        return False  # a lock that may not be opened is a finding already


def _is_torn(directory: Directory) -> bool:
    """Whether the machine has stopped since the index was last on the disk, by what the index's state says."""
    try:
        index = Directory.open(INDEX, directory)
    except StemeError:
        return False
    try:
        return environment.State.read(index) is not None and environment.may_be_torn(index)
    except StemeError:
        return False
    finally:
        index.close()


def _unexcused(audit: Audit) -> list[Finding]:
    return [finding for object_id, finding in audit.erased.items() if object_id not in audit.excused]


def _unchecked_roots(audit: Audit) -> list[Finding]:
    if audit.quick or audit.roots.are_checked:
        return []
    sentence = "roots behind the first damage could not be checked: not every lost object's id is known"
    return [Finding(NOTE, "roots", sentence, advice="")]
