"""A finding: one thing that a check has to say, where, about which objects, and what to do about it."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

DAMAGE = "damage"
"""Something is not what was written, or cannot be believed."""

NOTE = "note"
"""Unusual and harmless: nothing that was acknowledged is affected."""


class Finding:
    """``severity`` is DAMAGE or NOTE, ``what`` a fixed word for scripts, ``message`` a sentence for people.

    ``file`` is below ``.steme/``, with the ``byte`` at which ``frame``, a kind of frame, begins; -1 and "" where that
    has no meaning. ``ids`` are the objects that are affected, as far as they could be told; ``unnamed`` counts the
    others. ``advice`` says what to do.
    """

    __slots__ = ("advice", "byte", "file", "frame", "ids", "message", "severity", "unnamed", "what")

    def __init__(
        self,
        severity: str,
        what: str,
        message: str,
        file: str = "",
        byte: int = -1,
        frame: str = "",
        ids: Iterable[bytes] = (),
        advice: str = "",
    ) -> None:
        self.severity = severity
        self.what = what
        self.message = message
        self.file = file
        self.byte = byte
        self.frame = frame
        self.ids = list(ids)
        self.unnamed = 0
        self.advice = advice

    @property
    def place(self) -> str:
        """File and byte, as far as there are any."""
        return f"{self.file}:{self.byte}" if self.byte >= 0 else self.file

    def row(self) -> dict[str, object]:
        """All fields under their names; ids in hex, absent places as None."""
        return {
            "severity": self.severity,
            "what": self.what,
            "file": self.file or None,
            "byte": self.byte if self.byte >= 0 else None,
            "frame": self.frame or None,
            "ids": [identifier.hex() for identifier in self.ids],
            "unnamed": self.unnamed,
            "message": self.message,
            "advice": self.advice,
        }
