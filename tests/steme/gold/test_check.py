from __future__ import annotations

import pytest

from repo_format.errors import Refused
from repo_format.objects.outcome import Outcome
from repo_format.objects.retraction import Retraction
from repo_format.verification import Verifier
from steme.gold.check import Tally, check_gold
from steme.gold.standard import add_gold
from steme.keys import SigningKey
from tests.steme.claims import assertion
from tests.steme.trust.people import ADA, BEN, CLEO, DAN, EVE, People, day, person


def gold(people: People, value: str = "81", key: SigningKey = ADA, tolerance: str | None = "1%") -> bytes:
    words = {"unit": "mg", "time": "2026-01-01"}
    return add_gold(people.repository, key, ("drug/aspirin", "dosage", value), words, tolerance)


def check(people: People, key: SigningKey = ADA, *roots: SigningKey, at: float = 0, **more: object) -> dict[str, Tally]:
    """The tallies by label."""
    keys = {one.public: one.label for one in (ADA, BEN, CLEO, DAN, EVE)}
    named = [root.public for root in roots or (ADA,)]
    found = check_gold(people.repository, key, named, now=day(at), **more)  # type: ignore[arg-type]
    return {keys[tally.key]: tally for tally in found}


def facts(tally: Tally) -> tuple[int, int, int, int]:
    return tally.right, tally.wrong, tally.incomparable, len(tally.outcomes)


def count(people: People) -> int:
    with people.repository.snapshot() as view:
        return view.count


def test_claims_are_compared_and_outcomes_recorded(people: People) -> None:
    standard = gold(people)
    right, wrong = people.claim(BEN, 81.5, unit="mg"), people.claim(CLEO, 100, unit="mg")
    people.claim(DAN, 81)
    found = check(people)
    assert {name: facts(tally) for name, tally in found.items()} == {
        "ben": (1, 0, 0, 1),
        "cleo": (0, 1, 0, 1),
        "dan": (0, 0, 1, 0),
    }
    assert [(found[one].before, found[one].after) for one in ("ben", "cleo", "dan")] == [
        (0.5, pytest.approx(0.55)),
        (0.5, pytest.approx(0.4)),
        (0.5, 0.5),
    ]
    with people.repository.snapshot() as view:
        records = [view.record(seq) for seq in (6, 7)]
    made = [Verifier().check(record) for record in records]
    assert {(one.target, one.correct) for one in made if isinstance(one, Outcome)} == {
        (right.hex(), True),
        (wrong.hex(), False),
    }
    assert {(one.author, one.gold, one.time) for one in made if isinstance(one, Outcome)} == {
        (ADA.public.hex(), standard.hex(), day(0))
    }
    assert all(record.seal is not None for record in records)


def test_the_rank_afterwards_is_what_trust_says(people: People) -> None:
    gold(people)
    people.claim(BEN, 81, unit="mg")
    people.judge(ADA, people.claim(BEN, 3, subject="drug/b"), False, at=-30)
    tally = check(people)["ben"]
    assert (tally.before, tally.after) == (pytest.approx(0.45), pytest.approx(0.5))
    with people.trust(ADA) as trust:
        assert trust.explain(BEN.public).rank == tally.after


def test_a_rehearsal_records_nothing(people: People) -> None:
    gold(people)
    people.claim(BEN, 81, unit="mg")
    before = count(people)
    assert facts(check(people, dry_run=True)["ben"]) == (1, 0, 0, 1)
    assert count(people) == before


def test_what_was_judged_is_not_judged_again(people: People) -> None:
    gold(people)
    people.claim(BEN, 81, unit="mg")
    check(people)
    before = count(people)
    assert facts(check(people, at=1)["ben"]) == (1, 0, 0, 0)
    assert count(people) == before


def test_repeating_oneself_a_thousand_times_changes_nothing(people: People) -> None:
    gold(people)
    numbers = [100 + step / 1000 for step in range(1000)]
    people.seal((BEN, [assertion(BEN, "drug/aspirin", "dosage", one, unit="mg") for one in numbers]))
    people.claim(BEN, 81, unit="mg")
    tally = check(people)["ben"]
    assert facts(tally) == (1, 1000, 0, 2)
    people.claim(BEN, 99, unit="mg")
    assert facts(check(people, at=1)["ben"]) == (1, 1001, 0, 0)


def test_another_gold_standard_turns_the_verdict(people: People) -> None:
    gold(people)
    people.claim(BEN, 100, unit="mg")
    assert check(people)["ben"].after == pytest.approx(0.4)
    add_gold(people.repository, ADA, ("drug/aspirin", "dosage", "100"), {"unit": "mg", "time": "2026-02-01"})
    tally = check(people, at=1)["ben"]
    assert (facts(tally), tally.after) == ((1, 0, 0, 1), pytest.approx(0.55))
    assert facts(check(people, at=2)["ben"]) == (1, 0, 0, 0)


def test_one_s_own_claims_and_those_taken_back_are_not_judged(people: People) -> None:
    gold(people)
    people.claim(ADA, 5, unit="mg")
    taken_back = people.claim(BEN, 5, unit="mg")
    people.say(BEN, Retraction(author=BEN.public.hex(), target=taken_back.hex(), time=day(0)))
    assert check(people) == {}


def test_keys_of_one_agent_are_one_author(people: People) -> None:
    gold(people)
    people.claim(BEN, 100, unit="mg")
    people.claim(CLEO, 100, unit="mg")
    people.rotate(BEN, CLEO)
    assert {name: facts(tally) for name, tally in check(people).items()} == {"cleo": (0, 2, 0, 1)}


def test_a_deputy_judges_in_their_scope(people: People) -> None:
    gold(people)
    people.claim(CLEO, 100, unit="mg")
    people.delegate(ADA, BEN, 0.9, scope="country")
    assert check(people, BEN) == {}
    people.delegate(ADA, BEN, 0.9, scope="drug")
    assert facts(check(people, BEN)["cleo"]) == (0, 1, 0, 1)
    with people.trust(ADA) as trust:
        assert trust.explain(CLEO.public).wrong == 1


def test_who_would_not_be_heard_is_refused(people: People) -> None:
    gold(people)
    people.claim(CLEO, 100, unit="mg")
    with pytest.raises(Refused, match="vouches for eve"):
        check(people, EVE)
    people.revoke(ADA)
    with pytest.raises(Refused, match="given up"):
        check(people, ADA)


def test_a_root_that_nobody_here_has_seen_may_judge(people: People) -> None:
    gold(people)
    people.claim(CLEO, 100, unit="mg")
    tally = check(people, EVE, ADA, EVE)["cleo"]
    assert (facts(tally), tally.after) == ((0, 1, 0, 1), pytest.approx(0.4))


def test_more_outcomes_than_one_seal_holds(people: People) -> None:
    gold(people)
    crowd = [person(f"crowd {number}") for number in range(1030)]
    people.seal(*((one, [assertion(one, "drug/aspirin", "dosage", 100, unit="mg")]) for one in crowd))
    found = check_gold(people.repository, ADA, [ADA.public], now=day(0))
    assert [len(tally.outcomes) for tally in found] == [1] * 1030
    assert [tally.key for tally in found] == sorted(one.public for one in crowd)
    assert count(people) == 2 + 2 * 1030
    with people.trust(ADA) as trust:
        assert {trust.explain(one.public).wrong for one in crowd[:5]} == {1}


def test_a_prefix_narrows_what_is_checked(people: People) -> None:
    gold(people)
    people.claim(BEN, 81, unit="mg")
    assert check(people, prefix="country") == {}
    assert list(check(people, prefix="drug/aspirin")) == ["ben"]
