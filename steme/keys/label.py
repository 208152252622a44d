"""What a key may be called: a file name that is safe everywhere and shows harmlessly."""

from __future__ import annotations

from repo_format.errors import InvalidInput, shown

_CHARACTERS = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._@-")


def is_label(text: str) -> bool:
    """Whether ``text`` may name a key: 1 to 64 of ``A-Z a-z 0-9 . _ @ -``, the first neither ``.`` nor ``-``."""
    return 1 <= len(text) <= 64 and text[0] not in "-." and _CHARACTERS.issuperset(text)


def check_label(text: str) -> str:
    """``text`` itself, where it may name a key. Raises InvalidInput."""
    if not is_label(text):
        rule = "use 1 to 64 of A-Z a-z 0-9 . _ @ - and begin with none of . and -"
        raise InvalidInput("label", f"{shown(text)} cannot name a key; {rule}")
    return text
