from __future__ import annotations

from itertools import pairwise
from math import prod
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from repo_format.objects.delegation import Delegation
from steme.bounds import EVERYTHING, Bounds
from steme.trust.scope import holds
from steme.trust.web import web
from tests.steme.trust.people import ADA, BEN, CLEO, DAN, EVE, People, day, person, term

CROWD = [person(f"sybil {number}") for number in range(1000)]


def test_a_chain_of_five_multiplies(people: People) -> None:
    chain = [ADA, BEN, CLEO, DAN, EVE, person("finn")]
    for giver, taker in pairwise(chain):
        people.delegate(giver, taker, 0.9)
    with people.trust(ADA) as trust:
        made = trust.explain(chain[-1].public)
    assert made.depth == 5
    assert made.weight == pytest.approx(0.9**5)
    assert [(step.giver, step.taker) for step in made.chain or ()] == [(a.public, b.public) for a, b in pairwise(chain)]


def test_the_strongest_chain_counts_not_the_shortest(people: People) -> None:
    people.delegate(ADA, DAN, 0.5)
    people.delegate(ADA, BEN, 0.9)
    people.delegate(BEN, DAN, 0.9)
    assert people.chain(ADA, DAN) == [0.9, 0.9]


def test_of_equal_chains_the_shorter_counts_then_the_smaller_key_that_gives(people: People) -> None:
    people.delegate(ADA, BEN, 1.0)
    people.delegate(BEN, DAN, 0.5)
    people.delegate(ADA, DAN, 0.5)
    assert people.chain(ADA, DAN) == [0.5]
    people.delegate(ADA, EVE, 0.5)
    people.delegate(ADA, CLEO, 0.5)
    finn = person("finn")
    people.delegate(EVE, finn, 0.5)
    people.delegate(CLEO, finn, 0.5)
    with people.trust(ADA) as trust:
        chain = trust.explain(finn.public).chain
    assert chain is not None
    assert chain[-1].giver == min(EVE.public, CLEO.public)


def test_every_scope_of_a_chain_holds_the_subject(people: People) -> None:
    people.delegate(ADA, BEN, 0.8, scope="drug/")
    people.delegate(BEN, CLEO, 0.5, scope="drug/aspirin")
    people.delegate(ADA, CLEO, 0.1)
    assert people.chain(ADA, CLEO, "drug/aspirin/dosage") == [0.8, 0.5]
    assert people.chain(ADA, CLEO, "drug/ibuprofen") == [0.1]
    assert people.chain(ADA, BEN, "drugs") is None
    assert people.chain(ADA, BEN) is None


def test_an_expired_delegation_is_none_and_does_not_bring_an_older_one_back(people: People) -> None:
    people.delegate(ADA, BEN, 0.9, at=0)
    people.delegate(ADA, BEN, 0.5, at=1, until=10)
    assert people.chain(ADA, BEN, at=9) == [0.5]
    assert people.chain(ADA, BEN, at=10) is None
    assert people.chain(ADA, BEN, at=9) == [0.5]


def test_the_latest_of_a_scope_counts_and_zero_takes_it_back(people: People) -> None:
    people.delegate(ADA, BEN, 0.5, at=2)
    people.delegate(ADA, BEN, 0.9, at=1)
    people.delegate(ADA, BEN, 0.7, at=1, scope="drug")
    assert people.chain(ADA, BEN) == [0.5]
    assert people.chain(ADA, BEN, "drug") == [0.7]
    people.delegate(ADA, BEN, 0, at=3)
    assert people.chain(ADA, BEN) is None
    assert people.chain(ADA, BEN, "drug") == [0.7]
    people.delegate(ADA, BEN, 0, at=3, scope="drug/")
    assert people.chain(ADA, BEN, "drug") is None
    with people.trust(ADA) as trust:
        assert len(trust.web.everybody) == 1


def test_at_one_time_the_smaller_id_counts(people: People) -> None:
    made = {people.delegate(ADA, BEN, weight): weight for weight in (0.1, 0.2, 0.3, 0.4)}
    assert people.chain(ADA, BEN) == [made[min(made)]]


def test_cycles_are_harmless(people: People) -> None:
    for giver, taker in ((ADA, BEN), (BEN, CLEO), (CLEO, ADA), (CLEO, BEN)):
        people.delegate(giver, taker, 1.0)
    assert people.chain(ADA, CLEO) == [1.0, 1.0]
    assert people.chain(ADA, ADA) == []
    assert people.chain(ADA, DAN) is None


def crowd(people: People) -> None:
    """A thousand fresh keys, each of which delegates to ten others and, wholly, to Eve."""
    given = []
    for number, giver in enumerate(CROWD):
        takers = [CROWD[(number * 7 + step) % 1000] for step in range(1, 11)]
        takers = [taker for taker in (*takers, EVE) if taker is not giver]
        author = giver.public.hex()
        given.append(
            (giver, [Delegation(author=author, delegate=one.public.hex(), weight=1.0, time=day(0)) for one in takers])
        )
    people.seal(*given)


def test_a_crowd_of_a_thousand_changes_nothing_for_who_does_not_trust_it(tmp_path: Path) -> None:
    people = People(tmp_path)
    people.delegate(ADA, BEN, 0.8)
    people.delegate(BEN, CLEO, 0.8)
    before = [people.of(ADA, one) for one in (BEN, CLEO, DAN)]
    crowd(people)
    people.delegate(EVE, DAN, 1.0)
    assert [people.of(ADA, one) for one in (BEN, CLEO, DAN)] == before
    assert people.chain(ADA, EVE) is None
    with people.trust(ADA) as trust:
        assert len(trust.web.everybody) == 3
    people.delegate(ADA, CROWD[500], 0.3)
    assert people.chain(ADA, EVE) == [0.3, 1.0]
    assert people.chain(ADA, DAN) == [0.3, 1.0, 1.0]
    people.repository.close()


