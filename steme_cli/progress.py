"""A progress bar on stderr, for a person at a terminal; in a pipe or a log it costs an empty function call."""

from __future__ import annotations

import sys
from contextlib import contextmanager

from steme_cli import invocation, output

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from rich.progress import Progress


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


@contextmanager
def meter(label: str) -> Iterator[Callable[[int, int | None], None]]:
    """As ``progress``, for work that finds out on the way how much there is: the function takes how much is done so far
    and how much there is altogether, None while that is not known.

    Until it is called for the first time there is one line that stands still: ssh or git may be asking for a password.
    """
    if not invocation.current().progress or not output.is_terminal(sys.stderr):
        yield _nothing_of
        return
    shown = _Meter(label)
    try:
        yield shown.update
    finally:
        shown.stop()


class _Meter:
    """A line of text, from the first update on a bar."""

    def __init__(self, label: str) -> None:
        self._label = label
        self._bar: Progress | None = None
        sys.stderr.write(f"{label} ...")
        sys.stderr.flush()

    def update(self, done: int, total: int | None) -> None:
        """Show how much is done."""
        if self._bar is None:
            self._bar = self._started()
        self._bar.update(self._bar.task_ids[0], completed=done, total=total)

    def stop(self) -> None:
        """Leave nothing on the terminal."""
        if self._bar is not None:
            self._bar.stop()
        else:
            self._clear()

    def _started(self) -> Progress:
        from rich.console import Console
        from rich.progress import Progress

        self._clear()
        bar = Progress(console=Console(file=sys.stderr, no_color=not output.colored(sys.stderr)), transient=True)
        bar.add_task(self._label, total=None)
        bar.start()
        return bar

    @staticmethod
    def _clear() -> None:
        sys.stderr.write("\r\x1b[K")
        sys.stderr.flush()


def _nothing(amount: int) -> None:
    """There is nobody to show it to."""


def _nothing_of(done: int, total: int | None) -> None:
    """There is nobody to show it to."""
