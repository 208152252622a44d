"""Looking at many files, in several processes when that pays."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from multiprocessing import get_context
from typing import TYPE_CHECKING

from aphoria.looking import Looking, Task

if TYPE_CHECKING:
    from aphoria.cache import Results

PAYS_FROM = 200
"""Fewer files are done before another process has started."""

_CHUNK = 25


def looked_at(looking: Looking, tasks: Sequence[Task], processes: int | None = None) -> Iterator[tuple[Results, str]]:
    """For every task, in order, what was found, and "" or the reason why the file could not be looked at."""
    count = processes or (_cores() if len(tasks) >= PAYS_FROM else 1)
    if count <= 1:
        yield from (_look(looking, task) for task in tasks)
        return
    global _inherited  # noqa: PLW0603 - a forked child finds its extractors here, and compiles nothing again
    _inherited = looking
    with get_context("fork").Pool(count) as pool:
        yield from pool.imap(_look_inherited, tasks, _CHUNK)


_inherited: Looking | None = None


def _look_inherited(task: Task) -> tuple[Results, str]:
    if _inherited is None:
        raise RuntimeError("not forked from a scan")
    return _look(_inherited, task)


def _look(looking: Looking, task: Task) -> tuple[Results, str]:
    try:
        return looking.results_of(task), ""
    except RecursionError:
        return [], "is nested too deeply"


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
