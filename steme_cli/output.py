"""Where text goes: data to stdout, everything else to stderr; and whether a stream is a terminal that wants colour."""

from __future__ import annotations

import os
import sys

from repo_format.errors import StorageFailed
from steme_cli import invocation

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TextIO


def write(text: str) -> None:
    """Data, to stdout, as it is: untrusted parts have been through ``render.text.safe`` before.

    Raises StorageFailed when stdout is a file and its disk is full or failing, BrokenPipeError when nobody reads.
    """
    try:
        sys.stdout.write(text)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise unwritten(error) from None


def flush() -> None:
    """Write out what is still in memory; raises as ``write``."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise unwritten(error) from None


def wait(seconds: float) -> None:
    """Do nothing for so long; raises BrokenPipeError as soon as nobody reads stdout any more."""
    import select
    import time

    try:
        gone = select.poll()
        gone.register(sys.stdout.fileno(), 0)
    except (OSError, ValueError):
        time.sleep(seconds)
        return
    if gone.poll(seconds * 1000):
        raise BrokenPipeError


def unwritten(error: OSError) -> StorageFailed:
    """The error for an output that went nowhere."""
    return StorageFailed(f"the output could not be written: {(error.strerror or str(error)).lower()}")


def note(text: str) -> None:
    """A line for the person at the terminal, to stderr; a script that reads stdout never sees it."""
    sys.stderr.write(text + "\n")


def complain(program: str, sentence: str) -> None:
    """One sentence about what went wrong, to stderr: ``steme: SENTENCE``. A stderr that is gone is not an error."""
    prefix = f"\x1b[31m{program}:\x1b[0m" if colored(sys.stderr) else f"{program}:"
    try:
        sys.stderr.write(f"{prefix} {sentence}\n")
        sys.stderr.flush()
    except OSError:
        pass


def is_terminal(stream: TextIO) -> bool:
    """Whether a person is likely to be looking at this stream."""
    return not stream.closed and stream.isatty() and os.environ.get("TERM") != "dumb"


def colored(stream: TextIO) -> bool:
    """Whether to write colour: ``--color``, else ``NO_COLOR`` (https://no-color.org), else whether it is a terminal."""
    choice = invocation.current().color
    if choice != "auto":
        return choice == "always"
    return not os.environ.get("NO_COLOR") and is_terminal(stream)


def abandon() -> None:
    """Point stdout at nothing, so that the interpreter's last flush cannot fail a second time."""
    try:
        nothing = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nothing, sys.stdout.fileno())
        os.close(nothing)
    except (OSError, ValueError):
        pass
