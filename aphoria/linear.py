"""Patterns that are looked for in linear time, whatever the pattern and the file: RE2 over bytes."""

from __future__ import annotations

from typing import Any

import re2


def options(memory: int = 8 << 20) -> Any:
    """Options for patterns over bytes of any encoding; ``memory`` bounds the bytes of an automaton, which is thrown
    away when they are used up.
    """
    chosen = re2.Options()
    chosen.encoding = re2.Options.Encoding.LATIN1
    chosen.log_errors = False
    chosen.max_mem = memory
    return chosen


def compiled(pattern: bytes) -> Any:
    """A pattern that searches like one of ``re``. Raises ``re2.error`` for what RE2 does not know."""
    return re2.compile(pattern, options())
