"""What comes in and moves an answer, case by case; ``Kept.ask`` holds every answer against the claims."""

from __future__ import annotations

import pytest

from repo_format.objects.source import Source
from repo_format.objects.source_status import SourceStatus
from steme.policy import ENTERPRISE, Policy
from steme.views import arrivals
from steme.views.turn import EXACT, FOLLOWED, MADE
from tests.steme.acts import scenarios
from tests.steme.views.worlds import ALICE, BOB, CAROL, Kept, about


def test_what_is_elsewhere_changes_nothing(world: Kept) -> None:
    world.claim(ALICE)
    other = world.claim(BOB, subject="other")
    world.ask(about())
    world.claim(CAROL, subject="other")
    world.vote(CAROL, other)
    world.stage(BOB, other, "approved")
    world.retract(BOB, other)
    world.alias(BOB, "one", "another")
    world.epoch(BOB, "new")
    world.source(BOB, "unread")
    assert (world.ask(about()).value, world.done) == (1, FOLLOWED)
    assert (world.ask(about()).value, world.done) == (1, EXACT)


def test_votes_move_the_lens_of_votes_alone(world: Kept) -> None:
    one = world.claim(ALICE, 1)
    world.claim(BOB, 2)
    other = world.claim(BOB, 3, subject="other")
    world.ask(about("votes"))
    world.ask(about("recency"))
    world.vote(CAROL, other)
    assert (world.ask(about("votes")).value, world.done) == (2, FOLLOWED)
    vote = world.vote(CAROL, one)
    assert (world.ask(about("recency")).value, world.done) == (2, FOLLOWED)
    assert (world.ask(about("votes")).value, world.done) == (1, MADE)
    world.retract(CAROL, vote)
    assert (world.ask(about("recency")).value, world.done) == (2, FOLLOWED)
    assert (world.ask(about("votes")).value, world.done) == (2, MADE)


def test_a_source_that_comes_after_what_was_said_of_it(world: Kept) -> None:
    source = Source(author=ALICE.public.hex(), name="late", time=1)
    cited = scenarios.id_of(source)
    world.claim(ALICE, 1)
    world.claim(BOB, 2, source=cited)
    world.add(SourceStatus(author=ALICE.public.hex(), source=cited, status="retracted", time=2))
    assert world.ask(about()).value == 2
    world.add(source)
    assert (world.ask(about()).value, world.done) == (1, MADE)


def test_a_parent_that_comes_after_it_was_retracted(world: Kept) -> None:
    from repo_format.objects.assertion import Assertion

    parent = Assertion(author=ALICE.public.hex(), subject="t", predicate="q", value=1, confidence=1, tier=0, time=1)
    named = scenarios.id_of(parent)
    world.claim(ALICE, 1)
    world.claim(BOB, 2, parent=named)
    world.retract(ALICE, named, cascade=True)
    assert world.ask(about()).value == 2
    world.add(parent)
    assert (world.ask(about()).value, world.done) == (1, MADE)


def test_an_ancestor_of_an_ancestor_falls(world: Kept) -> None:
    root = world.claim(ALICE, subject="t")
    child = world.claim(ALICE, subject="u", parent=root)
    world.claim(ALICE, 1)
    world.claim(ALICE, 2, parent=child)
    world.ask(about())
    world.retract(ALICE, root, cascade=True)
    assert (world.ask(about()).value, world.done) == (1, MADE)


def test_a_key_that_follows_brings_an_older_act_into_force(world: Kept) -> None:
    world.claim(CAROL, 1)
    mine = world.claim(ALICE, 2)
    world.retract(BOB, mine)
    assert (world.ask(about()).value, world.ask(about()).disputed) == (2, 1)
    world.rotate(ALICE, BOB)
    assert (world.ask(about()).value, world.done) == (1, MADE)


