"""One object with everything behind it: what it says, whose it is and why they are trusted, what it rests on, what was
said about it, how it is proved, and since when it is here.
"""

from __future__ import annotations

from repo_format import vocabulary
from repo_format.errors import NotFound
from repo_format.storage import tables
from steme.acting.reach import row_of
from steme.bounds import EVERYTHING
from steme.history import target_of
from steme.inspection import look
from steme.standing import Standing
from steme.tracing.inclusion import Inclusion
from steme.tracing.remark import Remarks
from steme.trust.view import TrustView

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from repo_format.storage.snapshot import Snapshot
    from steme.acts.marks import Cause
    from steme.bounds import Bounds
    from steme.inspection import Sight
    from steme.moments import Moment
    from steme.policy import Policy
    from steme.tracing.remark import Remark
    from steme.trust.explanation import Explanation

PARENTS = 100
"""A derivation is followed up so many generations."""


class Trace:
    """An object that was looked at and verified (``sight``, with its proof and arrival) and what belongs to it.

    ``author`` explains the trust in its author, None where nobody knows who that is. ``causes`` are the reasons for
    which a claim steps aside, none for one that stands; ``stage`` is its present lifecycle and ``state`` the present
    status of a source, None for other kinds. ``remarks`` are what was said about it, in order of arrival.

    Only the object that was asked for has the others: ``source``, the source that it cites; ``parents``, the claims
    that it derives from, the nearest first, and ``lost``, the id of one that is not here; ``about``, what an act or
    another statement is about; ``inclusion``, the head that proves it.
    """

    def __init__(self, sight: Sight, author: Explanation | None, remarks: list[Remark]) -> None:
        self.sight = sight
        self.author = author
        self.remarks = remarks
        self.causes: list[Cause] = []
        self.stage: str | None = None
        self.state: str | None = None
        self.source: Trace | None = None
        self.parents: list[Trace] = []
        self.lost: str | None = None
        self.about: Trace | None = None
        self.inclusion: Inclusion | None = None


class Tracer:
    """Traces objects of one view, under a policy, with trust as ``roots`` (public keys) see it at ``now``.

    What lies outside of ``bounds`` does not exist. ``proving`` is the moment whose head proves, by default the newest.
    """

    def __init__(
        self,
        view: Snapshot,
        policy: Policy,
        roots: frozenset[bytes],
        now: int | None = None,
        bounds: Bounds = EVERYTHING,
        proving: Moment | None = None,
    ) -> None:
        self._view = view
        self._bounds = bounds
        self._proving = proving
        self._trust = TrustView(view, bounds, roots, now)
        self._standing = Standing(view, bounds, policy)
        self._remarks = Remarks(view, policy, bounds)

    def trace(self, text: str) -> Trace:
        """The object that an id or a unique prefix means, with everything behind it.

        Raises InvalidInput, NotFound, AmbiguousId, and Damaged where there is nothing left to look at; NotFound also
        for what lies outside of the bounds.
        """
        made = self._look(text)
        if not self._exists(made):
            raise NotFound(f"object {made.sight.record.id.hex()[:12]} was not there by then; it came or is dated later")
        payload = made.sight.payload
        source, about = getattr(payload, "source", None), target_of(payload) if payload else None
        if source and source != about:
            made.source = self._if_here(source)
        if about:
            made.about = self._if_here(about)
        made.parents = list(self._parents(made))
        made.inclusion = Inclusion(self._view, made.sight.record.id, self._proving)
        return made

    def _if_here(self, object_id: str) -> Trace | None:
        found = self._look(object_id) if self._view.seq_of(bytes.fromhex(object_id)) else None
        return found if found is not None and self._exists(found) else None

    def _exists(self, made: Trace) -> bool:
        return self._bounds.hold(made.sight.record.seq, getattr(made.sight.payload, "time", 0))

    def _parents(self, made: Trace) -> Iterator[Trace]:
        below = made
        for _ in range(PARENTS):
            parent = getattr(below.sight.payload, "parent", None)
            if parent is None:
                return
            found = self._if_here(parent)
            if found is None:
                made.lost = parent
                return
            source = getattr(found.sight.payload, "source", None)
            found.source = self._if_here(source) if source else None
            yield found
            below = found

    def _look(self, text: str) -> Trace:
        sight = look(self._view, text)
        payload, object_id = sight.payload, sight.record.id
        subject = getattr(payload, "subject", None) or getattr(payload, "path", None) or ""
        key = bytes.fromhex(sight.author)
        author = self._trust.explain(key, subject) if key else None
        term = self._view.term(tables.TERM_KEY + key) if key else 0
        made = Trace(sight, author, self._remarks.on(object_id, term, self._counted(term, object_id)))
        if payload is not None and payload.kind == "assertion":
            row = row_of(self._view, sight.record.seq, object_id, payload)  # type: ignore[arg-type]
            made.causes = self._standing.causes([row]).get(object_id, [])
            made.stage = vocabulary.LIFECYCLES[self._standing.effective_lifecycle(row)]
        elif payload is not None and payload.kind == "source":
            state = self._standing.source_states([object_id])[object_id].state
            made.state = vocabulary.SOURCE_STATUSES[state]
        return made

    def _counted(self, author: int, object_id: bytes) -> list[bytes]:
        """The ids of the outcomes about an object that count for its author."""
        judged = {(time, judge.hex()) for time, target, judge, _ in self._trust.outcomes(author) if target == object_id}
        if not judged:
            return []
        rows = self._view.duplicates(tables.ABOUT, object_id)
        relation = tables.RELATIONS.index("outcome")
        found = [row for row in tables.ABOUT_ROW.iter_unpack(rows) if row[1] == relation]
        return [row[6] for row in found if (row[2], self._view.text(row[3])) in judged]
