"""Asking the person at the terminal: for a passphrase, or whether to go on. Nobody there is an error, never a guess."""

from __future__ import annotations

import os
import sys

from repo_format.errors import InvalidInput, Refused
from steme_cli import output

TERMINAL = "/dev/tty"


def passphrase(label: str) -> str:
    """The passphrase of the key ``label``, typed unseen at the controlling terminal, even where stdin is a file.

    To be handed to ``steme.keys`` as the callable that answers. Raises Refused where there is no terminal.
    """
    return _unseen(f"Passphrase of the key {label}: ")


def new_passphrase(label: str) -> str:
    """A passphrase to lock the key ``label`` with, typed twice. Raises InvalidInput where they differ, and Refused."""
    first = _unseen(f"New passphrase of the key {label}: ")
    if _unseen("The same once more: ") != first:
        raise InvalidInput("passphrase", "the two differ, so nothing was changed; try again")
    return first


def confirm(warning: str, flag: str) -> None:
    """Go on only if the person says so; ``flag`` is the option that says it without asking. Raises Refused."""
    if not output.is_terminal(sys.stdin):
        raise Refused(f"{warning}; add {flag} to say that you know")
    output.note(f"{warning}.")
    sys.stderr.write("Go on? [y/N] ")
    sys.stderr.flush()
    if sys.stdin.readline().strip().lower() not in ("y", "yes"):
        raise Refused("stopped at your word; nothing was done")


def _unseen(prompt: str) -> str:
    from getpass import getpass

    try:
        os.close(os.open(TERMINAL, os.O_RDWR | os.O_NOCTTY))
    except OSError:
        way = "name a file that holds it in STEME_PASSPHRASE_FILE"
        raise Refused(f"there is no terminal to type a passphrase at; {way}") from None
    try:
        return getpass(prompt)
    except EOFError:
        raise Refused("no passphrase was typed; nothing was done") from None