def test_a_successor_is_delegated_to_and_delegates(people: People) -> None:
    people.delegate(ADA, BEN, 0.8)
    people.rotate(BEN, CLEO)
    people.delegate(BEN, DAN, 0.5)
    people.delegate(CLEO, EVE, 0.5)
    assert people.chain(ADA, CLEO) == [0.8]
    assert people.chain(ADA, DAN) == people.chain(ADA, EVE) == [0.8, 0.5]
    people.delegate(CLEO, DAN, 0.25, at=1)
    assert people.chain(ADA, DAN) == [0.8, 0.25]
    people.delegate(ADA, CLEO, 0, at=1)
    assert people.chain(ADA, BEN) is None


def test_a_root_is_all_keys_of_its_agent(people: People) -> None:
    people.delegate(ADA, DAN, 0.5)
    people.rotate(ADA, BEN)
    assert people.chain(BEN, DAN) == people.chain(ADA, DAN) == [0.5]
    assert people.chain(ADA, BEN) == people.chain(BEN, ADA) == []


def test_what_a_revoked_key_delegates_later_is_void(people: People) -> None:
    people.delegate(ADA, BEN, 0.8)
    people.delegate(BEN, CLEO, 0.5)
    people.revoke(BEN)
    people.delegate(BEN, EVE, 1.0)
    people.delegate(BEN, CLEO, 1.0, at=1)
    assert people.chain(ADA, CLEO) == [0.8, 0.5]
    assert people.chain(ADA, EVE) is None


def test_bounds_hold_for_delegations(people: People) -> None:
    people.delegate(ADA, BEN, 0.8, at=1)
    people.delegate(ADA, BEN, 0.2, at=2)
    weights = []
    for bounds in (Bounds(as_of=day(0)), Bounds(as_of=day(1)), Bounds(as_of=day(2)), Bounds(known_at=1), EVERYTHING):
        with people.trust(ADA, bounds=bounds, at=9) as trust:
            weights.append(trust.explain(BEN.public).weight)
    assert weights == [0, 0.8, 0.2, 0.8, 0.2]


def test_a_web_is_kept_until_something_changes_it(people: People) -> None:
    people.delegate(ADA, BEN, 0.8, until=10)
    with people.repository.snapshot() as view:
        roots = [ADA.public]
        first = web(view, EVERYTHING, day(0), roots)
        assert web(view, EVERYTHING, day(9), roots) is first
        assert web(view, EVERYTHING, day(10), roots) is not first
        assert web(view, EVERYTHING, day(0), [BEN.public]) is not first
        again = web(view, EVERYTHING, day(0), roots)
    people.delegate(BEN, CLEO, 0.5)
    with people.repository.snapshot() as view:
        assert web(view, EVERYTHING, day(0), roots) is not again


def delegation(giver: int, taker: int, weight: float, scope: str | None) -> Delegation:
    author, delegate = PEOPLE[giver].public.hex(), PEOPLE[taker].public.hex()
    return Delegation(author=author, delegate=delegate, weight=weight, scope=scope, time=day(0))


Given = tuple[int, int, float, str | None]
"""Giver and taker among five people, weight, scope."""

PEOPLE = (ADA, BEN, CLEO, DAN, EVE)
SCOPES = (None, "a", "a/b", "c")
links = st.lists(
    st.tuples(
        st.integers(0, 4), st.integers(0, 4), st.sampled_from((0, 0.25, 0.5, 0.9, 1)), st.sampled_from(SCOPES)
    ).filter(lambda link: link[0] != link[1]),
    max_size=14,
    unique_by=lambda link: (link[0], link[1], link[3]),
)  # fmt: skip


@given(links, st.sampled_from(("a", "a/b", "a/bb", "c/d", "e")))
@settings(max_examples=20, deadline=None)
def test_it_is_the_best_of_all_simple_paths(given_links: list[Given], subject: str) -> None:
    with TemporaryDirectory() as folder:
        people = People(Path(folder))
        people.seal(*((PEOPLE[link[0]], [delegation(*link)]) for link in given_links))
        usable = [(a, b, w) for a, b, w, scope in given_links if w and holds(scope or "", subject)]
        paths: list[list[tuple[int, int, float]]] = [[]]
        best: dict[int, tuple[float, int]] = {0: (-1.0, 0)}
        while paths:
            path = paths.pop()
            met = {0, *(b for _, b, _ in path)}
            for link in usable:
                if link[0] == (path[-1][1] if path else 0) and link[1] not in met:
                    longer = [*path, link]
                    rank = (-prod(w for _, _, w in longer), len(longer))
                    best[link[1]] = min(best.get(link[1], (0.0, 0)), rank)
                    paths.append(longer)
        with people.trust(ADA) as trust:
            found = [trust.explain(one.public, subject) for one in PEOPLE]
        assert {n: (-made.weight, made.depth) for n, made in enumerate(found) if made.chain is not None} == {
            n: (pytest.approx(weight), depth) for n, (weight, depth) in best.items()
        }
        people.repository.close()


def test_a_key_that_nobody_has_used_is_reached_by_nobody(people: People) -> None:
    people.claim(BEN)
    with people.repository.snapshot() as view:
        assert term(view, EVE) == 0
    assert people.chain(ADA, EVE) is None
    assert people.chain(EVE, EVE) == []
