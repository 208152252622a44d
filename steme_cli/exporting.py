"""What `steme export` does: the wanted objects, in one form, to stdout or into a file."""

from __future__ import annotations

import sys

from steme import export, wanted
from steme.authors import Authors
from steme.exports import csv
from steme.repository import Repository
from steme.whole_file import whole_file
from steme_cli import invocation
from steme_cli.progress import progress
from steme_cli.render.column import Column
from steme_cli.render.csv_text import lines as csv_lines

_STEP = 500

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from steme.wanted import Wanted

    Words = dict[str, str | None]


def run(words: Words, *, to: str | None, file: str | None, force: bool) -> None:
    """Export what the filters ``words`` leave."""
    form = export.form_of(to, file)
    with Repository.open(invocation.current().start()) as repository:
        with repository.snapshot() as view:
            filters, total = wanted.typed(view, Authors(), words), view.count
        pieces = _pieces(form, repository, filters)
        if file is None:
            sys.stdout.flush()
            sys.stdout.buffer.writelines(pieces)
            return
        with whole_file(file, force) as write, progress("exporting", total if filters.is_anything else None) as advance:
            for number, piece in enumerate(pieces, 1):
                write(piece)
                if number % _STEP == 0:
                    advance(_STEP)


def _pieces(form: str, repository: Repository, filters: Wanted) -> Iterator[bytes]:
    if form != "csv":
        return export.lines(form)(repository, filters)
    rows = csv.rows(repository, filters)
    return (text.encode() for text, _ in csv_lines([Column(name) for name in csv.COLUMNS], rows))
