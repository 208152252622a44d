"""Objects of the log with their standing, for who writes them down for the outside."""

from __future__ import annotations

from itertools import islice

from repo_format import vocabulary
from repo_format.objects.assertion import Assertion
from repo_format.objects.source import Source
from steme import history
from steme.acting.reach import row_of
from steme.acts.ancestry import ACTIVE
from steme.bounds import EVERYTHING
from steme.policy import configured
from steme.standing import Standing

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from repo_format.storage.snapshot import Snapshot
    from steme.history import Entry
    from steme.policy import Policy
    from steme.repository import Repository
    from steme.wanted import Wanted

    Reasons = dict[bytes, tuple[str, bytes]]

PAGE = 500
"""Objects that are judged under one snapshot."""


class Judged:
    """An object of the log (``entry``), and the first ``reason`` for which it steps aside under the configured policy,
    "" for one that stands; ``by`` is the id of what brought that about, b"" for no single object.
    """

    __slots__ = ("by", "entry", "reason")

    def __init__(self, entry: Entry, reason: str = "", by: bytes = b"") -> None:
        self.entry = entry
        self.reason = reason
        self.by = by


def judged(repository: Repository, wanted: Wanted) -> Iterator[Judged]:
    """The wanted objects, oldest first, with the standing of claims and sources. Raises Damaged."""
    entries = history.entries(repository, wanted, oldest_first=True)
    while page := list(islice(entries, PAGE)):
        with repository.snapshot() as view:
            reasons = _reasons(view, page, configured(view, repository.configuration))
        yield from (Judged(entry, *reasons.get(entry.record.id, ("", b""))) for entry in page)


def _reasons(view: Snapshot, page: list[Entry], policy: Policy) -> Reasons:
    standing = Standing(view, EVERYTHING, policy)
    claims = [(one.seq, one.record.id, one.payload) for one in page if isinstance(one.payload, Assertion)]
    causes = standing.causes([row_of(view, seq, object_id, claim) for seq, object_id, claim in claims])
    found: Reasons = {object_id: (first[0].reason, first[0].by) for object_id, first in causes.items()}
    states = standing.source_states([one.record.id for one in page if isinstance(one.payload, Source)])
    for object_id, state in states.items():
        if state.state != ACTIVE:
            found[object_id] = (vocabulary.SOURCE_STATUSES[state.state], state.by.id if state.by else b"")
    return found
