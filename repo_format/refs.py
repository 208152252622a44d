"""Refs: names for heads, changed only by records in the log (docs/format/heads.md, section 3).

``refs/heads/main`` moves with every commit and has no record of its own; every other ref is set by a ``REF`` frame that
names the head it replaces, so that of two writers who saw the same state only one succeeds.
"""

from __future__ import annotations

from repo_format import limits
from repo_format.errors import FromTheFuture, InvalidInput, MalformedObject, shown

MAIN = "refs/heads/main"
TAGS = "refs/tags/"
REMOTES = "refs/remotes/"
MAX_REF = 200
NO_HEAD = bytes(32)

_ALLOWED = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-+@/")


def check_ref(name: str) -> str:
    """The name, if it is a good one; InvalidInput otherwise.

    ASCII letters, digits and ``. _ - + @ /``, at most 200; begins with ``refs/``; no segment is empty, begins with
    ``.`` or ``-``, or ends with ``.`` or ``.lock``; no ``..`` and no ``@{`` (git's rules, a little tighter).
    """
    if not name.startswith("refs/") or len(name) > MAX_REF or not _ALLOWED.issuperset(name) or ".." in name:
        raise InvalidInput("ref", f"{shown(name)} is not a name for a ref; use letters, digits and . _ - + @ /")
    for segment in name.split("/"):
        if not segment or segment[0] in ".-" or segment.endswith((".", ".lock")):
            raise InvalidInput("ref", f"{shown(name)} has the segment {shown(segment)}, which git would refuse too")
    return name


def tag_ref(tag: str) -> str:
    """The full name of a tag: ``v1`` -> ``refs/tags/v1``. InvalidInput when it is not a name."""
    return check_ref(tag if tag.startswith(TAGS) else TAGS + tag)


def encode(name: str, old: bytes, new: bytes) -> bytes:
    """The body of a ``REF`` frame: ``old`` and ``new`` are head ids, ``NO_HEAD`` for absent (a deletion has no new
    one). Raises InvalidInput for a bad name and for ``MAIN``, which commits alone move.
    """
    _check_settable(name)
    return bytes((limits.FORMAT_VERSION,)) + old + new + name.encode("ascii")


def decode(body: bytes) -> tuple[str, bytes, bytes]:
    """``(name, old, new)`` of a ``REF`` body. Raises MalformedObject, FromTheFuture."""
    if body and body[0] > limits.FORMAT_VERSION:
        raise FromTheFuture(f"a ref of version {body[0]} needs a newer steme")
    if len(body) < 66 or body[0] != limits.FORMAT_VERSION:
        raise MalformedObject("ref", f"of {len(body)} bytes is cut off or of version 0")
    try:
        name = body[65:].decode("ascii")
        _check_settable(name)
    except (UnicodeDecodeError, InvalidInput) as error:
        raise MalformedObject("ref", "has a bad name") from error
    return name, body[1:33], body[33:65]


def _check_settable(name: str) -> None:
    if check_ref(name) == MAIN:
        raise InvalidInput("ref", f"{MAIN} moves with every commit and cannot be set")
