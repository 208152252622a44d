"""The process that checks spans for another one: ``main(["FD"])``, with the quarantine file open as ``FD``.

It hears of spans on its standard input and answers on its standard output, and ends when the first is closed, as it is
by the death of whoever started it. It never touches a repository.
"""

from __future__ import annotations

import gc
import os
import resource
import signal
import struct
import sys

from repo_format import errors
from repo_format.errors import InvalidInput, StemeError
from repo_format.verification import Verifier
from steme.receiving.span import Span, examine

REQUEST = struct.Struct(">QI")
"""The end of a span and the length of its place, which follows."""
ANSWER = struct.Struct(">BI")
"""Whether the span is good, and the length of what follows: a finding, or the class, the field and the words of an
error, parted by NUL.
"""
_STDIN, _STDOUT = 0, 1


def main(arguments: list[str]) -> None:
    """Check span after span until nobody asks any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a terminal sends it to all; the one who asks decides
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    gc.disable()  # payloads hold no cycles
    file, verifier = int(arguments[0]), Verifier()
    while True:
        head = _take(REQUEST.size)
        if len(head) < REQUEST.size:
            return
        end, length = REQUEST.unpack(head)
        place = _take(length)
        if len(place) == length:
            _tell(_answer(file, Span(place, end), verifier))


def _answer(file: int, span: Span, verifier: Verifier) -> bytes:
    try:
        found = examine(file, span, verifier).encode()
    except StemeError as error:
        words = encode_error(error)
        return ANSWER.pack(False, len(words)) + words
    return ANSWER.pack(True, len(found)) + found


def encode_error(error: StemeError) -> bytes:
    """An error of ours as bytes."""
    field, text = (error.field, error.problem) if isinstance(error, InvalidInput) else ("", str(error))
    return "\0".join((type(error).__name__, field, text)).encode("utf-8", "replace")


def decode_error(data: bytes) -> StemeError:
    """The error that ``encode_error`` wrote."""
    name, field, text = data.decode("utf-8", "replace").split("\0", 2)
    kind = getattr(errors, name)
    if issubclass(kind, InvalidInput):
        found: StemeError = kind(field, text)
        return found
    made: StemeError = kind(text)
    return made


def _take(size: int) -> bytes:
    taken = b""
    while len(taken) < size:
        piece = os.read(_STDIN, size - len(taken))
        if not piece:
            break
        taken += piece
    return taken


def _tell(answer: bytes) -> None:
    view = memoryview(answer)
    while view:
        view = view[os.write(_STDOUT, view) :]


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except BrokenPipeError:
        os._exit(1)
