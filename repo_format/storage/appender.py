"""Appending frames to the active segment: buffered, written in one loop, made durable once, or taken back."""

from __future__ import annotations

import os

from repo_format import frame
from repo_format.errors import StorageFailed
from repo_format.storage.directory import write_all
from repo_format.storage.log import ACTIVE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from repo_format.storage.log import Log
    from repo_format.storage.snapshot import Watermark

_FLUSH_BYTES = 4 << 20


class Appender:
    """The frames of one transaction behind the place ``mark``; the writer's lock must be held all the time."""

    def __init__(self, log: Log, mark: Watermark) -> None:
        self._log = log
        self._start = mark.end
        self._written = mark.end
        self._frames: list[bytes] = []
        self._buffered = 0
        self._fd = -1
        self.segment = mark.segment
        self.offset = mark.end
        self.chain = mark.chain

    def append(self, kind: int, body: bytes, flags: int = 0) -> int:
        """Append a frame; returns its offset in the segment. Large amounts are written on the way, without effect."""
        offset = self.offset
        data, self.chain = frame.encode(kind, body, self.chain, flags)
        self._frames.append(data)
        self.offset += len(data)
        self._buffered += len(data)
        if self._buffered >= _FLUSH_BYTES:
            self._write()
        return offset

    def _write(self) -> None:
        try:
            if self._fd < 0:
                self._fd = self._log.directory.open_file(ACTIVE, os.O_RDWR)
            data = b"".join(self._frames)
            write_all(self._fd, data, self._written)
        except OSError as error:
            raise StorageFailed(f"cannot write to the log: {error.strerror}; nothing was recorded") from error
        self._written += len(data)
        self._frames, self._buffered = [], 0

    def sync(self) -> None:
        """Write what is buffered and put it on the disk (``fdatasync``). Raises StorageFailed; take it back then."""
        self._write()
        try:
            os.fdatasync(self._fd)
        except OSError as error:
            raise StorageFailed(f"the disk did not take the log: {error.strerror}; nothing was recorded") from error
        self.close()

    def take_back(self) -> None:
        """Cut off what was written. Where even that fails, the next writer cuts it off before it does anything."""
        if self._fd >= 0:
            try:
                os.ftruncate(self._fd, self._start)
            except OSError:
                pass
        self.close()

    def close(self) -> None:
        """Close the descriptor."""
        if self._fd >= 0:
            os.close(self._fd)
            self._fd = -1
