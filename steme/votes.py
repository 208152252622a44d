"""Votes: what people think of a claim, each of them counted once (docs/semantics/acts.md, section 4)."""

from __future__ import annotations

from math import fsum

from repo_format.storage import tables
from steme import policy as policies
from steme.acts.act import Act, Acts, latest
from steme.bounds import EVERYTHING

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from repo_format.storage.snapshot import Snapshot
    from steme.bounds import Bounds
    from steme.policy import Policy

_VOTE = tables.RELATIONS.index("vote")
_RELATION_AT = 4
"""Byte of an ``about`` row that holds the relation."""


def totals(
    view: Snapshot, ids: Iterable[bytes], bounds: Bounds = EVERYTHING, policy: Policy = policies.DEFAULT
) -> dict[bytes, float]:
    """The sum of the votes that count on each object that has any, by id; the same bits whatever their order.

    See ``cast`` for what counts.
    """
    return {one: fsum(vote.amount for vote in votes) for one, votes in cast(view, ids, bounds, policy).items()}


def cast(
    view: Snapshot, ids: Iterable[bytes], bounds: Bounds = EVERYTHING, policy: Policy = policies.DEFAULT
) -> dict[bytes, list[Act]]:
    """The votes that count on each object that has any, by time and id: of each agent the latest (ties: smaller id).

    ``amount`` of each is its weight, -1 to 1. Not those that were taken back or signed by a key that had been given up,
    nor a weight of 0, which withdraws what the voter said before. Keys that follow one another are one agent. Costs a
    look at everything that was said about these objects.
    """
    made = _made(view, ids, bounds)
    if not made:
        return {}
    from steme.acts.force import Force  # only where there are votes

    force = Force(view, bounds, policy, Acts(view, bounds))
    left = {one: _of_each(force.left(votes), force.rights.agents.agent) for one, votes in made.items()}
    return {one: votes for one, votes in left.items() if votes}


def _made(view: Snapshot, ids: Iterable[bytes], bounds: Bounds) -> dict[bytes, list[Act]]:
    found: dict[bytes, list[Act]] = {}
    with view.txn.cursor(view.databases[tables.ABOUT]) as cursor:
        rows = cursor.getmulti(ids, dupdata=True)
    for target, row in rows:
        if row[_RELATION_AT] == _VOTE:
            seq, _, time, author, weight, _, one = tables.ABOUT_ROW.unpack(row)
            if bounds.hold(seq, time):
                found.setdefault(target, []).append(Act((_VOTE, seq, time, author, weight, 0, one)))
    return found


def _of_each(votes: list[Act], agent: Callable[[int], int]) -> list[Act]:
    by_voter: dict[int, list[Act]] = {}
    for vote in votes:
        by_voter.setdefault(agent(vote.author), []).append(vote)
    counted = [last for cast_by in by_voter.values() if (last := latest(cast_by)).amount]
    return sorted(counted, key=lambda vote: (vote.time, vote.id))
