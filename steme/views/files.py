"""The files of kept answers, beside the index that they were made from.

`ID.view` is the answer, `ID.rest` what is needed to follow what arrives (``rests``, ``reduction``). Both may be lost at
any time, are made again by asking, and mean nothing beside another index: they hold its numbers for texts. Whatever
cannot be read counts as lost.
"""

from __future__ import annotations

import os
import struct

from repo_format.errors import NotFound, Refused, StorageFailed
from repo_format.ids import derive
from repo_format.storage.directory import Directory
from steme.views.state import State

ANSWER, REST = ".view", ".rest"

_TITLE = b"steme kept answer 1\n"
_digest = derive("steme 2026-11 kept answer v1")
_LARGEST = 1 << 30
_UNREADABLE = (struct.error, ValueError, IndexError)


class Files:
    """The kept answers beside the index in the directory of a repository."""

    def __init__(self, repository: Directory) -> None:
        self._repository = repository
        self._known: dict[str, tuple[bytes, State]] = {}

    def state(self, view_id: str) -> State | None:
        """The kept answer of a view, None where there is none that can be read."""
        data = self._read(view_id + ANSWER)
        if data is None:
            return None
        known = self._known.get(view_id)
        if known is not None and known[0] == data:
            return known[1]
        try:
            state = State.decode(data)
        except _UNREADABLE:
            return None
        self._known[view_id] = (data, state)
        return state

    def rest(self, view_id: str) -> bytes | None:
        """What goes with a kept answer; None where there is nothing that can be read."""
        return self._read(view_id + REST)

    def write(self, view_id: str, state: State, rest: bytes | None) -> None:
        """Put an answer in the place of the one before, and with it ``rest`` unless that stays as it is.

        Not durable: who loses it asks again. Raises StorageFailed, Refused, NotFound.
        """
        directory = Directory.open("index", self._repository)
        try:
            if rest is not None:
                _put(directory, view_id + REST, rest)
            _put(directory, view_id + ANSWER, state.encode())
        finally:
            directory.close()

    def remove(self, view_id: str) -> None:
        """Forget a kept answer."""
        self._known.pop(view_id, None)
        try:
            directory = Directory.open("index", self._repository)
        except (NotFound, Refused, StorageFailed):
            return
        directory.remove(view_id + ANSWER)
        directory.remove(view_id + REST)
        directory.close()

    def _read(self, name: str) -> bytes | None:
        try:
            directory = Directory.open("index", self._repository)
        except (NotFound, Refused, StorageFailed):
            return None
        try:
            data = _whole(directory, name)
        except (FileNotFoundError, Refused, StorageFailed):
            return None
        finally:
            directory.close()
        body = data[len(_TITLE) + 32 :]
        return body if data[: len(_TITLE) + 32] == _TITLE + _digest(body) else None


def _whole(directory: Directory, name: str) -> bytes:
    fd = directory.open_file(name, os.O_RDONLY)
    try:
        size = os.fstat(fd).st_size
        return os.read(fd, size) if size < _LARGEST else b""
    finally:
        os.close(fd)


def _put(directory: Directory, name: str, body: bytes) -> None:
    temporary = f"{name}.{os.getpid()}.tmp"
    directory.remove(temporary)
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
    try:
        fd = os.open(temporary, flags, 0o644, dir_fd=directory.fd)
        try:
            left = memoryview(_TITLE + _digest(body) + body)
            while left:
                left = left[os.write(fd, left) :]
        finally:
            os.close(fd)
        os.rename(temporary, name, src_dir_fd=directory.fd, dst_dir_fd=directory.fd)
    except OSError as error:
        directory.remove(temporary)
        raise StorageFailed(f"the answer of a view cannot be kept: {error.strerror}") from error
