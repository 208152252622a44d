"""The log: segment files in order, read by place, scanned by chain, and appended to by whoever holds the lock.

``log/active.seg`` grows; once it is large it is closed and renamed to ``log/00000001.seg``, read-only for ever. Only
what stands before the last valid commit frame exists (docs/format/segments.md, section 5).
"""

from __future__ import annotations

import os

from repo_format import frame, segment
from repo_format.errors import Busy, Damaged, MalformedObject, Refused, StorageFailed
from repo_format.storage.directory import Directory, shown_path

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

ACTIVE = "active.seg"
_WINDOW = 1 << 20
_ONE_READ = 4096
_OPENING_BYTES = 256
_HELD = 32
"""So many segments are opened with the first: whoever reads them goes on reading when the log is rewritten."""


def sealed_name(number: int) -> str:
    """The file name of a sealed segment: ``00000001.seg``."""
    return f"{number:08d}.seg"


class Log:
    """The segments of one repository. Descriptors stay open and stay right when a segment is sealed and renamed."""

    def __init__(self, directory: Directory) -> None:
        self.directory = directory
        self._fds: dict[int, int] = {}
        self.failed = ""
        """Why a write of this process failed; from then on it writes no more, since nobody knows what the disk has."""

    def numbers(self) -> list[int]:
        """The numbers of all segments in order, the active one last."""
        names = self.directory.names()
        found = [int(name[:8]) for name in names if len(name) == 12 and name[:8].isdigit() and name.endswith(".seg")]
        if ACTIVE in names:
            found.append(self.opening_of(ACTIVE).number)
        return sorted(set(found))

    def has_active(self) -> bool:
        """Whether there is a segment that grows; a crash in the midst of sealing leaves none."""
        return self.directory.check_file(ACTIVE) is not None

    def is_active(self, number: int) -> bool:
        """Whether segment ``number`` is the one that grows."""
        return self.directory.check_file(sealed_name(number)) is None

    def is_last(self, number: int) -> bool:
        """Whether no segment comes after ``number``."""
        return self.is_active(number) or (not self.has_active() and number == self.numbers()[-1])

    def opening_of(self, name: str) -> segment.Opening:
        """The opening of the segment in the file ``name``; Damaged when it cannot be read."""
        fd = self.directory.open_file(name, os.O_RDONLY)
        try:
            return self._opening(fd, name)
        finally:
            os.close(fd)

    def _opening(self, fd: int, name: str) -> segment.Opening:
        try:
            first = frame.parse(os.pread(fd, _OPENING_BYTES, 0))
            opening = segment.decode_opening(first.body) if first.kind == frame.OPENING else None
        except MalformedObject as error:
            raise Damaged(f"{shown_path(self.directory.path + '/' + name)}: {error}; run `steme fsck`") from error
        if opening is None or not frame.follows(first, opening.chain):
            place = shown_path(self.directory.path + "/" + name)
            raise Damaged(f"{place} does not begin as a segment; run `steme fsck`")
        return opening

    def descriptor(self, number: int) -> int:
        """An open, read-only descriptor of segment ``number``. Raises Damaged when it is missing or not one."""
        if number in self._fds:
            return self._fds[number]
        fd = self._fds[number] = self._open(number)
        for other in range(max(1, number - _HELD), number):
            try:
                if other not in self._fds:
                    self._fds[other] = self.directory.open_file(sealed_name(other), os.O_RDONLY)
            except (FileNotFoundError, Refused, StorageFailed):
                pass  # whoever needs it will be told
        return fd

    def _open(self, number: int) -> int:
        for _ in range(3):
            try:
                return self.directory.open_file(sealed_name(number), os.O_RDONLY)
            except FileNotFoundError:
                pass
            try:
                fd = self.directory.open_file(ACTIVE, os.O_RDONLY)
            except FileNotFoundError:
                continue
            if self._opening(fd, ACTIVE).number == number:
                return fd
            os.close(fd)
        if not self.directory.is_in_place():
            raise Busy(f"the log of {shown_path(self.directory.path)} was rewritten while it was read; try again")
        raise Damaged(f"segment {number} is missing from {self.directory.path}; run `steme fsck`")

    def size(self, number: int) -> int:
        """The size of segment ``number`` in bytes at this moment."""
        return os.fstat(self.descriptor(number)).st_size

    def read(self, number: int, offset: int) -> frame.Frame:
        """The frame at ``offset`` of a segment, its chain hash not checked (objects are checked by their ids).

        Raises Damaged when there is no frame there.
        """
        data = self.read_bytes(number, offset, _ONE_READ)
        try:
            _, _, length = frame.parse_header(data[: frame.HEADER.size])
            if len(data) < frame.OVERHEAD + length:
                data += self.read_bytes(number, offset + len(data), frame.OVERHEAD + length - len(data))
            return frame.parse(data, 0, offset)
        except MalformedObject as error:
            raise Damaged(f"segment {number}, byte {offset}: {error}; run `steme fsck`") from error

    def read_bytes(self, number: int, offset: int, size: int) -> bytes:
        """``size`` bytes at ``offset`` of a segment, fewer at its end. Raises StorageFailed."""
        fd = self.descriptor(number)
        try:
            return os.pread(fd, size, offset)
        except OSError as error:
            raise StorageFailed(f"cannot read segment {number}: {error.strerror}") from error

    def scan(self, number: int, offset: int, chain: bytes) -> Iterator[frame.Frame]:
        """The frames of segment ``number`` from ``offset`` on, each checked against the chain, to the end of the file.

        Raises MalformedObject at the first frame that is cut off, has no place in a segment or does not continue the
        chain, and StorageFailed when the disk cannot be read.
        """
        window, base, at = b"", offset, 0
        while True:
            need = frame.OVERHEAD
            if len(window) - at >= frame.HEADER.size:
                need += frame.parse_header(window[at : at + frame.HEADER.size])[2]
            if len(window) - at < need:
                more = self.read_bytes(number, base + len(window), max(_WINDOW, need))
                if not more:
                    if at == len(window):
                        return
                    raise MalformedObject("frame", f"at byte {base + at} is cut off")
                window, base, at = window[at:] + more, base + at, 0
                continue
            found = frame.parse(window, at, base + at)
            if found.kind not in frame.IN_SEGMENTS or not frame.follows(found, chain):
                raise MalformedObject("frame", f"at byte {base + at} does not continue the chain")
            chain = found.chain
            at += frame.OVERHEAD + len(found.body)
            yield found

    def close(self) -> None:
        """Close all descriptors."""
        while self._fds:
            os.close(self._fds.popitem()[1])

    def __del__(self) -> None:
        """A log that was replaced is let go by the last snapshot that reads it."""
        self.close()
        self.directory.close()
