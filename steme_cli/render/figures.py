"""Numbers, shares and ids as people read them. The exact values stay in JSON and CSV."""

from __future__ import annotations

import sys

BLOCKS = " ▏▎▍▌▋▊▉█"
"""Eighths of a cell, U+258F to U+2588."""

SHORT_ID = 12
"""Hex digits of a shortened id: a clash among a million ids has a chance of one in 500; any unique prefix is taken."""


def size(count: int) -> str:
    """A number of bytes in binary units, such as ``1.5 MiB``."""
    amount = float(count)
    for unit in ("B", "KiB", "MiB", "GiB"):
        if amount < 1024:
            return f"{amount:.0f} {unit}" if unit == "B" else f"{amount:.1f} {unit}"
        amount /= 1024
    return f"{amount:.1f} TiB"


def count(number: int) -> str:
    """A whole number with commas between the thousands."""
    return f"{number:,}"


def counted(number: int, noun: str) -> str:
    """A number of things, such as ``1 subject`` and ``2,000 subjects``."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def value(given: object) -> str:
    """A claimed value: whole numbers from 10,000 on with commas, references behind an arrow, all else as it is."""
    if isinstance(given, bool):
        return "true" if given else "false"
    if isinstance(given, int) and abs(given) >= 10_000:
        return f"{given:,}"
    if isinstance(given, dict):
        return f"→ {given.get('ref')}"
    return "" if given is None else str(given)


def score(given: object) -> str:
    """A share or a score in [0, 1] with two digits, such as ``0.35``."""
    return "" if given is None else f"{given:.2f}"


def percent(share: float) -> str:
    """A share in [0, 1], such as ``66.7 %``."""
    return f"{share * 100:.1f} %"


def bar(share: float, cells: int = 20) -> str:
    """A share in [0, 1] as a bar of at most ``cells`` cells, in eighths; of ``#`` where stdout cannot write blocks."""
    share = min(max(share, 0.0), 1.0)
    if "utf" not in (sys.stdout.encoding or "").lower():
        return "#" * round(share * cells)
    eighths = round(share * cells * 8)
    return BLOCKS[8] * (eighths // 8) + (BLOCKS[eighths % 8] if eighths % 8 else "")


def short_id(id_hex: str) -> str:
    """The first digits of an id in hex, enough to be unique in practice and to be typed back."""
    return id_hex[:SHORT_ID]
