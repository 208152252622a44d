"""Keeping what a scan has seen in the repository of steme that is here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aphoria import persisting
from aphoria.suppression import EXTRACTOR
from steme import keys
from steme.repository import Repository
from steme_cli import invocation, output, question
from steme_cli.render import figures
from steme_cli.render.text import safe

if TYPE_CHECKING:
    from aphoria.scan import Scan


def persist_here(seen: Scan, key: str | None = None) -> None:
    """Keep the observations of a scan over everything, and say so. Raises NotARepository where there is none."""
    code = [one for one in seen.observations if one.extractor != EXTRACTOR]
    with Repository.open(invocation.current().start()) as repository:
        signing = keys.default(key, repository.configuration, question.passphrase)
        done = persisting.persist(repository, signing, seen, code)
    left = f"; {figures.count(done.left_out)} cannot be stated as an assertion" if done.left_out else ""
    output.note(f"{figures.count(done.kept)} observations kept as {safe(done.name)}{left}")
