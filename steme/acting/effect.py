"""Effect: what acts would change, found by judging the claims concerned with them and without them."""

from __future__ import annotations

from repo_format import objects, vocabulary
from repo_format.ids import object_id
from repo_format.storage.act_rows import ABOUT_OBJECTS
from steme.acting.permission import Permission, root_of, target_of
from steme.acting.reach import reach
from steme.acts.act import Act
from steme.bounds import EVERYTHING
from steme.standing import Standing

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from repo_format.objects import Payload
    from repo_format.storage.snapshot import Snapshot
    from steme.acting.reach import Reached
    from steme.acts.marks import Cause
    from steme.policy import Policy


class Change:
    """A claim whose standing would change: what was ``reached``, and why it steps aside ``before`` and ``after``.

    One of the two is None: a claim that steps aside, or one that comes back.
    """

    __slots__ = ("after", "before", "reached")

    def __init__(self, reached: Reached, before: Cause | None, after: Cause | None) -> None:
        self.reached = reached
        self.before = before
        self.after = after


class Effect:
    """What acts would change: the claims that would step ``aside``, and those that would come ``back``."""

    __slots__ = ("aside", "back")

    def __init__(self, changes: Sequence[Change]) -> None:
        self.aside = [change for change in changes if change.after is not None]
        self.back = [change for change in changes if change.before is not None]


def effect(view: Snapshot, policy: Policy, author: bytes, payloads: Sequence[Payload]) -> Effect:
    """What some acts by ``author`` (a key of 32 bytes) would change today, made together.

    Costs a read of every claim that rests on what they are about.
    """
    concerned: dict[bytes, Reached] = {}
    for payload in payloads:
        target = target_of(payload)
        for reached in reach(view, root_of(view, target)[0]) if target is not None else ():
            concerned.setdefault(reached.row.id, reached)
    rows = [reached.row for reached in concerned.values()]
    supposed = _supposed(view, Permission(view, policy, author).term, payloads)
    before = Standing(view, EVERYTHING, policy).causes(rows)
    after = Standing(view, EVERYTHING, policy, supposed=supposed, newcomer=author).causes(rows)
    return Effect(
        [
            Change(reached, _first(before.get(one)), _first(after.get(one)))
            for one, reached in concerned.items()
            if (one in before) != (one in after)
        ]
    )


def _first(causes: list[Cause] | None) -> Cause | None:
    return causes[0] if causes else None


def _supposed(view: Snapshot, author: int, payloads: Sequence[Any]) -> dict[bytes, list[Act]]:
    """Rows of the table ``acts`` as they would be, by target."""
    made: dict[bytes, list[Act]] = {}
    for number, payload in enumerate(payloads):
        target = target_of(payload)
        if target is not None:
            one = object_id(objects.write(payload))
            seq = view.count + 1 + number
            row = (ABOUT_OBJECTS[payload.kind], seq, payload.time, author, 0.0, _extra(payload), one)
            made.setdefault(target, []).append(Act(row))
    return made


def _extra(payload: Any) -> int:
    """What the row of an act holds besides; of a supersession nothing that its effect depends on."""
    match payload.kind:
        case "retraction":
            return 1 if payload.cascade else 0
        case "stage":
            return vocabulary.LIFECYCLES.index(payload.stage)
        case "source_status":
            return vocabulary.SOURCE_STATUSES.index(payload.status)
    return 0
