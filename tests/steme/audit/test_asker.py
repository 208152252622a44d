from __future__ import annotations

import pytest

from steme import policy
from steme.audit.asker import AskerAt
from steme.audit.writing import outcome_fields
from steme.civil import DAY
from steme.decay import Decay
from steme.filters import Filters
from steme.lens import names
from steme.query import Question
from tests.steme.audit.world import ALICE, BOB, CAROL, Audited


def outcome(world: Audited, question: Question, moment: int) -> dict[str, object]:
    with world.repository.snapshot() as view:
        asker = AskerAt(view, policy.DEFAULT, lambda _: frozenset([ALICE.public]), moment)
        answer = asker.ask(question)
        assert answer.question is question
        return outcome_fields(answer, view)


@pytest.fixture
def world(world: Audited) -> Audited:
    world.claim(ALICE, 1, confidence=0.9, time=0)
    other = world.claim(BOB, 2, confidence=0.8, time=DAY)
    world.delegate(ALICE, CAROL, 0.5)
    world.claim(CAROL, 3, confidence=0.7, time=2 * DAY)
    world.vote(CAROL, other)
    return world


@pytest.mark.parametrize("lens", names())
def test_at_the_present_it_answers_as_everybody_does(world: Audited, lens: str) -> None:
    with world.repository.snapshot() as view:
        usual = world.repository.asker(view, [ALICE.public.hex()]).ask(Question("s", "p", lens))
        expected = outcome_fields(usual, view)
    assert outcome(world, Question("s", "p", lens), 1_900_000_000_000_000) == expected


def test_confidences_are_as_old_as_they_are_at_the_moment(world: Audited) -> None:
    fading = Question("s", "p", "confidence", decay=Decay(1.0))
    assert outcome(world, fading, 0) == outcome(world, Question("s", "p", "confidence"), 0)
    early, late = (outcome(world, fading, days * DAY)["answer"] for days in (1, 3))
    assert (early["value"], late["value"]) == (2, 3)  # type: ignore[index]
    assert outcome(world, fading, 3 * DAY) == outcome(world, fading, 3 * DAY)


def test_a_question_as_of_a_time_has_its_own_moment(world: Audited) -> None:
    asked = Question("s", "p", "confidence", Filters(as_of=2 * DAY), decay=Decay(1.0))
    assert outcome(world, asked, 50 * DAY) == outcome(world, asked, 70 * DAY)


def test_trust_is_what_it_was_at_the_moment(world: Audited) -> None:
    world.delegate(ALICE, BOB, 1, time=DAY, expires=5 * DAY)
    world.claim(BOB, 9, confidence=0.8, time=3 * DAY)
    asked = Question("s", "p", "authority")
    early, late = (outcome(world, asked, days * DAY)["answer"] for days in (4, 6))
    assert (early["winner"] != late["winner"], early["value"], late["value"]) == (False, 1, 1)  # type: ignore[index]
    world.claim(CAROL, 7, confidence=1, tier=0, time=4 * DAY)
    world.claim(BOB, 8, confidence=0.9, tier=0, time=4 * DAY)
    early, late = (outcome(world, asked, days * DAY)["answer"] for days in (4, 6))
    assert (early["value"], late["value"]) == (8, 7)  # type: ignore[index]
