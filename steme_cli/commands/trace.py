"""Trace a claim to its source, its author and its proof.

Draws a tree from an object to everything behind it: what it says and whether it stands; the source that it cites, with
its status; the author, the trust in them and the delegations that it rests on, from the trust roots on; the claims that
it derives from, each with the same; what was said about it, with its effect; its signature or seal; when it arrived;
and the head that proves it. Hashes and signatures are verified on the way.

A remark is `in force` or `overtaken` by a later one, `taken back`, a `dispute` when its author had no right to more, or
by a `key given up`. A vote or an outcome counts, or does not count.

With --as-of or --known-at the tree is that of another time: what was said, cited or delegated later is not there, and
with --known-at the head is that of the moment.

The ids of the claims behind an answer are what `steme query --claims` and `steme audit show` list. `steme prove` writes
the proof of one for somebody who does not have this repository.

Examples:
    steme trace 3f2a9c1b7d04
    steme trace 3f2a9c1b7d04 --trust-root carol
    steme trace 3f2a9c1b7d04 --known-at v1
    steme trace 3f2a9c1b7d04 90c0ffe --format json
    steme trace 3f2a9c1b7d04 --format csv > trace.csv

Exit status:
    0  traced, and everything on the way holds
    2  the command line is wrong
    3  no such object or key
    4  there is no repository here
    5  an object on the way needs a newer steme
    6  an object on the way does not have the bytes or the signature that it should have
"""

from __future__ import annotations

from typing import Annotated

import typer

from steme_cli.asking_options import AsOf, KnownAt, TrustRoot
from steme_cli.options import Format
from steme_cli.tracing import run


def command(
    ids: Annotated[list[str], typer.Argument(metavar="ID...", help="Ids of objects, or first digits of them.")],
    as_of: AsOf = None,
    known_at: KnownAt = None,
    trust_root: TrustRoot = None,
    format: Format = None,
) -> None:
    run(ids, trust_root or [], as_of, known_at, format)
