"""Patterns that are compiled when they are first used.

There are three hundred of them in the extractors and what those rest on; compiling all takes longer than looking at one
file does, and a file needs a few.
"""

from __future__ import annotations

import re
from typing import Any, AnyStr, cast


class _Later:
    """Turns into the compiled pattern as far as anybody can tell: by its methods."""

    def __init__(self, pattern: Any, flags: int) -> None:
        self._source = (pattern, flags)

    def __getattr__(self, name: str) -> Any:
        found = getattr(re.compile(*self._source), name)
        setattr(self, name, found)
        return found


def later(pattern: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """The same as ``re.compile``, but an error in the pattern comes to light with its first use."""
    return cast("re.Pattern[AnyStr]", _Later(pattern, flags))
