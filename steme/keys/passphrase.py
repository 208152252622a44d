"""Where the passphrase of a locked key comes from: a file named in the environment, a variable, or an answer."""

from __future__ import annotations

import os

from repo_format.errors import InvalidInput, Refused
from steme.durable import failed, shown_path

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    Ask = Callable[[str], str]
    """From the label of a locked key to its passphrase."""

FILE_VARIABLE, VARIABLE = "STEME_PASSPHRASE_FILE", "STEME_PASSPHRASE"

_MAX_BYTES = 4096


def passphrase_for(label: str, ask: Ask | None) -> str:
    """The first line of the file ``$STEME_PASSPHRASE_FILE``, else ``$STEME_PASSPHRASE``, else what ``ask(label)``
    answers.

    Raises Refused where there is none of them, StorageFailed for a file that cannot be read.
    """
    given = passphrase_from_environment()
    if given is not None:
        return given
    if ask is None:
        raise Refused(f"the key {label} is locked with a passphrase; name a file that holds it in {FILE_VARIABLE}")
    return ask(label)


def passphrase_from_environment() -> str | None:
    """The passphrase from the file or the variable, None where neither is named. Empty variables count as unset."""
    path = os.environ.get(FILE_VARIABLE)
    return _first_line(path) if path else os.environ.get(VARIABLE) or None


def _first_line(path: str) -> str:
    try:
        with open(path, "rb") as file:
            line = file.readline(_MAX_BYTES)
    except OSError as error:
        raise failed("read", path, error) from error
    try:
        return line.decode().removesuffix("\n").removesuffix("\r")
    except UnicodeDecodeError:
        raise InvalidInput(FILE_VARIABLE, f"the first line of {shown_path(path)} is not UTF-8 text") from None
