"""A progress bar on stderr, for a person at a terminal; in a pipe or a log it costs an empty function call."""

from __future__ import annotations

import sys
from contextlib import contextmanager

from steme_cli import invocation, output

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@contextmanager
def progress(label: str, total: int | None = None) -> Iterator[Callable[[int], None]]:
    """Show a bar while the block runs; gives a function to be called with how much more is done.

    ``total`` is in the same unit; None shows a count that only grows. The bar disappears at the end. Calls are cheap
    (the bar is redrawn ten times a second, whatever the number of calls), but not free: call it for hundreds, not ones.
    """
    if not invocation.current().progress or not output.is_terminal(sys.stderr):
        yield _nothing
        return
    from rich.console import Console
    from rich.progress import Progress

    console = Console(file=sys.stderr, no_color=not output.colored(sys.stderr))
    with Progress(console=console, transient=True) as shown:
        task = shown.add_task(label, total=total)
        yield lambda amount: shown.advance(task, amount)


def _nothing(amount: int) -> None:
    """There is nobody to show it to."""
