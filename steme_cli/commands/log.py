"""Show what arrived, newest first.

Writes a line for each object: the beginning of its id, its author's time, its author, and what it says. --format json,
jsonl or csv has more, the whole payload included.

Filters add up. --subject, --predicate and --source also find what was said about such a claim: votes, retractions and
so on. --subject is a subject, a prefix that ends in / or a pattern: * stands for any one segment, a last ** for any
number.

--as-of leaves out what its author dated later, as --until does, and --known-at what arrived here later.

With --follow it writes the last 10 objects, or as many as -n says, oldest first, and then every new one as soon as it
is committed, by whichever process, until it is stopped with Ctrl-C.

Examples:
    steme log -n 20
    steme log --subject 'country/*' --predicate population --author alice
    steme log --kind retraction --since 2026-01-01 --until yesterday
    steme log --source factbook --format csv
    steme log --known-at v1 -n 5
    steme log --follow -n 0 --format jsonl

Exit status:
    0    the log was shown, even if nothing fits
    2    the command line is wrong
    3    no such author, source or moment
    4    there is no repository here
    6    the log is damaged
    130  --follow was stopped with Ctrl-C
"""

from __future__ import annotations

from typing import Annotated

import typer

from repo_format.errors import InvalidInput
from steme_cli.asking_options import AsOf, KnownAt
from steme_cli.log_reading import follow as write_all_to_come
from steme_cli.log_reading import show as write
from steme_cli.options import Format


def command(
    author: Annotated[
        str | None, typer.Option("--author", metavar="KEY", help="Only by this author: a label or digits of a key.")
    ] = None,
    subject: Annotated[
        str | None,
        typer.Option("--subject", metavar="SUBJECT", help="A subject, a prefix drug/ or a pattern drug/*/risk."),
    ] = None,
    predicate: Annotated[
        str | None, typer.Option("--predicate", metavar="PREDICATE", help="Only this predicate.")
    ] = None,
    since: Annotated[
        str | None, typer.Option("--since", metavar="TIME", help="From this time on, by the author's clock.")
    ] = None,
    until: Annotated[
        str | None, typer.Option("--until", metavar="TIME", help="Up to this time, by the author's clock.")
    ] = None,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    source: Annotated[
        str | None, typer.Option("--source", metavar="SOURCE", help="What cites this source: a name or an id.")
    ] = None,
    kind: Annotated[str | None, typer.Option("--kind", metavar="KIND", help="assertion, vote, source ...")] = None,
    limit: Annotated[int | None, typer.Option("-n", "--limit", min=0, metavar="N", help="At most so many.")] = None,
    reverse: Annotated[bool, typer.Option("--reverse", help="Oldest first.")] = False,
    follow: Annotated[bool, typer.Option("--follow", "-f", help="Go on with what is committed from now on.")] = False,
    format: Format = None,
) -> int:
    words = {
        "author": author,
        "subject": subject,
        "predicate": predicate,
        "since": since,
        "until": until,
        "source": source,
        "kind": kind,
    }
    if not follow:
        write(words, as_of, known_at, limit=limit, oldest_first=reverse, format=format)
        return 0
    if reverse or format in ("json", "table"):
        raise InvalidInput("--follow", "has no end; it goes with lines, jsonl or csv, and without --reverse")
    if as_of is not None or known_at is not None:
        raise InvalidInput("--follow", "waits for what is to come; it goes without --as-of and --known-at")
    return write_all_to_come(words, limit=limit, format=format)
