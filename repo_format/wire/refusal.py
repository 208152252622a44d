"""No, and why: an answer to anything (docs/format/sync.md, section 2)."""

from __future__ import annotations

from repo_format import limits
from repo_format.errors import (
    Busy,
    Damaged,
    InvalidInput,
    MalformedObject,
    NotFound,
    Refused,
    RemoteFailed,
    StemeError,
    StorageFailed,
)
from repo_format.wire import fields
from repo_format.wire.fields import U8, U16

INVALID, NOT_FOUND, REFUSED, DAMAGED, BUSY, FAILED, STORAGE = 2, 3, 5, 6, 7, 8, 9
"""Codes, with the numbers of the exit statuses: the request is wrong, nothing of that name, a rule says no, the
repository there is damaged, try again, something went wrong there, its disk failed."""

_ERRORS: dict[int, type[StemeError]] = {
    NOT_FOUND: NotFound,
    REFUSED: Refused,
    DAMAGED: Damaged,
    BUSY: Busy,
    FAILED: RemoteFailed,
    STORAGE: StorageFailed,
}


class Refusal:
    """``code`` is one of the above, ``text`` one sentence for a person, at most 1,000 bytes, nothing unprintable."""

    __slots__ = ("code", "text")

    def __init__(self, code: int, text: str) -> None:
        if code != INVALID and code not in _ERRORS:
            raise InvalidInput("code", f"{code} is not that of a refusal")
        self.code = code
        self.text = text

    def encode(self) -> bytes:
        """The body."""
        return U8.pack(self.code) + fields.text(self.text, U16, limits.MAX_REFUSAL)

    @classmethod
    def decode(cls, body: bytes) -> Refusal:
        """From the body. Raises InvalidInput or its MalformedObject."""
        reader = fields.Reader(body)
        code, text = reader.number(U8), reader.text(U16, limits.MAX_REFUSAL)
        reader.end()
        return cls(code, text)

    def error(self) -> StemeError:
        """The error to raise here for what happened there. Damage and failing disks there are failures of the remote.

        :returns: InvalidInput, NotFound, Refused, Busy or RemoteFailed, beginning with "the remote says:".
        """
        sentence = f"the remote says: {self.text}"
        if self.code == INVALID:
            return InvalidInput("", sentence)
        kind = _ERRORS[self.code]
        return RemoteFailed(sentence) if kind in (Damaged, StorageFailed) else kind(sentence)


def code_of(error: StemeError) -> int:
    """The code for an error of ours: that of its class."""
    if isinstance(error, InvalidInput | MalformedObject):
        return INVALID
    return next((code for code, kind in _ERRORS.items() if isinstance(error, kind)), FAILED)
