"""Frames out of a stream of bytes, each checked against the chain. ``storage/log.py`` does it for files by place."""

from __future__ import annotations

from repo_format import frame
from repo_format.errors import MalformedObject

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from repo_format.frame import Frame


def frames(pieces: Iterable[bytes], chain: bytes) -> Iterator[Frame]:
    """The frames of a segment whose predecessor ended with ``chain``; their offsets are those in the segment.

    Raises MalformedObject where one is cut off, has no place in a segment or does not continue the chain, and
    FromTheFuture. Holds one piece and one frame in memory.
    """
    window, base = b"", 0
    for piece in pieces:
        window, at = window + piece, 0
        while (length := _whole(window, at)) > 0:
            found = frame.parse(window, at, base + at)
            if found.kind not in frame.IN_SEGMENTS or not frame.follows(found, chain):
                raise MalformedObject("frame", f"at byte {base + at} does not continue the chain")
            chain = found.chain
            at += length
            yield found
        window, base = window[at:], base + at
    if window:
        raise MalformedObject("frame", f"at byte {base} is cut off")


def _whole(window: bytes, at: int) -> int:
    """The length of the frame at ``at``, 0 where it is not there as a whole."""
    if len(window) - at < frame.HEADER.size:
        return 0
    length = frame.OVERHEAD + frame.parse_header(window[at : at + frame.HEADER.size])[2]
    return length if len(window) - at >= length else 0
