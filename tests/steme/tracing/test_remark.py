from __future__ import annotations

import pytest

from repo_format.storage import tables
from steme import policy as policies
from steme.policy import Policy
from steme.tracing import remark
from steme.tracing.remark import Remark, Remarks
from tests.steme.acts.world import ALICE, BOB, CAROL, DAVE, World


def on(world: World, target: str, policy: Policy = policies.DEFAULT) -> list[Remark]:
    with world.repository.snapshot() as view:
        author = view.term(tables.TERM_KEY + ALICE.public)
        return Remarks(view, policy).on(bytes.fromhex(target), author)


def effects(world: World, target: str, policy: Policy = policies.DEFAULT) -> dict[str, str]:
    return {one.statement.id.hex(): one.effect for one in on(world, target, policy)}


def test_nothing_was_said(world: World) -> None:
    assert on(world, world.claim(ALICE)) == []


def test_acts_by_those_who_may_and_those_who_may_not(world: World) -> None:
    claim = world.claim(ALICE)
    by_author, by_other = world.retract(ALICE, claim), world.retract(BOB, claim)
    assert effects(world, claim) == {by_author: "in force", by_other: "dispute"}
    assert effects(world, claim, Policy("commons")) == {by_author: "in force", by_other: "dispute"}
    world.delegate(CAROL, BOB)
    trusting = Policy(policies.ENTERPRISE, frozenset([CAROL.public]))
    later = world.stage(BOB, claim, "rejected")
    assert effects(world, claim, trusting) == {by_author: "in force", by_other: "dispute", later: "in force"}


def test_the_latest_stage_overtakes(world: World) -> None:
    claim = world.claim(ALICE)
    stages = [world.stage(ALICE, claim, stage) for stage in ("under_review", "approved")]
    assert list(effects(world, claim).values()) == ["overtaken", "in force"]
    world.retract(ALICE, stages[1])
    assert list(effects(world, claim).values()) == ["in force", "taken back"]


def test_remarks_on_remarks(world: World) -> None:
    claim = world.claim(ALICE)
    retraction = world.retract(ALICE, claim)
    back = world.retract(ALICE, retraction)
    assert effects(world, claim) == {retraction: "taken back"}
    (outer,) = on(world, claim)
    (inner,) = outer.remarks
    assert (inner.statement.id.hex(), inner.effect, inner.remarks) == (back, "in force", [])
    world.retract(ALICE, back)
    (outer,) = on(world, claim)
    assert [outer.effect, outer.remarks[0].effect, outer.remarks[0].remarks[0].effect] == [
        "in force",
        "taken back",
        "in force",
    ]


def test_a_long_chain_of_remarks_is_cut(world: World) -> None:
    target = claim = world.claim(ALICE)
    for _ in range(remark.DEPTH + 3):
        target = world.retract(ALICE, target)
    depth, at = 0, on(world, claim)
    while at:
        depth, at = depth + 1, at[0].remarks
    assert depth == remark.DEPTH + 1


def test_votes(world: World) -> None:
    claim = world.claim(ALICE)
    first, second, other = world.vote(BOB, claim, 1), world.vote(BOB, claim, -1), world.vote(CAROL, claim)
    assert effects(world, claim) == {first: "does not count", second: "counts", other: "counts"}
    world.retract(CAROL, other)
    assert effects(world, claim)[other] == "does not count"


def test_a_key_that_was_given_up(world: World) -> None:
    claim = world.claim(ALICE)
    world.delegate(ALICE, DAVE)
    good = world.retract(DAVE, claim)
    world.revoke(DAVE)
    late = world.stage(DAVE, claim, "rejected")
    assert effects(world, claim) == {good: "in force", late: "key given up"}


def test_reasons_and_children(world: World) -> None:
    claim = world.claim(ALICE)
    child = world.claim(BOB, parent=claim)
    world.vote(CAROL, child)
    (found,) = on(world, claim)
    assert (found.statement.relation, found.effect, found.reason, found.remarks) == ("parent", "", None, [])


def test_only_the_newest_are_read(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remark, "REMARKS", 3)
    claim = world.claim(ALICE)
    votes = [world.vote(BOB, claim, number / 10) for number in range(5)]
    assert list(effects(world, claim)) == votes[2:]
