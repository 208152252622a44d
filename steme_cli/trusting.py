"""What the commands about trust share: whose view is taken, and as of when."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from steme import bounds
from steme.repository import Repository
from steme.trust.roots import required_roots
from steme.trust.view import TrustView
from steme_cli import invocation

if TYPE_CHECKING:
    from repo_format.storage.snapshot import Snapshot

TrustRoot = Annotated[
    list[str] | None,
    typer.Option("--trust-root", metavar="KEY", help="Whose view to take; may be repeated. Your own keys otherwise."),
]
AsOf = Annotated[
    str | None, typer.Option("--as-of", metavar="TIME", help="As of then, by the clocks of who signed what.")
]
KnownAt = Annotated[
    str | None, typer.Option("--known-at", metavar="MOMENT", help="As known here by then: a time, tag, head or seq:N.")
]
Subject = Annotated[str | None, typer.Option("--subject", metavar="SUBJECT", help="About this subject or prefix.")]


@contextmanager
def trusting(
    roots: list[str] | None, as_of: str | None = None, known_at: str | None = None
) -> Iterator[tuple[Snapshot, TrustView]]:
    """The repository's newest state and the trust that ``roots``, as people name them, have in it.

    Raises as ``Repository.open`` and ``required_roots``; InvalidInput, NotFound for a time or moment.
    """
    with Repository.open(invocation.current().start()) as repository, repository.snapshot() as view:
        keys = required_roots(view, repository.configuration, roots or ())
        yield view, TrustView(view, bounds.typed(view, as_of, known_at), keys)
