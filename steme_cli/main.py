"""The console script. Importing typer alone costs as much as five interpreters, so what is asked for often avoids it.

A command with a file in ``quick/`` is parsed by a table that ``scripts/generate`` makes from its typer declaration
(``quick_table.py``). Whatever that parser is not sure of (help, an unknown option, a missing argument) goes to typer,
which stays the only definition of the command line and calls the same function.
"""

from __future__ import annotations

import gc
import os
import sys

from repo_format.errors import InvalidInput, shown
from steme_cli import invocation
from steme_cli.boundary import guarded
from steme_cli.word_order import verb_first

_STDERR = 2

VERSION = ["version", "--short"]
"""What `steme --version` stands for."""

gc.set_threshold(50_000)  # looking for rubbish while modules load, which leave none, costs 7 % of a short run


def main() -> None:
    """Run `steme` with the arguments of the process, and end it."""
    open_closed_streams()
    status = guarded("steme", lambda: run(sys.argv[1:]))
    if "typer" in sys.modules:
        sys.exit(status)
    _leave(status)


def open_closed_streams() -> None:
    """Let standard streams that came closed lead to /dev/null, as git does; else a file could get their number."""
    if None not in (sys.stdin, sys.stdout, sys.stderr):
        return
    while (descriptor := os.open(os.devnull, os.O_RDWR)) <= _STDERR:
        pass
    os.close(descriptor)
    sys.stdin = sys.stdin or open(os.devnull, encoding="utf-8")  # noqa: SIM115 - open until the end
    sys.stdout = sys.stdout or open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
    sys.stderr = sys.stderr or open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115


def run(words: list[str]) -> int:
    """Run one command line and return its exit status; raises what ``boundary.guarded`` turns into a sentence."""
    invocation.begin()
    check_words(words)
    words = verb_first(words)
    status = _quickly(VERSION if words == ["--version"] else words)
    if status is not None:
        return status
    from steme_cli.app import dispatch

    return dispatch(words)


def check_words(words: list[str]) -> None:
    """Raise InvalidInput where an argument is not UTF-8; Python hands those on as lone surrogates."""
    for word in words:
        try:
            word.encode()
        except UnicodeEncodeError:
            raise InvalidInput("", f"the argument {shown(word)} is not UTF-8") from None


def _quickly(words: list[str]) -> int | None:
    """The exit status of a quick command, or None when typer has to look at these words."""
    if not words:
        return None
    from steme_cli.quick_arguments import parse
    from steme_cli.quick_table import TABLE

    declared = TABLE.get(words[0])
    parsed = declared and parse(words[1:], declared)
    if not parsed:
        return None
    values, global_values = parsed
    for name, value in global_values.items():
        invocation.apply(name, value)
    module = __import__("steme_cli.quick." + words[0].replace("-", "_"), fromlist=("run",))
    status: int | None = module.run(**values)
    return status or 0


def _leave(status: int) -> None:
    """End at once: everything is flushed, and tearing the interpreter down would cost a tenth of the run."""
    try:
        sys.stderr.flush()
    except OSError:
        pass
    os._exit(status)
