"""The log from the repository to the screen: what is there, and with ``follow`` what is still to come."""

from __future__ import annotations

from itertools import chain

from steme import following, history, wanted
from steme.authors import Authors
from steme.repository import Repository
from steme_cli import exit_codes, invocation
from steme_cli.render import log_lines

SHOWN_FIRST = 10
"""Objects that ``follow`` begins with, as `tail -f` does."""

Words = dict[str, str | None]
"""The filters as typed, see ``wanted.typed``."""


def show(words: Words, *, limit: int | None, oldest_first: bool, format: str | None) -> None:
    """Write the objects that are wanted and here now."""
    authors = Authors()
    with Repository.open(invocation.current().start()) as repository:
        with repository.snapshot() as view:
            filters, upto = wanted.typed(view, authors, words), view.count
        found = history.entries(repository, filters, limit=limit, oldest_first=oldest_first, upto=upto)
        log_lines.write(found, authors, format)


def follow(words: Words, *, limit: int | None, format: str | None) -> int:
    """Write the newest few, then every wanted object as it is committed, until Ctrl-C; the exit status."""
    authors = Authors()
    with Repository.open(invocation.current().start()) as repository:
        with repository.snapshot() as view:
            filters, upto = wanted.typed(view, authors, words), view.count
        newest = history.entries(repository, filters, limit=SHOWN_FIRST if limit is None else limit, upto=upto)
        shown = list(newest)[::-1]
    try:
        log_lines.stream(chain(shown, following.follow(repository.path, filters, upto)), authors, format)
    except KeyboardInterrupt:
        pass
    return exit_codes.INTERRUPTED
