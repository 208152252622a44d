"""Long output on a terminal goes through a pager, as git's does: ``STEME_PAGER``, else ``PAGER``, else ``less``."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from steme_cli import invocation, output

if TYPE_CHECKING:
    import subprocess


@contextmanager
def paged() -> Iterator[None]:
    """What is written to stdout inside goes through the pager, if a person is at a terminal and wants one.

    A pager that cannot be started is as good as none. Leaving the pager early is not an error.
    """
    command = _pager()
    process = _started(command) if command else None
    if process is None or process.stdin is None:
        yield
        return
    terminal, sys.stdout = sys.stdout, process.stdin
    try:
        yield
        process.stdin.close()
    except BrokenPipeError:
        pass
    finally:
        sys.stdout = terminal
        _wait(process)


def _pager() -> str:
    """The command line of the pager; empty when there is to be none."""
    if not invocation.current().pager or not output.is_terminal(sys.stdout):
        return ""
    for name in ("STEME_PAGER", "PAGER"):
        if name in os.environ:
            chosen = os.environ[name].strip()
            return "" if chosen == "cat" else chosen
    return "less"


def _started(command: str) -> subprocess.Popen[str] | None:
    import shlex
    import subprocess

    environment = {"LESS": "FRX", **os.environ}
    try:
        words = shlex.split(command)
        return subprocess.Popen(  # noqa: S603 - the reader's own choice, without a shell
            words, stdin=subprocess.PIPE, env=environment, text=True, encoding="utf-8"
        )
    except (OSError, ValueError):
        return None


def _wait(process: subprocess.Popen[str]) -> None:
    """Until the reader has left the pager; Ctrl-C is the pager's while it runs."""
    while True:
        try:
            process.wait()
            return
        except KeyboardInterrupt:
            continue
