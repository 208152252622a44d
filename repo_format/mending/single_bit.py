"""One flipped bit in the body of a frame, found by trying every one: the frame's chain hash says which it was."""

from __future__ import annotations

from repo_format import frame

MOST_BYTES = 20 * 1024
"""Of a body that is tried: 160,000 hashes of so much are a second or two, and the cost grows with the square."""


def restore(chain: bytes, header: bytes, stored: bytes, body: bytes) -> bytes | None:
    """The body that has the chain hash ``stored`` behind ``chain`` and ``header``, one bit away from ``body``.

    None when there is none, or the body is too large to try.
    """
    if len(body) > MOST_BYTES:
        return None
    tried = bytearray(body)
    for at in range(len(tried)):
        for bit in range(8):
            tried[at] ^= 1 << bit
            if frame.link(chain, header, bytes(tried)) == stored:
                return bytes(tried)
            tried[at] ^= 1 << bit
    return None
