"""Where a project of the linter is: the folder whose ``.aphoria`` holds what the team has written down."""

from __future__ import annotations

import os

FOLDER = ".aphoria"


def top_of(start: str) -> str:
    """The nearest folder at ``start`` or above that has a ``.aphoria``, else the top of the git checkout around
    ``start``, else ``start``: where a first file belongs.
    """
    return _above(start, FOLDER) or _above(start, ".git") or os.path.abspath(start)


def _above(start: str, name: str) -> str:
    at = os.path.abspath(start)
    while not os.path.exists(os.path.join(at, name)):
        above = os.path.dirname(at)
        if above == at:
            return ""
        at = above
    return at
