"""The one place where errors become a sentence on stderr and an exit status. Nothing behind it prints a traceback.

Works without typer, because the quick commands (``steme_cli/quick/``) have to answer before typer could be imported.
"""

from __future__ import annotations

import errno
import os
import sys

from repo_format.errors import StemeError
from steme_cli import exit_codes, output
from steme_cli.render.text import safe

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

EXTRAS = {
    "numpy": "survey",
    "matplotlib": "plot",
    "obstore": "s3",
    **dict.fromkeys(("packaging", "pathspec", "pygit2", "re2", "tomlkit", "tree_sitter", "yaml"), "scan"),
}
"""Libraries that only some commands need, and the extra that installs each."""

STORAGE_ERRORS = (errno.ENOSPC, errno.EIO, errno.EFBIG, errno.EDQUOT, errno.EROFS)


def guarded(program: str, action: Callable[[], int]) -> int:
    """Run ``action``, write out what it printed, and return the exit status of the process.

    ``SystemExit`` with a number is honoured. A closed pipe ends quietly with 141, Ctrl-C with 130. Any error that is
    not one of ours is one sentence and 70; with ``STEME_DEBUG=1`` its traceback comes first.
    """
    try:
        status = action()
        output.flush()
    except SystemExit as stop:
        status = _asked_for(stop)
        return guarded(program, lambda: status)
    except BrokenPipeError:
        output.abandon()
        return exit_codes.BROKEN_PIPE
    except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001 - the last resort
        return _failed(program, *_told(error))
    return status


def _asked_for(stop: SystemExit) -> int:
    if stop.code is None:
        return exit_codes.FINE
    return stop.code if isinstance(stop.code, int) else exit_codes.INTERNAL


def _failed(program: str, sentence: str, status: int) -> int:
    try:
        sys.stdout.flush()
    except OSError:
        output.abandon()
    output.complain(program, safe(sentence))
    return status


def _told(error: BaseException) -> tuple[str, int]:
    """The sentence for an error, and the exit status."""
    if isinstance(error, StemeError):
        return str(error), exit_codes.of_error(error)
    if isinstance(error, KeyboardInterrupt):
        return "interrupted", exit_codes.INTERRUPTED
    if isinstance(error, ModuleNotFoundError) and error.name in EXTRAS:
        extra = EXTRAS[error.name]
        return f"this needs {error.name}, which is not installed: pip install 'steme[{extra}]'", exit_codes.USAGE
    if isinstance(error, OSError):
        return _told_by_system(error)
    return _internal(error), exit_codes.INTERNAL


def _told_by_system(error: OSError) -> tuple[str, int]:
    """An error of the operating system that no library call has put into words."""
    reason = (error.strerror or str(error) or type(error).__name__).lower()
    place = os.fsdecode(error.filename) if isinstance(error.filename, str | bytes) else ""
    sentence = f"{place}: {reason}" if place else f"could not read or write: {reason}"
    if error.errno in STORAGE_ERRORS:
        return sentence, exit_codes.STORAGE_FAILED
    if error.errno in (errno.ENOENT, errno.ENOTDIR):
        return sentence, exit_codes.NOT_FOUND
    if error.errno in (errno.EACCES, errno.EPERM, errno.ELOOP):
        return sentence, exit_codes.REFUSED
    return sentence, exit_codes.STORAGE_FAILED


def _internal(error: BaseException) -> str:
    if os.environ.get("STEME_DEBUG") == "1":
        import traceback

        traceback.print_exception(error)
    kind = type(error).__name__
    return f"internal error ({kind}): this is a mistake in steme; run again with STEME_DEBUG=1 for the traceback"
