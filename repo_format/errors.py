"""Every error steme raises on purpose.

    StemeError
    +-- InvalidInput          a value that may not be written: too long, out of range, not NFC ...
    |   +-- MalformedObject   bytes that claim to be an object, proof, frame, head or pack and are not
    +-- NotFound              no object, ref, key or source of that name
    |   +-- AmbiguousId       an id prefix that fits more than one object
    +-- NotARepository        there is no repository where one was looked for
    +-- Refused               a rule says no: policy, ownership, a symlink, a network file system
    |   +-- BadSignature      a signature or seal that does not hold
    |   +-- FromTheFuture     a version or kind that this steme does not know yet
    +-- Damaged               bytes of the repository itself are not what was written
    +-- Busy                  somebody else holds the lock
    +-- StorageFailed         the operating system could not write or read: disk full, I/O error
    +-- RemoteFailed          the other side of an exchange failed

A message is one sentence for a person: what is wrong, where, and what to do. It never holds raw control characters of
the input (``shown`` quotes them). The doors map classes to exit statuses (``steme_cli/exit_codes.py``).
"""


class StemeError(Exception):
    """The base of all of them; nothing else is raised on purpose."""


class InvalidInput(StemeError):
    """A value that may not be written. ``field`` names the place, such as ``subject`` or ``meta.lot``."""

    def __init__(self, field: str, problem: str) -> None:
        super().__init__(f"{field}: {problem}" if field else problem)
        self.field = field
        self.problem = problem


class MalformedObject(InvalidInput):
    """Bytes that are not the one canonical form of a valid object, proof, frame, head or pack."""


class NotFound(StemeError):
    """Nothing of that name here."""


class AmbiguousId(NotFound):
    """A prefix that fits more than one object."""


class NotARepository(StemeError):
    """No ``.steme`` directory at or above the place looked at."""


class Refused(StemeError):
    """A rule of security or policy says no; nothing was changed."""


class BadSignature(Refused):
    """A signature or seal that does not hold under the strict rule of docs/format/signatures.md."""


class FromTheFuture(Refused):
    """A format version or object kind that needs a newer steme."""


class Damaged(StemeError):
    """Bytes of the repository are not those that were written; ``steme fsck`` says which."""


class Busy(StemeError):
    """The repository's lock was not to be had within the time allowed."""


class StorageFailed(StemeError):
    """The operating system refused a read or a write (disk full, I/O error); nothing was acknowledged."""


class RemoteFailed(StemeError):
    """The other side of an exchange failed or lied."""


def shown(text: object, limit: int = 80) -> str:
    """Text of unknown origin as it may stand in a message: quoted, escaped, at most about ``limit`` characters."""
    quoted = ascii(text) if not str(text).isprintable() else repr(text)
    return quoted if len(quoted) <= limit else quoted[: limit - 4] + "..." + quoted[-1]
