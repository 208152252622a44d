"""Making a JSON decoder for a type, which must not be interrupted."""

from __future__ import annotations

import signal
from collections.abc import Callable
from typing import TypeVar

import msgspec

T = TypeVar("T")

_INTERRUPTIONS = {signal.SIGINT, signal.SIGTERM, signal.SIGHUP}


def decoder_of(kind: type[T]) -> Callable[[bytes], T]:
    """A function that decodes JSON into ``kind``; it raises what ``msgspec`` raises.

    Signals wait while it is made: an exception that a signal handler raises between the steps in which msgspec (0.22)
    looks at a type leaves it with a null pointer, and Ctrl-C ended in a segmentation fault.
    """
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _INTERRUPTIONS)
    try:
        return msgspec.json.Decoder(kind).decode
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
