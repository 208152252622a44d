from __future__ import annotations

import pytest

from repo_format import objects
from repo_format.ids import object_id
from repo_format.objects.outcome import Outcome
from steme.bounds import Bounds
from steme.keys import SigningKey
from tests.steme.claims import assertion
from tests.steme.trust.people import ADA, BEN, CLEO, DAN, EVE, People, day, person, term


def counted(people: People, author: SigningKey, root: SigningKey = ADA, **more: object) -> list[bool]:
    """The outcomes that count for an author, in order."""
    with people.trust(root, **more) as trust, people.repository.snapshot() as view:  # type: ignore[arg-type]
        return [correct for _, _, _, correct in trust.outcomes(term(view, author))]


def test_outcomes_of_a_root_and_of_whom_it_delegates_to_count(people: People) -> None:
    target = people.claim(DAN)
    people.delegate(ADA, BEN, 0.1)
    people.delegate(BEN, CLEO, 0.1)
    for judge in (ADA, BEN, CLEO, EVE):
        people.judge(judge, target, judge is not BEN)
    assert sorted(counted(people, DAN)) == [False, True, True]
    assert counted(people, DAN, EVE) == [True]


def test_an_outcome_of_one_in_a_scope_counts_for_subjects_in_it(people: People) -> None:
    people.delegate(ADA, BEN, 0.9, scope="drug")
    people.judge(BEN, people.claim(DAN, subject="drug/aspirin"), False)
    people.judge(BEN, people.claim(DAN, subject="country/fr"), True)
    people.judge(BEN, people.claim(DAN, subject="drugs/aspirin"), True)
    assert counted(people, DAN) == [False]


def test_the_latest_of_a_judge_on_a_target_counts(people: People) -> None:
    target = people.claim(DAN)
    people.judge(ADA, target, True, at=1)
    people.judge(ADA, target, False, at=2)
    people.judge(ADA, target, True, at=0)
    assert counted(people, DAN) == [False]


def test_at_one_time_the_wrong_outcome_counts_in_any_order(people: People) -> None:
    first, second = people.claim(DAN), people.claim(DAN, 2)
    for target, verdicts in ((first, (True, False)), (second, (False, True))):
        for correct in verdicts:
            people.judge(ADA, target, correct, at=1)
    assert counted(people, DAN) == [False, False]


def test_nobody_judges_themselves(people: People) -> None:
    people.delegate(ADA, BEN, 0.9)
    people.rotate(BEN, CLEO)
    target = people.claim(BEN)
    people.judge(BEN, target, True)
    people.judge(CLEO, target, True)
    assert counted(people, BEN) == []


def test_outcomes_of_all_keys_of_an_agent_make_one_record(people: People) -> None:
    people.judge(ADA, people.claim(BEN), False, at=1)
    people.judge(ADA, people.claim(CLEO), True, at=2)
    people.rotate(BEN, CLEO)
    assert counted(people, BEN) == counted(people, CLEO) == [False, True]


def test_what_a_key_judges_after_it_was_given_up_is_void(people: People) -> None:
    first, second = people.claim(DAN), people.claim(DAN, 2)
    people.judge(ADA, first, True)
    people.revoke(ADA)
    people.judge(ADA, second, False)
    people.judge(ADA, first, False, at=1)
    assert counted(people, DAN) == [True]


def test_sealed_and_single_claims_are_judged_alike(people: People) -> None:
    sealed = people.seal((DAN, [assertion(DAN, "drug/aspirin", "dosage", number) for number in range(3)]))
    single = people.claim(DAN, 100)
    for target in (*sealed, single):
        people.judge(ADA, target, True)
    assert counted(people, DAN) == [True] * 4


def test_a_target_that_is_not_here_waits(people: People) -> None:
    missing = bytes(range(32))
    people.judge(ADA, missing, True)
    assert counted(people, DAN) == []


def test_bounds_hold_for_outcomes_and_their_targets(people: People) -> None:
    target = people.claim(DAN)
    people.judge(ADA, target, True, at=1)
    people.judge(ADA, target, False, at=2)
    assert counted(people, DAN, bounds=Bounds(as_of=day(1))) == [True]
    assert counted(people, DAN, bounds=Bounds(as_of=day(0))) == []
    assert counted(people, DAN, bounds=Bounds(known_at=2)) == [True]
    assert counted(people, DAN, bounds=Bounds(known_at=1)) == []


def test_praise_from_a_crowd_that_nobody_trusts_is_not_heard(people: People) -> None:
    target = people.claim(DAN)
    fans = [person(f"fan {number}") for number in range(1000)]
    people.seal(
        *((fan, [Outcome(author=fan.public.hex(), correct=True, target=target.hex(), time=day(0))]) for fan in fans)
    )
    assert counted(people, DAN) == []
    assert people.of(ADA, DAN) == pytest.approx(0.5)


def test_an_outcome_that_came_before_its_target_counts_from_then_on(people: People) -> None:
    claim = assertion(DAN, "drug/aspirin", "dosage", 81)
    target = object_id(objects.write(claim))
    people.judge(ADA, target, True)
    people.say(DAN, claim)
    assert counted(people, DAN) == [True]
    assert counted(people, DAN, bounds=Bounds(known_at=1)) == []
