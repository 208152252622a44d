"""What the number says that a program leaves behind. A script may rely on these; an unknown number is a failure.

Looked up by the error's class, then by its bases, so that a new subclass needs no entry.
"""

from __future__ import annotations

from repo_format import errors

FINE = 0
FINDINGS = 1
"""It worked, and there are findings, differences or conflicts that were asked about."""
USAGE = 2
NOT_FOUND = 3
NOT_A_REPOSITORY = 4
REFUSED = 5
DAMAGED = 6
BUSY = 7
REMOTE_FAILED = 8
STORAGE_FAILED = 9
"""docs/adr/0007: neither damaged nor busy, so a script may make room and try again."""
INTERNAL = 70
"""A mistake in steme itself, as EX_SOFTWARE in sysexits.h."""
INTERRUPTED = 130
"""128 + SIGINT, as shells have it."""
BROKEN_PIPE = 141
"""128 + SIGPIPE: the reader went away, as with `| head -1`."""

MEANINGS = {
    FINE: "fine",
    FINDINGS: "findings or differences",
    USAGE: "the command or its input is not valid",
    NOT_FOUND: "no object, ref, key or source of that name",
    NOT_A_REPOSITORY: "not in a steme repository",
    REFUSED: "refused: signature, trust, ownership or policy",
    DAMAGED: "the repository is damaged",
    BUSY: "locked or busy; try again",
    REMOTE_FAILED: "the remote failed",
    STORAGE_FAILED: "the operating system could not read or write; nothing was acknowledged",
    INTERNAL: "a mistake in steme itself",
    INTERRUPTED: "interrupted",
    BROKEN_PIPE: "the reader of the output went away",
}

OF_ERROR: dict[type[errors.StemeError], int] = {
    errors.InvalidInput: USAGE,
    errors.NotFound: NOT_FOUND,
    errors.NotARepository: NOT_A_REPOSITORY,
    errors.Refused: REFUSED,
    errors.Damaged: DAMAGED,
    errors.Busy: BUSY,
    errors.RemoteFailed: REMOTE_FAILED,
    errors.StorageFailed: STORAGE_FAILED,
    errors.StemeError: INTERNAL,
}


def of_error(error: errors.StemeError) -> int:
    """The exit status for an error: that of its nearest class in ``OF_ERROR``."""
    return next(OF_ERROR[kind] for kind in type(error).__mro__ if kind in OF_ERROR)
