"""What was done to hooks of git, and how they are."""

from __future__ import annotations

import os
from collections.abc import Iterable

from aphoria.hooks.hook import Hook
from steme_cli.render.rows import Column, rows
from steme_cli.render.text import safe

_DEEDS = {
    "installed": "install",
    "renewed": "renew",
    "chained": "install behind the one that is there",
    "removed": "remove",
    "restored": "put back the earlier one instead of",
}
_COLUMNS = (Column("hook"), Column("state"), Column("path"), Column("runs_first"))


def deeds(done: Iterable[tuple[Hook, str]], *, dry_run: bool) -> str:
    """A line for each hook: ``installed .git/hooks/pre-commit``."""
    lines = []
    for one, deed in done:
        place = safe(_shown(one.path))
        if deed == "nothing":
            lines.append(f"nothing to do: {place} is {one.state}\n")
        else:
            lines.append(f"would {_DEEDS[deed]} {place}\n" if dry_run else f"{deed} {place}\n")
    return "".join(lines)


def write_status(hooks: Iterable[Hook], format: str | None) -> None:
    """A row for each hook."""
    found = (
        {"hook": one.name, "state": one.state, "path": _shown(one.path), "runs_first": one.kept and _shown(one.kept)}
        for one in hooks
    )
    rows("aphoria.hooks", _COLUMNS, found, format=format)


def _shown(path: str) -> str:
    """A path as somebody here would type it, if it lies below."""
    near = os.path.relpath(path)
    return path if near.startswith("..") else near
