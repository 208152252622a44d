"""Remarks: what was said about an object, and whether it has an effect under the policy."""

from __future__ import annotations

from repo_format import objects
from repo_format.storage import tables
from steme.acts.act import Acts, latest
from steme.acts.force import Force
from steme.bounds import EVERYTHING
from steme.inspection import Statement
from steme.votes import cast

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from repo_format.storage.snapshot import Snapshot
    from steme.acts.act import Act
    from steme.bounds import Bounds
    from steme.policy import Policy

IN_FORCE = "in force"
OVERTAKEN = "overtaken"
TAKEN_BACK = "taken back"
DISPUTE = "dispute"
KEY_GIVEN_UP = "key given up"
COUNTS = "counts"
DOES_NOT_COUNT = "does not count"
"""Effects. An act in force is overtaken where a later one of its kind says something else; a dispute is by somebody
without the right to more."""

DEPTH = 6
"""Remarks on remarks are followed so far."""

REMARKS = 1000
"""So many of the remarks on an object are read, the newest."""

_ACTS = frozenset((tables.ACT_RETRACTION, tables.ACT_SUPERSESSION, tables.ACT_STAGE, tables.ACT_SOURCE_STATUS))
_LATEST_COUNTS = frozenset((tables.ACT_STAGE, tables.ACT_SOURCE_STATUS))


class Remark:
    """One ``statement`` about an object, its ``effect`` ("" where it can have none), the ``reason`` that was given or
    None, and the ``remarks`` on itself.
    """

    __slots__ = ("effect", "reason", "remarks", "statement")

    def __init__(self, statement: Statement, effect: str, reason: str | None, remarks: list[Remark]) -> None:
        self.statement = statement
        self.effect = effect
        self.reason = reason
        self.remarks = remarks


class Remarks:
    """Looks up what was said in a view within bounds, judged under a policy."""

    def __init__(self, view: Snapshot, policy: Policy, bounds: Bounds = EVERYTHING) -> None:
        self._view = view
        self._policy = policy
        self._bounds = bounds
        self._acts = Acts(view, bounds)
        self._force = Force(view, bounds, policy, self._acts)

    def on(self, object_id: bytes, author: int, counted: Iterable[bytes] = (), depth: int = DEPTH) -> list[Remark]:
        """The newest ``REMARKS`` remarks on an object by ``author`` (a term), in order of arrival.

        ``counted`` are the ids of the outcomes that count for it. Costs a read of each.
        """
        found = self._view.duplicates(tables.ABOUT, object_id)
        if self._bounds.is_open:
            found = found[-REMARKS * tables.ABOUT_ROW.size :]
        rows = [row for row in tables.ABOUT_ROW.iter_unpack(found) if self._bounds.hold(row[0], row[2])]
        statements = [Statement(self._view, row) for row in rows[-REMARKS:]]
        if not statements:
            return []
        effects = self._effects_of_acts(object_id, author) | self._effects_of_votes(object_id)
        effects |= dict.fromkeys(counted, COUNTS)
        return [self._remark(one, effects, depth) for one in statements]

    def _remark(self, statement: Statement, effects: dict[bytes, str], depth: int) -> Remark:
        judged = statement.relation in ("vote", "outcome")
        effect = effects.get(statement.id, DOES_NOT_COUNT if judged else "")
        term = self._view.term(tables.TERM_KEY + bytes.fromhex(statement.author))
        below = self.on(statement.id, term, depth=depth - 1) if depth and statement.relation != "parent" else []
        return Remark(statement, effect, self._reason(statement.id), below)

    def _reason(self, object_id: bytes) -> str | None:
        data = self._view.record(self._view.seq_of(object_id)).payload
        return None if data is None else getattr(objects.read(data), "reason", None)

    def _effects_of_votes(self, object_id: bytes) -> dict[bytes, str]:
        votes = cast(self._view, [object_id], self._bounds, self._policy).get(object_id, [])
        return {vote.id: COUNTS for vote in votes}

    def _effects_of_acts(self, object_id: bytes, author: int) -> dict[bytes, str]:
        made = self._acts.on([object_id], _ACTS).get(object_id, [])
        if not made:
            return {}
        in_force = self._force.on({object_id: author}, _ACTS)[0].get(object_id, [])
        effects = {act.id: self._without_force(act, author, object_id) for act in made}
        effects.update((act.id, IN_FORCE) for act in in_force)
        for kind in _LATEST_COUNTS:
            same = [act for act in in_force if act.kind == kind]
            effects.update((act.id, OVERTAKEN) for act in same if act.id != latest(same).id)
        return effects

    def _without_force(self, act: Act, author: int, object_id: bytes) -> str:
        rights = self._force.rights
        if not rights.counts(act.author, act.seq):
            return KEY_GIVEN_UP
        subject = self._force.origins.subject
        may = act.author == author or rights.may(act.author, (author,), act.time, lambda: subject(object_id))
        return TAKEN_BACK if may else DISPUTE
