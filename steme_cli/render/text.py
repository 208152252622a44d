"""Text of unknown origin made harmless for a terminal. Everything that steme prints about a claim goes through here.

An escape sequence in a claim could recolour, overwrite or rename what the reader sees; an invisible or right-to-left
character could make two names look alike. Such characters are shown by their escapes instead.
"""

from __future__ import annotations

BLANK_LETTERS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
"""Letters and marks that Unicode calls printable and that nobody can see (Default_Ignorable_Code_Point, in part)."""


def safe(text: object, keep: str = "") -> str:
    r"""``str(text)`` with every control, formatting, bidi, zero-width, unassigned and invisible character escaped.

    ESC becomes the four characters ``\x1b``. Characters in ``keep`` (such as a newline) stay as they are.
    """
    words = str(text)
    if words.isascii() and words.isprintable():
        return words
    return "".join(letter if letter in keep or _is_plain(letter) else ascii(letter)[1:-1] for letter in words)


def width(text: str) -> int:
    """The number of terminal cells that safe text takes up: two for wide letters, none for combining marks."""
    if text.isascii():
        return len(text)
    from unicodedata import category, east_asian_width

    cells = 0
    for letter in text:
        if category(letter) not in ("Mn", "Me"):
            cells += 2 if east_asian_width(letter) in "WF" else 1
    return cells


def columns(texts: list[str], most: int, right: bool = False) -> list[str]:
    """Safe texts as cells of one column, at most ``most`` wide, cut with three dots and filled up with spaces."""
    wide = min(most, max(map(width, texts), default=0))
    cut = [_cut(text, wide) for text in texts]
    return [" " * (wide - width(text)) + text if right else text + " " * (wide - width(text)) for text in cut]


def _cut(text: str, cells: int) -> str:
    if width(text) <= cells:
        return text
    while width(text) > cells - 3:
        text = text[: cells - 3] if len(text) > cells else text[:-1]
    return text + "..."


def _is_plain(letter: str) -> bool:
    return letter.isprintable() and letter not in BLANK_LETTERS
