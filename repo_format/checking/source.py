"""The bytes of one segment file as the checker reads them: by window, never beyond what was there at the beginning."""

from __future__ import annotations

import os

from repo_format import frame, limits
from repo_format.errors import FromTheFuture, MalformedObject, StorageFailed

_WINDOW = 4 << 20


class Source:
    """``name`` is the file's name below ``.steme/``, ``size`` the bytes to look at; ``fd`` stays the caller's."""

    __slots__ = ("_at", "_window", "fd", "name", "size")

    def __init__(self, name: str, fd: int, size: int) -> None:
        self.name = name
        self.fd = fd
        self.size = size
        self._window = b""
        self._at = 0

    def refresh(self, size: int) -> None:
        """Look at the file again, which has ``size`` bytes now."""
        self.size = size
        self._window = b""

    def get(self, offset: int, length: int) -> bytes:
        """``length`` bytes from ``offset``, fewer at the end. Raises StorageFailed."""
        length = max(0, min(length, self.size - offset))
        start = offset - self._at
        if start < 0 or start + length > len(self._window):
            try:
                self._window = os.pread(self.fd, max(_WINDOW, length), offset)
            except OSError as error:
                raise StorageFailed(f"cannot read {self.name} at byte {offset}: {error.strerror}") from error
            self._at, start = offset, 0
        return self._window[start : start + length]

    def frame(self, offset: int) -> frame.Frame | None:
        """What parses as a whole frame at ``offset``, its chain hash not looked at; None when nothing does."""
        try:
            kind, flags, length = frame.parse_header(self.get(offset, frame.HEADER.size))
        except (MalformedObject, FromTheFuture):
            return None
        data = self.get(offset + frame.HEADER.size, frame.CHAIN_BYTES + length)
        if len(data) < frame.CHAIN_BYTES + length:
            return None
        return frame.Frame(offset, kind, flags, data[: frame.CHAIN_BYTES], data[frame.CHAIN_BYTES :])

    def find_magic(self, offset: int) -> int:
        """The next place at or behind ``offset`` where a frame's magic stands, -1 when there is none."""
        step = limits.MAX_FRAME_BODY
        while offset < self.size:
            found = self.get(offset, step).find(frame.MAGIC)
            if found >= 0:
                return offset + found
            offset += step - len(frame.MAGIC) + 1
        return -1

    def is_blank(self, offset: int) -> bool:
        """Whether there is nothing but zero bytes from ``offset`` to the end."""
        while offset < self.size:
            piece = self.get(offset, _WINDOW)
            if not piece or piece.count(0) != len(piece):
                return False
            offset += len(piece)
        return True
