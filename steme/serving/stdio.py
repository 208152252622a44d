"""Serving over a pair of pipes, as an ssh command does: one request after another until the other side hangs up.

Each travels in chunks (``steme/chunks.py``), since on a pipe nothing else says where it ends.
"""

from __future__ import annotations

from repo_format import limits
from repo_format.pack.source import Source
from steme.chunks import ChunkReader, chunked

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from repo_format.pack.source import Readable
    from steme.serving.responder import Responder

_UNREAD = 1024 * 1024


def serve_stdio(make: Callable[[], Responder], requests: Readable, write: Callable[[bytes], object]) -> None:
    """Answer every request with a responder of its own, until the stream ends.

    ``write`` takes all it is given. Where so much of a request is left unread that reading it would only cost time
    (a refused push), the session ends behind the response. Raises RemoteFailed where the stream is cut off, and what
    ``write`` raises.
    """
    runs = ChunkReader(requests)
    while runs.begin():
        for piece in chunked(make().respond(Source(runs))):
            write(piece)
        if not _is_done(runs):
            return


def _is_done(runs: ChunkReader) -> bool:
    """Whether the request has been read to its end, or could be within reason."""
    left = _UNREAD
    while left > 0:
        piece = runs.read(limits.MAX_CHUNK)
        if not piece:
            return True
        left -= len(piece)
    return False
