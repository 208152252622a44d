"""What the global options say about this one run of the program: where, in which colours, with which comforts.

One object for each process, set while the arguments are parsed and read by whoever writes output. The environment is
read where it is used: ``STEME_DIR`` here, ``NO_COLOR`` in ``output``, ``STEME_PAGER`` in ``pager``.
"""

from __future__ import annotations

import os

from repo_format.errors import InvalidInput, shown


class Invocation:
    """The global options of a run; without any of them, as a person at a terminal would expect."""

    __slots__ = ("color", "moved", "pager", "progress")

    def __init__(self) -> None:
        self.color = "auto"
        self.pager = True
        self.progress = True
        self.moved = False

    def move(self, directory: str) -> None:
        """`-C DIR`: go there, as git and make do. A second one starts from the first.

        Raises InvalidInput when it is not a directory that can be entered.
        """
        try:
            os.chdir(directory)
        except OSError as error:
            reason = (error.strerror or "not a directory").lower()
            raise InvalidInput("-C", f"cannot start in {shown(directory)}: {reason}") from None
        self.moved = True

    def start(self) -> str:
        """The directory at which to start looking for a repository: `-C`, else ``STEME_DIR``, else here."""
        return "." if self.moved else os.environ.get("STEME_DIR") or "."


_current = Invocation()


def current() -> Invocation:
    """The run that is under way."""
    return _current


def begin() -> None:
    """Forget what an earlier run in the same process was told."""
    global _current  # noqa: PLW0603 - one invocation for each process is what this module is
    _current = Invocation()


def apply(name: str, value: object) -> None:
    """One global option, by the name of its parameter in ``global_options``. The value is already of the right type."""
    run = current()
    if name == "directory" and isinstance(value, list | tuple):
        for directory in value:
            run.move(directory)
    elif name == "color" and value is not None:
        run.color = str(value)
    elif name == "no_pager" and value:
        run.pager = False
    elif name == "no_progress" and value:
        run.progress = False
