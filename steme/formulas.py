"""Texts that a spreadsheet takes for formulas: an apostrophe in front makes them harmless (OWASP, CSV injection)."""

from __future__ import annotations

APOSTROPHE = "'"
STARTS = tuple("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")
"""How a formula begins. The last four are the full-width forms, which some spreadsheets take for the same."""


def defused(text: str) -> str:
    """The text, with an apostrophe in front if a formula is what stands there, behind apostrophes or none."""
    return APOSTROPHE + text if text.lstrip(APOSTROPHE).startswith(STARTS) else text


def restored(text: str) -> str:
    """What ``defused`` was given."""
    return text[1:] if text[:1] == APOSTROPHE and text.lstrip(APOSTROPHE).startswith(STARTS) else text
