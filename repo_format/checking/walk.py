"""Walking a segment frame by frame, over damage and on (docs/format/checking.md, section 2).

A frame vouches for the one before it: its chain hash was made with that one's. So where a chain breaks, what comes next
tells which part is wrong - the body, the header, or only the chain hash - and one damaged frame never costs another.
"""

from __future__ import annotations

from repo_format import frame, limits
from repo_format.errors import FromTheFuture, MalformedObject

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from repo_format.checking.source import Source
    from repo_format.frame import Frame

_VARIANTS = (*((kind, 0) for kind in sorted(frame.IN_SEGMENTS)), (frame.BLOCK, frame.COMPRESSED))
"""Kind and flags of every frame that a segment may hold."""
_SEARCH_BYTES = 256 << 20
"""At most this much is hashed in search of the next good frame: crafted debris must not keep the checker busy."""


class Broken:
    """A stretch of a segment that is not what was written, usually one frame.

    ``kind`` and ``body`` are what its header makes of it, 0 and None where that says nothing. ``sound`` is the frame as
    it was written, when only its header or its chain hash has suffered. ``whole`` tells that nothing is missing at its
    end. ``chains`` are the possible chain hashes before the next frame, none when nothing is known of them.
    """

    __slots__ = ("body", "chains", "end", "flags", "kind", "offset", "problem", "sound", "whole")

    def __init__(self, offset: int, end: int, problem: str, found: Frame | None, chains: Sequence[bytes] = ()) -> None:
        self.offset = offset
        self.end = end
        self.problem = problem
        self.chains = chains
        self.kind = found.kind if found else 0
        self.flags = found.flags if found else 0
        self.body = found.body if found else None
        self.sound: Frame | None = None
        self.whole = found is not None


def walk(source: Source, offset: int, chains: Sequence[bytes], after: bytes = b"") -> Iterator[Frame | Broken]:
    """Frames and broken stretches from ``offset`` to the end, in order and without gaps.

    ``chains`` are the chain hashes that may come before the first, none to believe it; ``after`` is the one that the
    next segment begins with, if there is one. Raises StorageFailed, and FromTheFuture at a whole frame of a higher
    version: that is no damage.
    """
    while offset < source.size:
        found = source.frame(offset)
        if found is not None and (not chains or any(frame.follows(found, chain) for chain in chains)):
            yield found
            offset, chains = found.end, (found.chain,)
        else:
            if found is None:
                _check_version(source, offset, chains)
            broken = _diagnose(source, offset, chains, found, after)
            yield broken
            offset, chains = broken.end, broken.chains


def _check_version(source: Source, offset: int, chains: Sequence[bytes]) -> None:
    header = source.get(offset, frame.HEADER.size)
    if len(header) < frame.HEADER.size:
        return
    magic, version, _, _, length = frame.HEADER.unpack(header)
    if magic != frame.MAGIC or version <= limits.FORMAT_VERSION or length > limits.MAX_FRAME_BODY:
        return
    stored = source.get(offset + frame.HEADER.size, frame.CHAIN_BYTES)
    body = source.get(offset + frame.OVERHEAD, length)
    if any(frame.link(chain, header, body) == stored for chain in chains):
        raise FromTheFuture(f"{source.name}, byte {offset}: a frame of version {version} needs a newer steme")


def _diagnose(source: Source, offset: int, chains: Sequence[bytes], found: Frame | None, after: bytes) -> Broken:
    if found is not None:
        if _confirms(source, found.end, found.chain, after):
            return _one_frame(source, offset, found.end, chains, found)
        for chain in chains:
            computed = frame.link(chain, frame.header_of(found), found.body)
            if _confirms(source, found.end, computed, after):
                broken = Broken(offset, found.end, "its chain hash is not what was written", found, (computed,))
                broken.sound = found
                return broken
    stored = source.get(offset + frame.HEADER.size, frame.CHAIN_BYTES)
    end = _end_of_one(source, offset, stored, after)
    if end:
        return _one_frame(source, offset, end, chains, None)
    last = _one_frame(source, offset, source.size, chains, found if found and found.end == source.size else None)
    if last.sound is not None:
        return last
    return _stretch(source, offset, after) or last


def _confirms(source: Source, at: int, chain: bytes, after: bytes) -> bool:
    """Whether what stands at ``at`` was written behind a frame with this chain hash."""
    if at == source.size:
        return chain == after
    following = source.frame(at)
    return following is not None and frame.follows(following, chain)


def _one_frame(source: Source, offset: int, end: int, chains: Sequence[bytes], found: Frame | None) -> Broken:
    """What is wrong with the frame from ``offset`` to ``end``; where its body is good, the chain tells its header."""
    stored = source.get(offset + frame.HEADER.size, frame.CHAIN_BYTES)
    length = end - offset - frame.OVERHEAD
    if 0 <= length <= limits.MAX_FRAME_BODY:
        body = source.get(offset + frame.OVERHEAD, length)
        for kind, flags in _VARIANTS:
            header = frame.HEADER.pack(frame.MAGIC, limits.FORMAT_VERSION, kind, flags, length)
            if any(frame.link(chain, header, body) == stored for chain in chains):
                written = frame.Frame(offset, kind, flags, stored, body)
                broken = Broken(offset, end, "its header is not what was written", written, (stored,))
                broken.sound = written
                return broken
    whole = found is not None or end < source.size
    problem = "it is not what was written" if whole else "it breaks off"
    broken = Broken(offset, end, problem, found, (stored,))
    broken.whole = whole
    if found is None:
        broken.kind = _kind_named(source, offset)
    return broken


def _end_of_one(source: Source, offset: int, stored: bytes, after: bytes) -> int:
    """Where the frame at ``offset`` ends by the testimony of the one that was chained to it; 0 when there is none."""
    budget = _SEARCH_BYTES
    at = source.find_magic(offset + frame.OVERHEAD)
    while 0 <= at <= offset + frame.OVERHEAD + limits.MAX_FRAME_BODY and budget > 0:
        following = source.frame(at)
        if following is not None:
            if frame.follows(following, stored):
                return at
            budget -= len(following.body)
        at = source.find_magic(at + 1)
    return source.size if after and stored == after else 0


def _stretch(source: Source, offset: int, after: bytes) -> Broken | None:
    """Everything up to the next frame that has a successor of its own, or ends the segment; None when there is none."""
    budget = _SEARCH_BYTES
    at = source.find_magic(offset + 1)
    while at >= 0 and budget > 0:
        following = source.frame(at)
        if following is not None:
            if following.end == source.size or _confirms(source, following.end, following.chain, after):
                broken = Broken(offset, at, "it is not what was written", None)
                broken.kind, broken.whole = _kind_named(source, offset), True
                return broken
            budget -= len(following.body)
        at = source.find_magic(at + 1)
    return None


def _kind_named(source: Source, offset: int) -> int:
    try:
        return frame.parse_header(source.get(offset, frame.HEADER.size))[0]
    except (MalformedObject, FromTheFuture):
        return 0
