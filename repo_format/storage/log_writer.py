"""Writing a log anew into an empty directory: the frames that are handed over, chained again, a file for each segment.

What the frames hold is the caller's business; openings and closings are made here, since they depend on the chain.
"""

from __future__ import annotations

import os

from repo_format import frame, segment
from repo_format.errors import StorageFailed
from repo_format.storage.directory import Directory, write_all
from repo_format.storage.log import ACTIVE, sealed_name

_FLUSH_BYTES = 4 << 20


class LogWriter:
    """``size`` is what was written so far, in bytes of all segments; ``commits`` and ``objects`` count likewise.

    Every method raises StorageFailed when the disk does not take it.
    """

    def __init__(self, directory: Directory, repository_id: bytes, created: int) -> None:
        self._directory = directory
        self._repository_id = repository_id
        self._created = created
        self._fd = -1
        self._written = 0
        self._frames: list[bytes] = []
        self._buffered = 0
        self.number = 0
        self.size = self.commits = self.objects = 0
        self.chain = frame.START

    def begin(self) -> None:
        """Begin the next segment; the one before must have been closed."""
        self.number += 1
        self._written = 0
        try:
            self._fd = self._directory.open_file(ACTIVE, os.O_RDWR | os.O_CREAT | os.O_EXCL)
        except OSError as error:
            raise self._failed(error) from error
        created = self._created if self.number == 1 else 0
        opening = segment.Opening(self._repository_id, self.number, self.objects + 1, self.chain, created)
        self.put(frame.OPENING, opening.encode())

    def put(self, kind: int, body: bytes, flags: int = 0) -> None:
        """Append a frame."""
        data, self.chain = frame.encode(kind, body, self.chain, flags)
        self._frames.append(data)
        self._buffered += len(data)
        self.size += len(data)
        if self._buffered >= _FLUSH_BYTES:
            self._flush()

    def commit(self, body: bytes) -> None:
        """Append a commit as it was signed. Raises MalformedObject when it is none."""
        read = segment.decode_commit(body)
        self.commits, self.objects = read.number, read.head.count
        self.put(frame.COMMIT, body)

    def close(self) -> None:
        """Seal the segment under its number, as rotation does."""
        self.put(frame.CLOSING, segment.encode_closing(self.commits, self.objects))
        self._sync()
        try:
            name = sealed_name(self.number)
            os.rename(ACTIVE, name, src_dir_fd=self._directory.fd, dst_dir_fd=self._directory.fd)
            os.fchmod(self._fd, 0o444)
        except OSError as error:
            raise self._failed(error) from error
        self.let_go()

    def go_to(self, number: int) -> None:
        """Close segments and begin the next until segment ``number`` is the one that grows."""
        while self.number < number:
            if self.number:
                self.close()
            self.begin()

    def finish(self) -> None:
        """Leave the segment as the growing one, and put all of it on the disk."""
        self._sync()
        self.let_go()
        self._directory.sync()

    def let_go(self) -> None:
        """Close the file; also what a failed writing ends with."""
        fd, self._fd = self._fd, -1
        if fd >= 0:
            os.close(fd)

    def _flush(self) -> None:
        data = b"".join(self._frames)
        self._frames, self._buffered = [], 0
        try:
            write_all(self._fd, data, self._written)
        except OSError as error:
            raise self._failed(error) from error
        self._written += len(data)

    def _sync(self) -> None:
        self._flush()
        try:
            os.fsync(self._fd)
        except OSError as error:
            raise self._failed(error) from error

    def _failed(self, error: OSError) -> StorageFailed:
        return StorageFailed(f"the log cannot be written anew ({error.strerror}); the old one stays as it is")
