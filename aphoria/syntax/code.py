"""What the readers of syntax trees have to know of a source file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator

    from aphoria.language import Language
    from aphoria.syntax.quoted import Quoted


class Code(Protocol):
    """Bytes in a language; ``aphoria.source.Source`` is one."""

    path: str
    module: tuple[str, ...]
    data: bytes
    language: Language

    @property
    def quoted(self) -> Quoted:
        """Where texts and comments stand, without a tree."""

    def in_code(self, pattern: re.Pattern[bytes]) -> Iterator[re.Match[bytes]]:
        """Matches of a pattern whose first byte stands neither in a text nor in a comment."""

    def resolve(self, name: str) -> str:
        """A dotted name with its first part replaced by what was imported under it."""
