"""Rows for a table of assertions that people and spreadsheets can read. The proofs are left behind."""

from __future__ import annotations

from repo_format.objects.assertion import Assertion
from repo_format.payload import Reference
from repo_format.vocabulary import DEFAULT_LIFECYCLE, TIERS
from steme import history
from steme.authors import Authors
from steme.sources import name_of
from steme.times import format_time
from steme.values import REFERENCE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from steme.repository import Repository
    from steme.wanted import Wanted

COLUMNS = (
    "id", "subject", "predicate", "value", "unit", "confidence", "tier", "lifecycle", "epoch", "source", "author",
    "author_label", "time", "note",
)  # fmt: skip
"""Names of the columns, in their order."""


def rows(repository: Repository, wanted: Wanted) -> Iterator[dict[str, object]]:
    """A row for each wanted assertion, oldest first; objects of other kinds are passed over. Raises Damaged.

    ``tier`` and ``lifecycle`` are words, ``time`` is ISO 8601, ``source`` the source's name (its id where it is not
    here), ``author`` the whole key in hex, ``author_label`` what people call it; a reference is ``ref:SUBJECT``.
    """
    authors, names = Authors(), _SourceNames(repository)
    for entry in history.entries(repository, wanted, oldest_first=True):
        claim = entry.payload
        if not isinstance(claim, Assertion):
            continue
        yield {
            "id": entry.record.id.hex(),
            "subject": claim.subject,
            "predicate": claim.predicate,
            "value": REFERENCE + claim.value.ref if isinstance(claim.value, Reference) else claim.value,
            "unit": claim.unit,
            "confidence": claim.confidence,
            "tier": TIERS[claim.tier],
            "lifecycle": claim.lifecycle or DEFAULT_LIFECYCLE,
            "epoch": claim.epoch,
            "source": names.name(claim.source) if claim.source else None,
            "author": claim.author,
            "author_label": authors.name(claim.author),
            "time": format_time(claim.time),
            "note": claim.note,
        }


class _SourceNames:
    """Names of sources by id, each looked up once."""

    def __init__(self, repository: Repository) -> None:
        self._repository = repository
        self._names: dict[str, str] = {}

    def name(self, identifier: str) -> str:
        if identifier not in self._names:
            with self._repository.snapshot() as view:
                seq = view.seq_of(bytes.fromhex(identifier))
                self._names[identifier] = name_of(view, seq) if seq else identifier
        return self._names[identifier]
