"""The log from the repository to the screen: what is there, and with ``follow`` what is still to come."""

from __future__ import annotations

from itertools import chain

from steme import bounds, following, history, wanted
from steme.authors import Authors
from steme.repository import Repository
from steme_cli import exit_codes, invocation, output
from steme_cli.render import log_lines

SHOWN_FIRST = 10
"""Objects that ``follow`` begins with, as `tail -f` does."""

Words = dict[str, str | None]
"""The filters as typed, see ``wanted.typed``."""


def show(
    words: Words,
    as_of: str | None,
    known_at: str | None,
    *,
    limit: int | None,
    oldest_first: bool,
    format: str | None,
) -> None:
    """Write the objects that are wanted and here now, or were there at another time (as for ``bounds.typed``)."""
    authors = Authors()
    with Repository.open(invocation.current().start()) as repository:
        with repository.snapshot() as view:
            within = bounds.typed(view, as_of, known_at)
            filters = wanted.typed(view, authors, words)
            upto = view.count if within.known_at is None else within.known_at
        if within.as_of is not None:
            filters.until = within.as_of if filters.until is None else min(filters.until, within.as_of)
        found = history.entries(repository, filters, limit=limit, oldest_first=oldest_first, upto=upto)
        log_lines.write(found, authors, format)


def follow(words: Words, *, limit: int | None, format: str | None) -> int:
    """Write the newest few, then every wanted object as it is committed, until Ctrl-C; the exit status.

    Raises BrokenPipeError when nobody reads any more, also while nothing comes.
    """
    authors = Authors()
    with Repository.open(invocation.current().start()) as repository:
        with repository.snapshot() as view:
            filters, upto = wanted.typed(view, authors, words), view.count
        newest = history.entries(repository, filters, limit=SHOWN_FIRST if limit is None else limit, upto=upto)
        shown = list(newest)[::-1]
    try:
        coming = following.follow(repository.path, filters, upto, pause=output.wait)
        log_lines.stream(chain(shown, coming), authors, format)
    except KeyboardInterrupt:
        pass
    return exit_codes.INTERRUPTED
