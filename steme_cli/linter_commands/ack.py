"""Accept a finding with a reason, and perhaps only until a day.

An acknowledgement is about what is observed at a concept path, as the path of a claim; --extractor and --predicate
narrow it. What it covers is reported as suppressed and counts no more. It stands in .aphoria/acknowledgements.toml,
under version control, with your signature; where there is a repository of steme it is recorded there as well. One that
was edited by hand counts for nothing until `ack sign`. What has expired, and what is about nothing any more, is
reported by `verify run` and `scan`.

    ack PATH --reason TEXT     accept; the same path again renews it
    ack list                   show all, with what they are about now
    ack remove PATH            accept no more
    ack sign                   sign what was edited by hand, after reading it

Examples:
    aphoria ack wallet/net/tls/certificate --reason 'a test server of ours' --until 2027-01-31
    aphoria ack tls/certificate --extractor tls_verify --reason 'ADR 7'
    aphoria ack list
    aphoria ack remove tls/certificate --extractor tls_verify
    aphoria ack sign

Exit status:
    0  done
    2  the path, the day or the file is not right
    3  there is no such acknowledgement, or no signing key
    7  somebody else is writing and did not finish in time
    9  the disk is full or failed; nothing was changed
"""

from __future__ import annotations

from typing import Annotated

import typer

from repo_format.errors import InvalidInput
from steme_cli import acknowledging
from steme_cli.options import Format, Key

_PAIR = 2


def command(
    words: Annotated[
        list[str] | None, typer.Argument(metavar="[list|remove|sign] [PATH]", help="A concept path, or what to do.")
    ] = None,
    reason: Annotated[str | None, typer.Option("--reason", metavar="TEXT", help="Why it is accepted.")] = None,
    until: Annotated[
        str | None, typer.Option("--until", metavar="DATE", help="The last day; for ever if left out.")
    ] = None,
    extractor: Annotated[
        str | None, typer.Option("--extractor", metavar="NAME", help="Only what this extractor observes.")
    ] = None,
    predicate: Annotated[str | None, typer.Option("--predicate", metavar="WORD", help="Only this predicate.")] = None,
    key: Key = None,
    format: Format = None,
) -> None:
    given = words or ["list"]
    if given == ["list"]:
        acknowledging.show_all(format)
    elif given == ["sign"]:
        acknowledging.sign(key)
    elif given[0] == "remove" and len(given) == _PAIR:
        acknowledging.remove(given[1], extractor, predicate, key)
    elif len(given) > 1 or given[0] == "remove":
        raise InvalidInput("PATH", "is one concept path; `aphoria help ack` shows the forms")
    elif reason is None:
        raise InvalidInput("--reason", "is missing; an acknowledgement says why")
    else:
        acknowledging.put(given[0], reason, until, extractor, predicate, key)
