"""Bytes on disk for one claim: segments and index, against sqlite3's file with the same claims.

As the file system has allotted them, right after an import into an empty repository. Ours holds what theirs does not:
author, signatures, seals, chain hashes, Merkle trie, and every payload as its author wrote it.
"""

from __future__ import annotations

from collections.abc import Iterator

from measuring import claims, ours
from measuring.ground import Ground
from measuring.line import Line, at_most, compared
from measuring.peers import sqlite


def measure(ground: Ground) -> Iterator[Line]:
    """The sum, and its two parts for interest."""
    for shape in claims.SHAPES:
        theirs = [ground.sqlite(shape).stat().st_blocks * 512 / ground.size]
        segments, index = (size / ground.size for size in ours.size_on_disk(ground.repository(shape)))
        yield compared(f"{shape}, all", "bytes", [segments + index], sqlite.NAME, theirs, at_most(1))
        yield compared(f"{shape}, segments", "bytes", [segments], sqlite.NAME, theirs)
        yield compared(f"{shape}, index", "bytes", [index], sqlite.NAME, theirs)