def test_an_outcome_that_waited_for_its_claim(world: Kept) -> None:
    from repo_format.objects.assertion import Assertion

    late = Assertion(author=BOB.public.hex(), subject="t", predicate="p", value=1, confidence=1, tier=0, time=1)
    world.claim(BOB, 1, confidence=0.9)
    world.claim(CAROL, 2, confidence=0.8)
    world.outcome(ALICE, scenarios.id_of(late), correct=False, time=10**15 - 1)
    assert world.ask(about("authority")).value == 1
    world.add(late)
    assert (world.ask(about("authority")).value, world.done) == (2, MADE)


def test_an_alias_takes_other_claims_along(world: Kept) -> None:
    world.claim(ALICE, 1)
    world.claim(BOB, 2, subject="t")
    world.ask(about())
    world.alias(CAROL, "t", "s")
    assert (world.ask(about()).value, world.done) == (2, MADE)
    world.claim(BOB, 3, subject="t")
    answer = world.ask(about())
    assert (answer.value, answer.also, world.done) == (3, ["t"], FOLLOWED)


def test_another_policy_makes_another_answer(world: Kept) -> None:
    one = world.claim(BOB, 1)
    world.claim(CAROL, 2, time=1)
    world.retract(ALICE, one)
    assert world.ask(about()).value == 1
    world.policy = Policy(ENTERPRISE, frozenset({ALICE.public}))
    assert (world.ask(about()).value, world.done) == (2, MADE)
    world.policy = Policy(ENTERPRISE, frozenset({BOB.public}))
    assert (world.ask(about()).value, world.done) == (1, MADE)


def test_trust_roots_matter_to_lenses_that_weigh_authors(world: Kept) -> None:
    world.claim(BOB, 1, confidence=0.6)
    world.claim(CAROL, 2, confidence=0.7)
    assert (world.ask(about("authority")).value, world.ask(about("recency")).value) == (2, 2)
    world.roots = frozenset({BOB.public})
    assert (world.ask(about("recency")).value, world.done) == (2, EXACT)
    assert (world.ask(about("authority")).value, world.done) == (1, MADE)


def test_a_delegation_that_ends(world: Kept) -> None:
    world.claim(BOB, 1, confidence=0.6)
    world.claim(CAROL, 2, confidence=0.7)
    world.delegate(ALICE, BOB, 1, time=1, expires=10**15 + 5)
    assert world.ask(about("authority"), 10**15).value == 1
    assert (world.ask(about("authority"), 10**15 + 4).value, world.done) == (1, EXACT)
    assert (world.ask(about("authority"), 10**15 + 5).value, world.done) == (2, MADE)
    assert (world.ask(about("authority"), 10**15).value, world.done) == (1, MADE), "a clock that was set back"


def test_units_that_are_compared_are_asked_anew(world: Kept) -> None:
    pytest.importorskip("pint")
    world.claim(ALICE, 1, unit="g")
    world.ask(about())
    world.claim(BOB, 1000, unit="mg")
    world.ask(about())
    assert world.done not in (EXACT, FOLLOWED)


def test_of_a_crowd_of_acts_one_is_assumed_to_matter(world: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    world.claim(ALICE)
    other = world.claim(BOB, subject="other")
    world.ask(about())
    monkeypatch.setattr(arrivals, "MOST", 3)
    for _ in range(3):
        world.vote(CAROL, other)
    world.ask(about())
    assert world.done == FOLLOWED
    for _ in range(4):
        world.vote(CAROL, other)
    world.ask(about())
    assert world.done == MADE


def test_an_answer_holds_only_from_when_it_was_made(world: Kept) -> None:
    """Of a delegation that has ended nothing is left to see, but for a clock that is set back it has not."""
    world.claim(BOB, 1, confidence=0.6)
    world.claim(CAROL, 2, confidence=0.7)
    world.delegate(ALICE, BOB, 1, time=1, expires=10**15 + 5)
    assert world.ask(about("authority"), 10**15 + 5).value == 2
    assert (world.ask(about("authority"), 10**15).value, world.done) == (1, MADE)
