from __future__ import annotations

from itertools import pairwise

import pytest

from steme import times
from steme.bounds import EVERYTHING, Bounds
from steme.trust.view import TrustView
from tests.steme.trust.people import ADA, BEN, CLEO, DAN, EVE, People, day, person, term


def example(people: People) -> None:
    """The example of docs/semantics/trust.md, section 6."""
    people.delegate(ADA, BEN, 0.8)
    people.delegate(BEN, CLEO, 0.5, scope="drug/")
    people.delegate(CLEO, DAN, 0.9)
    people.judge(ADA, people.claim(DAN, 81), True, at=0)
    people.judge(ADA, people.claim(DAN, 100), False, at=30)


def test_the_example_worked_by_hand(people: People) -> None:
    example(people)
    with people.trust(ADA, at=60) as trust:
        made = trust.explain(DAN.public, "drug/aspirin")
        elsewhere = trust.explain(DAN.public, "country/fr")
    assert (made.depth, made.right, made.wrong) == (3, 1, 1)
    assert [made.weight, made.rank, made.trust] == pytest.approx([0.36, 0.4625, 0.656])
    assert (elsewhere.depth, elsewhere.weight) == (None, 0)
    assert elsewhere.trust == pytest.approx(0.4625)
    assert 0.9 * made.trust == pytest.approx(0.5904)


def test_a_root_is_trusted_wholly_even_if_nobody_here_has_seen_it(people: People) -> None:
    target = people.claim(ADA)
    people.judge(BEN, target, False)
    with people.trust(ADA, BEN, EVE) as trust:
        for root in (ADA, EVE):
            made = trust.explain(root.public)
            assert (made.is_root, made.depth, made.weight, made.trust) == (True, 0, 1.0, 1.0)
    assert people.of(ADA, ADA) == 1.0


def test_a_stranger_has_the_default(people: People) -> None:
    people.claim(DAN)
    assert people.of(ADA, DAN) == 0.5
    with people.trust(ADA) as trust:
        made = trust.explain(EVE.public)
    assert (made.keys, made.chain, made.depth, made.rank, made.trust) == ((EVE.public,), None, None, 0.5, 0.5)


def test_any_chain_lifts_above_a_stranger(people: People) -> None:
    finn = person("finn")
    for giver, taker in pairwise((ADA, BEN, CLEO, DAN, EVE, finn)):
        people.delegate(giver, taker, 0.3)
    assert people.of(ADA, finn) == pytest.approx(0.5 + 0.5 * 0.3**5)


def test_whose_view_it_is_decides(people: People) -> None:
    people.delegate(ADA, BEN, 0.8)
    people.delegate(EVE, CLEO, 0.8)
    assert [people.of(ADA, one) for one in (BEN, CLEO)] == pytest.approx([0.9, 0.5])
    assert [people.of(EVE, one) for one in (BEN, CLEO)] == pytest.approx([0.5, 0.9])
    with people.trust(ADA, EVE) as trust:
        assert {made.key for made in trust.everybody()} == {one.public for one in (ADA, BEN, CLEO, EVE)}
    with people.trust() as trust:
        assert trust.everybody() == []


def test_the_moment_is_as_of_or_now(people: People) -> None:
    people.judge(ADA, people.claim(DAN), False, at=0)
    with people.repository.snapshot() as view:
        roots = [ADA.public]
        assert TrustView(view, Bounds(as_of=day(30)), roots, day(99)).rank(term(view, DAN)) == pytest.approx(0.45)
        now = times.now()
        moment = TrustView(view, EVERYTHING, roots).moment
    assert now <= moment <= times.now()


def test_asking_again_is_one_look_up(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    example(people)
    with people.trust(ADA, at=60) as trust, people.repository.snapshot() as view:
        dan = term(view, DAN)
        first = trust.of(dan, "drug/aspirin")
        monkeypatch.setattr(TrustView, "_of", None)
        assert trust.of(dan, "drug/aspirin") == first


def test_another_subject_is_another_question(people: People) -> None:
    example(people)
    with people.trust(ADA, at=60) as trust, people.repository.snapshot() as view:
        dan = term(view, DAN)
        asked = [trust.of(dan, subject) for subject in ("drug/aspirin", "country/fr", "drug/ibuprofen", "drugs")]
    assert asked == pytest.approx([0.656, 0.4625, 0.656, 0.4625])


def test_everybody_by_trust_and_once_more_for_a_scope(people: People) -> None:
    example(people)
    with people.trust(ADA, at=0) as trust:
        found = [(made.key, made.subject, made.depth) for made in trust.everybody()]
        about = [(made.key, made.depth) for made in trust.everybody("drug/aspirin")]
        within = [(made.subject, made.depth) for made in trust.within(DAN.public)]
    assert found == [
        (ADA.public, "", 0),
        (BEN.public, "", 1),
        (CLEO.public, "drug", 2),
        (DAN.public, "drug", 3),
        (DAN.public, "", None),
    ]
    assert about == [(ADA.public, 0), (BEN.public, 1), (CLEO.public, 2), (DAN.public, 3)]
    assert within == [("drug", 3)]


def test_an_explanation_names_all_keys_and_those_given_up(people: People) -> None:
    people.delegate(ADA, BEN, 0.8, until=10)
    people.rotate(BEN, CLEO)
    people.revoke(BEN)
    with people.trust(ADA) as trust:
        made = trust.explain(BEN.public)
        (step,) = made.chain or ()
    assert made.keys == (CLEO.public, BEN.public)
    assert made.revoked == {BEN.public: 3}
    assert (step.giver, step.taker, step.weight, step.scope, step.until) == (ADA.public, BEN.public, 0.8, "", day(10))
    assert step.id == people.repository.resolve(step.id.hex())


def test_among_many_only_those_are_looked_up_of_whom_anything_is_known(people: People) -> None:
    example(people)
    people.rotate(EVE, ADA)
    people.claim(BEN), people.claim(CLEO), people.claim(EVE), people.claim(ADA)
    strangers = frozenset(range(1_000_000, 1_000_050))
    with people.trust(ADA, at=60) as trust, people.repository.snapshot() as view:
        named = {term(view, key) for key in (ADA, BEN, CLEO, DAN, EVE)}
        found = trust.among(named | strangers, "drug/aspirin")
        assert found == {author: trust.of(author, "drug/aspirin") for author in named}
        assert {trust.of(author, "drug/aspirin") for author in strangers} == {0.5}
