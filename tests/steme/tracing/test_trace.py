from __future__ import annotations

import pytest

from repo_format.errors import NotFound
from repo_format.objects.outcome import Outcome
from steme import policy
from steme.bounds import Bounds
from steme.tracing import trace as module
from steme.tracing.trace import Trace, Tracer
from tests.steme.acts.world import ALICE, BOB, CAROL, DAVE, World


def trace(world: World, text: str, *roots: bytes) -> Trace:
    with world.repository.snapshot() as view:
        return Tracer(view, policy.DEFAULT, frozenset(roots or [ALICE.public]), 10**15).trace(text)


def test_from_a_claim_to_everything_behind_it(world: World) -> None:
    source = world.source(CAROL, "census")
    grandparent = world.claim(ALICE, 1, source=source)
    parent = world.claim(BOB, 2, parent=grandparent)
    claim = world.claim(DAVE, 3, parent=parent, source=source, subject="drug/aspirin")
    world.delegate(ALICE, BOB, 0.5)
    delegation = world.delegate(BOB, DAVE, 0.5, scope="drug/")
    status = world.status(CAROL, source, "retracted")
    vote = world.vote(ALICE, claim)
    made = trace(world, claim[:10])
    assert made.sight.record.id.hex() == claim
    assert (made.sight.problem, made.sight.record.seq, made.sight.commit.number) == (None, 4, 4)
    assert made.author is not None
    assert (made.author.key, made.author.weight, made.author.depth) == (DAVE.public, 0.25, 2)
    assert made.author.chain is not None
    assert made.author.chain[-1].id.hex() == delegation
    assert made.source is not None
    assert (made.source.sight.record.id.hex(), made.source.state) == (source, "retracted")
    assert [one.statement.id.hex() for one in made.source.remarks] == [status]
    assert [one.sight.record.id.hex() for one in made.parents] == [parent, grandparent]
    assert made.parents[0].source is None
    assert made.parents[1].source is not None
    assert [(one.reason, one.by.hex()) for one in made.causes] == [
        ("source retracted", status),
        ("parent retracted", parent),
    ]
    assert made.stage == "proposed"
    assert [(one.statement.id.hex(), one.effect) for one in made.remarks] == [(vote, "counts")]
    assert made.inclusion is not None
    assert made.inclusion.head is not None
    assert (made.inclusion.commit, made.inclusion.head.count) == (8, 8)
    assert made.lost is None


def test_a_claim_that_stands(world: World) -> None:
    made = trace(world, world.claim(BOB))
    assert (made.causes, made.stage, made.state, made.source, made.parents, made.remarks) == (
        [],
        "proposed",
        None,
        None,
        [],
        [],
    )
    assert made.author is not None
    assert made.author.chain is None


def test_a_parent_that_is_not_here(world: World) -> None:
    made = trace(world, world.claim(ALICE, parent="ab" * 32))
    assert (made.parents, made.lost) == ([], "ab" * 32)


def test_a_long_derivation_is_cut(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PARENTS", 3)
    claim = world.claim(ALICE)
    for number in range(6):
        claim = world.claim(ALICE, number, parent=claim)
    assert len(trace(world, claim).parents) == 3


def test_an_act_leads_to_what_it_is_about(world: World) -> None:
    claim = world.claim(ALICE)
    made = trace(world, world.retract(BOB, claim))
    assert made.about is not None
    assert made.about.sight.record.id.hex() == claim
    assert made.stage is None
    source = world.source(ALICE, "census")
    made = trace(world, world.status(ALICE, source, "quarantined"))
    assert made.source is None
    assert made.about is not None
    assert made.about.state == "quarantined"


def test_outcomes_count_where_the_judge_is_trusted(world: World) -> None:
    claim, other = world.claim(BOB), world.claim(BOB, 2)
    common = {"target": claim, "correct": True}
    world.add(Outcome(author=CAROL.public.hex(), time=7, **common))  # type: ignore[arg-type]
    world.add(Outcome(author=ALICE.public.hex(), correct=True, target=other, time=5))
    earlier = world.add(Outcome(author=ALICE.public.hex(), time=4, **common))  # type: ignore[arg-type]
    good = world.add(Outcome(author=ALICE.public.hex(), time=5, **common))  # type: ignore[arg-type]
    bad = world.add(Outcome(author=CAROL.public.hex(), time=5, **common))  # type: ignore[arg-type]
    made = trace(world, claim)
    effects = {one.statement.id.hex(): one.effect for one in made.remarks}
    assert (effects[good], effects[bad], effects[earlier]) == ("counts", "does not count", "does not count")
    world.add(Outcome(author=ALICE.public.hex(), correct=True, target=other, time=9))
    only = world.claim(BOB, 3)
    for time in (9, 10):
        world.add(Outcome(author=ALICE.public.hex(), correct=True, target=only, time=time))
    assert [one.effect for one in trace(world, only).remarks] == ["does not count", "counts"]


def test_what_is_not_here(world: World) -> None:
    world.claim(ALICE)
    with pytest.raises(NotFound):
        trace(world, "0000000")


def test_what_lies_outside_of_the_bounds_does_not_exist(world: World) -> None:
    source = world.source(ALICE, "study")
    parent = world.claim(ALICE)
    claim = world.claim(BOB, source=source, parent=parent)
    with world.repository.snapshot() as view:
        last = view.count
    world.retract(ALICE, parent, cascade=True)
    world.status(ALICE, source, "retracted")
    with world.repository.snapshot() as view:
        roots = frozenset([ALICE.public])
        now = Tracer(view, policy.DEFAULT, roots).trace(claim)
        then = Tracer(view, policy.DEFAULT, roots, bounds=Bounds(known_at=last)).trace(claim)
        before = Tracer(view, policy.DEFAULT, roots, bounds=Bounds(known_at=last - 1))
        assert [one.reason for one in now.causes] == ["source retracted", "parent retracted"]
        assert then.causes == []
        assert now.source is not None
        assert then.source is not None
        assert (now.source.state, then.source.state) == ("retracted", "active")
        assert (len(now.parents[0].remarks), len(then.parents[0].remarks)) == (2, 1)
        with pytest.raises(NotFound, match="was not there by then"):
            before.trace(claim)
