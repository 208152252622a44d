"""Marks: what acts make of the candidates of one question, as plain data; ``standing.py`` gathers it."""

from __future__ import annotations

from repo_format import vocabulary
from repo_format.storage import tables
from steme.acts.act import latest
from steme.candidate import Candidate

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from steme.acts.act import Act
    from steme.acts.ancestry import SourceState

RETRACTED = "retracted"
SUPERSEDED = "superseded"
SOURCE_RETRACTED = "source retracted"
SOURCE_QUARANTINED = "source quarantined"
PARENT_RETRACTED = "parent retracted"
AUTHOR_REVOKED = "author revoked"

REASONS = (RETRACTED, SUPERSEDED, SOURCE_RETRACTED, SOURCE_QUARANTINED, PARENT_RETRACTED, AUTHOR_REVOKED)
"""Why a claim may step aside, in the order in which the first that applies is counted."""

_LIFECYCLE = 11
"""Place of the lifecycle in a row."""

_OF_STATE = {"quarantined": SOURCE_QUARANTINED, "retracted": SOURCE_RETRACTED}
_REASON_OF_STATE = tuple(_OF_STATE.get(word, "") for word in vocabulary.SOURCE_STATUSES)


class Cause:
    """Why a claim steps aside: a ``reason`` of ``REASONS`` and the id ``by`` of what brought it about.

    ``by`` is the retraction, the supersession or the act on the source; for a parent that fell the parent itself, and
    b"" for a key that was given up.
    """

    __slots__ = ("by", "reason")

    def __init__(self, reason: str, by: bytes) -> None:
        self.reason = reason
        self.by = by

    def __repr__(self) -> str:
        return f"Cause({self.reason}, {self.by.hex()[:12]})"


class Mark:
    """What was said about one claim by right: the latest ``retraction``, ``supersession`` and ``stage``, or None each.

    ``disputed`` is whether something was said without the right to.
    """

    __slots__ = ("disputed", "retraction", "stage", "supersession")

    def __init__(self, acts: Sequence[Act], disputed: bool) -> None:
        self.retraction: Act | None = None
        self.supersession: Act | None = None
        self.stage: Act | None = None
        self.disputed = disputed
        for act in acts:
            if act.kind == tables.ACT_RETRACTION:
                self.retraction = _later(self.retraction, act)
            elif act.kind == tables.ACT_SUPERSESSION:
                self.supersession = _later(self.supersession, act)
            else:
                self.stage = _later(self.stage, act)


def _later(known: Act | None, act: Act) -> Act:
    return act if known is None else latest((known, act))


class Marks:
    """``claims`` by id, ``sources`` by term, for those of note; ``orphans`` maps claims to the parent that fell.

    ``revoked`` holds, by author (a term), the seq after which claims step aside. False when nothing is of note.
    """

    __slots__ = ("claims", "orphans", "revoked", "sources")

    def __init__(
        self,
        claims: Mapping[bytes, Mark],
        sources: Mapping[int, SourceState],
        orphans: Mapping[bytes, bytes],
        revoked: Mapping[int, int],
    ) -> None:
        self.claims = claims
        self.sources = sources
        self.orphans = orphans
        self.revoked = revoked

    def __bool__(self) -> bool:
        return bool(self.claims or self.sources or self.orphans or self.revoked)

    def noted(self, found: list[Candidate]) -> list[bool]:
        """For each candidate whether anything is noted about it; what a large question spends its time on."""
        claims, sources, orphans, revoked = self.claims, self.sources, self.orphans, self.revoked
        if revoked:
            return [
                one[9] in claims or one[7] in sources or one[9] in orphans or one[0] > revoked.get(one[2], one[0])
                for one in found
            ]
        return [one[9] in claims or one[7] in sources or one[9] in orphans for one in found]

    def causes(self, candidate: Candidate) -> Iterator[Cause]:
        """Why a candidate steps aside, in order of ``REASONS``; nothing for one that stands."""
        mark = self.claims.get(candidate.id)
        if mark and mark.retraction:
            yield Cause(RETRACTED, mark.retraction.id)
        if mark and mark.supersession:
            yield Cause(SUPERSEDED, mark.supersession.id)
        source = self.sources.get(candidate.source)
        if source and source.by and _REASON_OF_STATE[source.state]:
            yield Cause(_REASON_OF_STATE[source.state], source.by.id)
        if candidate.id in self.orphans:
            yield Cause(PARENT_RETRACTED, self.orphans[candidate.id])
        if candidate.seq > self.revoked.get(candidate.author, candidate.seq):
            yield Cause(AUTHOR_REVOKED, b"")

    def current(self, candidate: Candidate) -> Candidate:
        """The candidate with its present lifecycle."""
        mark = self.claims.get(candidate.id)
        if mark is None or mark.stage is None or mark.stage.extra == candidate.lifecycle:
            return candidate
        return Candidate((*candidate[:_LIFECYCLE], mark.stage.extra, *candidate[_LIFECYCLE + 1 :]))

    def is_disputed(self, candidate: Candidate) -> bool:
        """Whether somebody without the right said something about it or about its source."""
        mark, source = self.claims.get(candidate.id), self.sources.get(candidate.source)
        return bool((mark and mark.disputed) or (source and source.disputed))
