"""Reading a small file that was named on the command line, or stdin for ``-``."""

from __future__ import annotations

import os
import sys

from repo_format.errors import InvalidInput, NotFound, StorageFailed, shown

STDIN = "-"


def read(name: str, limit: int) -> bytes:
    """All of it. Raises InvalidInput where it is longer than ``limit`` bytes, NotFound, StorageFailed."""
    try:
        data = sys.stdin.buffer.read(limit + 1) if name == STDIN else _read(name, limit + 1)
    except FileNotFoundError:
        raise NotFound(f"there is no file {shown(name)}") from None
    except OSError as error:
        raise StorageFailed(f"cannot read {shown(name)}: {error.strerror}") from error
    if len(data) > limit:
        raise InvalidInput(place(name), f"is longer than {limit} bytes; is it the right file?")
    return data


def place(name: str) -> str:
    """What to call it in messages."""
    if name == STDIN:
        return "stdin"
    return name if name.isprintable() else shown(name)


def _read(name: str, size: int) -> bytes:
    with open(os.open(name, os.O_RDONLY | os.O_CLOEXEC), "rb") as file:
        return file.read(size)
