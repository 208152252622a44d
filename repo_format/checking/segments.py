"""The segment files of a repository as they lie there: which there are, which are missing, which may not be opened."""

from __future__ import annotations

import os

from repo_format import frame, segment
from repo_format.checking.finding import DAMAGE, NOTE, Finding
from repo_format.checking.source import Source
from repo_format.errors import FromTheFuture, MalformedObject, Refused, StorageFailed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from repo_format.storage.directory import Directory

ACTIVE = "active.seg"
_DIGITS = 8
_RESTORE = "`steme fsck --repair-from SOURCE` makes it again."


class SegmentFile:
    """A segment: its number, its bytes, and the opening that it begins with if that can be read.

    ``is_growing`` is true of ``active.seg``; ``gap`` is the finding about the segments that are missing before it.
    """

    __slots__ = ("gap", "is_growing", "number", "opening", "source")

    def __init__(self, number: int, source: Source, is_growing: bool) -> None:
        self.number = number
        self.source = source
        self.is_growing = is_growing
        self.opening = _opening(source)
        self.gap: Finding | None = None

    @property
    def chain_before(self) -> bytes:
        """The chain hash that its opening names, if that is true to itself; empty otherwise."""
        return self.opening.chain if self.opening else b""

    def close(self) -> None:
        """Close the file."""
        os.close(self.source.fd)


def _opening(source: Source) -> segment.Opening | None:
    first = source.frame(0)
    if first is None or first.kind != frame.OPENING:
        return None
    try:
        opening = segment.decode_opening(first.body)
    except (MalformedObject, FromTheFuture):
        return None
    return opening if frame.follows(first, opening.chain) else None


def open_segments(log: Directory, findings: list[Finding]) -> list[SegmentFile]:
    """All segments in order, opened, each number once; what is unusual about them is added to ``findings``."""
    found: list[SegmentFile] = []
    for name in sorted(log.names(), key=lambda name: (name == ACTIVE, name)):
        number = _number(name)
        if name != ACTIVE and not number:
            _report_stranger(name, findings)
            continue
        source = _open(log, name, findings)
        if source is not None:
            file = SegmentFile(number, source, name == ACTIVE)
            if name == ACTIVE:
                last = found[-1].number if found else 0
                file.number = file.opening.number if file.opening else last + 1
            found.append(file)
    return _in_order(found, findings)


def _number(name: str) -> int:
    stem, _, suffix = name.partition(".")
    return int(stem) if suffix == "seg" and len(stem) == _DIGITS and stem.isascii() and stem.isdigit() else 0


def _open(log: Directory, name: str, findings: list[Finding]) -> Source | None:
    try:
        fd = log.open_file(name, os.O_RDONLY)
    except (FileNotFoundError, Refused, StorageFailed) as error:
        findings.append(Finding(DAMAGE, "unsafe", str(error), f"log/{name}", advice=_RESTORE))
        return None
    return Source(f"log/{name}", fd, os.fstat(fd).st_size)


def _report_stranger(name: str, findings: list[Finding]) -> None:
    sentence = "a file that is no segment; steme does not read it"
    findings.append(Finding(NOTE, "stray", sentence, f"log/{name}", advice="It may be deleted."))


def _in_order(found: list[SegmentFile], findings: list[Finding]) -> list[SegmentFile]:
    """Those that come one after another, with their gaps; one whose number there is already is closed."""
    kept: list[SegmentFile] = []
    for file in found:
        expected = kept[-1].number + 1 if kept else 1
        if file.number < expected:
            sentence = f"this says that it is segment {file.number}, which there is already; it was not read"
            findings.append(Finding(DAMAGE, "segment", sentence, file.source.name, advice=_RESTORE))
            file.close()
            continue
        if file.number != expected:
            missing = f"{expected} is" if file.number == expected + 1 else f"{expected} to {file.number - 1} are"
            sentence = f"segment {missing} missing before this one"
            file.gap = Finding(DAMAGE, "segment", sentence, file.source.name, advice=_RESTORE)
            findings.append(file.gap)
        if not file.source.size:
            findings.append(Finding(DAMAGE, "segment", "this segment is empty", file.source.name, advice=_RESTORE))
        kept.append(file)
    if not kept:
        findings.append(Finding(DAMAGE, "segment", "there is no segment that can be read", "log", advice=_RESTORE))
    elif not kept[-1].is_growing:
        sentence = "the last segment is sealed and the next one not begun; the next write does that"
        findings.append(Finding(NOTE, "segment", sentence, kept[-1].source.name))
    return kept
