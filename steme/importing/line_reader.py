"""Numbered lines of a byte stream in bounded memory, whatever the stream holds."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import BinaryIO

MAX_LINE = 1024 * 1024
"""Bytes of a line: four times the largest payload, and room for a seal of 1,024 ids in hex."""

TOO_LONG = b"\n"
"""Stands in a batch for a line of more than ``MAX_LINE`` bytes; no line holds a newline."""

_CHUNK = 1024 * 1024
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def batches(stream: BinaryIO, advance: Callable[[int], None]) -> Iterator[tuple[int, list[bytes]]]:
    """``(number of the first, lines)``, some thousand lines at a time, numbered from 1, without their newlines.

    A carriage return before a newline stays, a UTF-8 byte order mark at the beginning does not. The last line may lack
    its newline. ``advance`` hears of every piece read, in bytes.
    """
    number, rest = 1, b""
    beginning, skipping = True, False
    while chunk := stream.read(_CHUNK):
        advance(len(chunk))
        if beginning:
            beginning, chunk = False, chunk.removeprefix(_BYTE_ORDER_MARK)
        lines = (rest + chunk).split(b"\n")
        rest = lines.pop()
        if skipping and lines:
            lines[0], skipping = TOO_LONG, False
        if len(rest) > MAX_LINE:
            rest, skipping = b"", True
        if lines:
            yield number, _bounded(lines)
            number += len(lines)
    if rest or skipping:
        yield number, [TOO_LONG if skipping else rest]


def _bounded(lines: list[bytes]) -> list[bytes]:
    if max(map(len, lines)) <= MAX_LINE:
        return lines
    return [line if len(line) <= MAX_LINE else TOO_LONG for line in lines]
