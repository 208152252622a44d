from __future__ import annotations

from itertools import pairwise

from steme.bounds import EVERYTHING, Bounds
from steme.keys import SigningKey
from steme.trust.succession import revoked_after, succession
from tests.steme.trust.people import ADA, BEN, CLEO, DAN, EVE, People, day, person, term


def agents(people: People, bounds: Bounds = EVERYTHING) -> list[set[str]]:
    """Those among the five who are one agent, by label; only groups of several."""
    everybody = (ADA, BEN, CLEO, DAN, EVE)
    with people.repository.snapshot() as view:
        found = succession(view, bounds)
        labels = {term(view, key): key.label for key in everybody if term(view, key)}
        groups = {found.agent(one): {labels[key] for key in found.keys(one)} for one in labels}
    return [group for group in groups.values() if len(group) > 1]


def revoked(people: People, bounds: Bounds = EVERYTHING) -> dict[str, int]:
    with people.repository.snapshot() as view:
        found = revoked_after(view, bounds)
        return {key.label: found[term(view, key)] for key in (ADA, BEN, CLEO, DAN) if term(view, key) in found}


def follows(people: People, new: SigningKey, old: SigningKey) -> bool:
    with people.repository.snapshot() as view:
        return succession(view, EVERYTHING).follows(term(view, new), term(view, old))


def test_without_rotations_everybody_is_one_key(people: People) -> None:
    people.claim(ADA)
    assert (agents(people), revoked(people)) == ([], {})


def test_keys_that_follow_one_another_are_one_agent(people: People) -> None:
    people.rotate(ADA, BEN)
    people.rotate(BEN, CLEO)
    people.rotate(DAN, CLEO)
    assert agents(people) == [{"ada", "ben", "cleo", "dan"}]
    with people.repository.snapshot() as view:
        found = succession(view, EVERYTHING)
        assert found.agent(term(view, ADA)) == term(view, CLEO)
        assert found.keys(term(view, ADA))[0] == term(view, CLEO)
    assert follows(people, CLEO, ADA)
    assert follows(people, BEN, ADA)
    assert not follows(people, ADA, BEN)
    assert not follows(people, ADA, ADA)
    assert not follows(people, DAN, ADA)


def test_the_first_rotation_to_arrive_counts_whatever_its_date(people: People) -> None:
    people.rotate(ADA, BEN, at=5)
    people.rotate(ADA, EVE, at=1)
    assert agents(people) == [{"ada", "ben"}]


def test_a_way_back_is_no_step(people: People) -> None:
    people.rotate(ADA, BEN)
    people.rotate(BEN, CLEO)
    people.rotate(CLEO, ADA)
    assert agents(people) == [{"ada", "ben", "cleo"}]
    assert follows(people, CLEO, ADA)


def test_a_revocation_gives_up_the_key_and_those_before_it(people: People) -> None:
    people.rotate(ADA, BEN)
    people.rotate(BEN, CLEO)
    people.revoke(BEN)
    assert revoked(people) == {"ada": 3, "ben": 3}
    people.revoke(CLEO)
    assert revoked(people) == {"ada": 3, "ben": 3, "cleo": 4}


def test_a_key_that_was_given_up_is_not_followed(people: People) -> None:
    people.revoke(ADA)
    people.rotate(ADA, EVE)
    assert agents(people) == []
    assert revoked(people) == {"ada": 1}


def test_what_counts_is_what_was_here_before(people: People) -> None:
    people.claim(ADA)
    people.revoke(ADA)
    with people.repository.snapshot() as view:
        found = succession(view, EVERYTHING)
        assert [found.counts(term(view, ADA), seq) for seq in (1, 2, 3)] == [True, True, False]
        assert found.counts(0, 100)


def test_bounds_hold_for_rotations_and_revocations(people: People) -> None:
    people.rotate(ADA, BEN, at=1)
    people.revoke(BEN, at=2)
    assert agents(people, Bounds(as_of=day(1) - 1)) == []
    assert agents(people, Bounds(as_of=day(1))) == [{"ada", "ben"}]
    assert revoked(people, Bounds(as_of=day(1))) == {}
    assert revoked(people, Bounds(as_of=day(2))) == {"ada": 2, "ben": 2}
    assert revoked(people, Bounds(known_at=1)) == {}


def test_a_long_chain_made_from_its_end_is_walked_once(people: People) -> None:
    chain = [person(f"p{number}") for number in range(60)]
    for old, new in reversed(list(pairwise(chain))):
        people.rotate(old, new)
    with people.repository.snapshot() as view:
        found = succession(view, EVERYTHING)
        assert {found.agent(term(view, key)) for key in chain} == {term(view, chain[-1])}
        assert len(found.keys(term(view, chain[0]))) == 60
