"""A program that answers on its standard output what it is asked on its standard input, in chunks (``chunks.py``)."""

from __future__ import annotations

import os
import selectors
import subprocess
from collections import deque
from threading import Thread

from repo_format.errors import NotARepository, RemoteFailed, StemeError, shown
from steme.chunks import ChunkReader, chunked

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import IO

    from repo_format.pack.source import Readable

PATIENCE = 5.0
"""Seconds that the program has to end by itself when it is no longer needed."""

_LINES_KEPT = 5
_LONGEST_LINE = 300
_NO_REPOSITORY = 4
"""The exit status of `steme serve` where there is none; ssh hands it on."""


class PipeChannel:
    """A channel to the program ``command``, called ``name`` in messages; it runs until ``close``.

    What it writes to standard error is not shown; its last lines become part of the message when it fails.
    """

    def __init__(self, command: Sequence[str], name: str) -> None:
        """Raises RemoteFailed where it cannot be started."""
        pipe = subprocess.PIPE
        try:
            self._process = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, bufsize=0)  # noqa: S603
        except OSError as error:
            raise RemoteFailed(f"{shown(command[0])} could not be started: {error.strerror}") from error
        self._name = name
        self._to, self._from = _open(self._process.stdin), _open(self._process.stdout)
        os.set_blocking(self._to.fileno(), False)
        self._reader = ChunkReader(self._from)
        self._ended = False
        self._said: deque[bytes] = deque(maxlen=_LINES_KEPT)
        self._listener = Thread(target=_listen, args=(_open(self._process.stderr), self._said), daemon=True)
        self._listener.start()

    def call(self, request: bytes, pack: Iterable[bytes] | None = None) -> Readable:
        """As ``Channel.call``. A program that answers before it has read everything is listened to."""
        if self._to.closed or self._ended:
            raise RemoteFailed("the connection is closed")
        try:
            self._reader.skip()
            for chunk in chunked((request,)) if pack is None else chunked(_and(request, pack)):
                if not self._send(chunk):
                    break
            if not self._reader.begin():
                raise RemoteFailed("the connection was cut")
        except (OSError, StemeError) as error:
            raise self.failed(error) from error
        return _Answer(self._reader, self)

    def close(self) -> None:
        """End the program: by closing its input, and if that does not help by force."""
        if self._to.closed:
            return
        self._to.close()
        self._from.close()
        try:
            self._process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._listener.join(PATIENCE)

    def _send(self, data: bytes) -> bool:
        """Write it all; False where the program takes no more and answers already, which ends the session. Raises
        OSError.
        """
        left = memoryview(data)
        while left:
            try:
                left = left[os.write(self._to.fileno(), left) :]
            except BlockingIOError:
                if not self._may_go_on():
                    self._ended = True
                    return False
        return True

    def _may_go_on(self) -> bool:
        """Wait until the program takes more, or answers: then False."""
        with selectors.DefaultSelector() as selector:
            selector.register(self._to, selectors.EVENT_WRITE)
            selector.register(self._from, selectors.EVENT_READ)
            return any(key.fileobj is self._to for key, _ in selector.select())

    def failed(self, error: Exception) -> StemeError:
        """The error to raise, with what the program said where it has ended."""
        self.close()
        said = b" / ".join(self._said).decode(errors="replace").strip()
        text = f"{self._name} says {shown(said, _LONGEST_LINE)}" if said else f"{self._name} gave no reason"
        if said.startswith("steme: ") and self._process.returncode == _NO_REPOSITORY:
            return NotARepository(f"there is no repository at the other end ({text})")
        return RemoteFailed(f"the connection failed ({text})") if said or isinstance(error, OSError) else _own(error)


class _Answer:
    def __init__(self, reader: ChunkReader, owner: PipeChannel) -> None:
        self._reader = reader
        self._owner = owner

    def read(self, size: int, /) -> bytes:
        try:
            return self._reader.read(size)
        except (OSError, StemeError, ValueError) as error:
            raise self._owner.failed(error) from error


def _own(error: Exception) -> StemeError:
    return error if isinstance(error, RemoteFailed) else RemoteFailed(f"the connection failed: {error}")


def _and(request: bytes, pack: Iterable[bytes]) -> Iterable[bytes]:
    yield request
    yield from pack


def _open(stream: IO[bytes] | None) -> IO[bytes]:
    if stream is None:
        raise RemoteFailed("the connection has no pipes")
    return stream


def _listen(stream: IO[bytes], said: deque[bytes]) -> None:
    """Keep the last lines of a stream, of each its beginning, until it ends."""
    with stream:
        for line in iter(lambda: stream.readline(_LONGEST_LINE), b""):
            if line.strip():
                said.append(line.strip())
