"""Laws that every lens obeys, and what each of them prefers."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repo_format.errors import InvalidInput
from repo_format.storage import tables
from steme import lens
from steme.context import NEUTRAL, Context
from tests.steme.candidates import candidate

claims = st.lists(
    st.builds(
        candidate,
        seq=st.integers(1, 10**6),
        author=st.integers(1, 4),
        number=st.sampled_from([1.0, 2.0, 3.0]),
        confidence=st.sampled_from([0.1, 0.5, 0.9]),
        time=st.integers(0, 3),
        tier=st.integers(0, 5),
    ),
    max_size=20,
    unique_by=lambda found: found.seq,
)


EVERY = [*lens.names(), "epoch:consensus", "epoch:layered"]
WINNERLESS = ("skeptic", "constraints")
DECIDING = [name for name in EVERY if name not in WINNERLESS]


def resolve(name: str, found: list, context: Context = NEUTRAL) -> lens.Resolution:
    return lens.load(name)(found, context)


@given(claims, st.integers())
@pytest.mark.parametrize("name", EVERY)
def test_the_order_of_candidates_does_not_matter(name: str, found: list, seed: int) -> None:
    context = Context({1: 0.9, 2: 0.1}, {claim.id: 1.0 for claim in found if claim.seq % 3 == 0})
    shuffled = list(found)
    random.Random(seed).shuffle(shuffled)
    once, again = resolve(name, found, context), resolve(name, shuffled, context)
    assert (once.winner and once.winner.id, once.confidence, once.conflict, once.status, once.cross_conflict) == (
        again.winner and again.winner.id,
        again.confidence,
        again.conflict,
        again.status,
        again.cross_conflict,
    )


@pytest.mark.parametrize("name", EVERY)
def test_the_empty_set_has_an_answer(name: str) -> None:
    empty = resolve(name, [])
    assert (empty.winner, empty.confidence, empty.conflict, empty.status) == (None, 0.0, 0.0, "EMPTY")


@pytest.mark.parametrize("name", DECIDING)
def test_one_candidate_wins_unanimously(name: str) -> None:
    only = candidate()
    answer = resolve(name, [only])
    assert (answer.winner, answer.confidence, answer.status) == (only, 1.0, "UNANIMOUS")


@pytest.mark.parametrize("name", DECIDING)
def test_ties_go_to_the_later_time_and_then_to_the_smaller_id(name: str) -> None:
    twins = [candidate(seq=seq, author=seq) for seq in range(1, 9)]
    winner = resolve(name, twins).winner
    assert winner is not None
    assert winner.id == min(twin.id for twin in twins)
    later = candidate(seq=99, author=99, time=1)
    assert resolve(name, [*twins, later]).winner is later


@given(claims)
@pytest.mark.parametrize("name", EVERY)
def test_repeating_oneself_changes_no_share(name: str, found: list) -> None:
    loud = found + [claim.__class__((claim.seq + 10**6, *tuple(claim)[1:])) for claim in found[:3] for _ in range(5)]
    assert resolve(name, loud).conflict == resolve(name, found).conflict


@pytest.mark.parametrize("name", WINNERLESS)
def test_some_decide_nothing(name: str) -> None:
    answer = resolve(name, [candidate(seq=1, number=1.0), candidate(seq=2, author=2, number=2.0)])
    assert (answer.winner, answer.confidence, len(answer.sides)) == (None, 0.0, 2)


def test_recency_takes_the_latest() -> None:
    old, new = candidate(seq=1, time=1, confidence=0.9), candidate(seq=2, time=2, confidence=0.1)
    assert resolve("recency", [new, old]).winner is new


def test_confidence_takes_the_most_confident() -> None:
    sure, late = candidate(seq=1, time=1, confidence=0.9), candidate(seq=2, time=2, confidence=0.1)
    assert resolve("confidence", [sure, late]).winner is sure


def test_the_confidence_of_an_answer_is_its_share_of_the_support() -> None:
    answer = resolve(
        "recency",
        [
            candidate(seq=1, author=1, time=1, number=1.0, confidence=0.5),
            candidate(seq=2, author=2, time=2, number=2.0, confidence=0.25),
        ],
    )
    assert answer.confidence == pytest.approx(1 / 3)


def test_an_unknown_lens_is_refused_with_those_there_are() -> None:
    for name in ("../recency", "mirror", "epoch:epoch", "epoch:mirror", "recency:authority", ""):
        with pytest.raises(InvalidInput, match="authority, confidence"):
            lens.load(name)


def test_every_lens_says_in_a_line_what_it_does() -> None:
    assert all(line.endswith(".") and len(line) < 100 for _, line in lens.described())


def test_example_three_doses() -> None:
    doses = [
        candidate(seq=1, author=1, number=81.0, confidence=0.95, time=2021),
        candidate(seq=2, author=2, number=100.0, confidence=0.7, time=2022),
        candidate(seq=3, author=3, number=325.0, confidence=0.6, time=2023),
    ]
    recent, bold = resolve("recency", doses), resolve("confidence", doses)
    assert (recent.winner, bold.winner) == (doses[2], doses[0])
    assert (recent.confidence, bold.confidence) == (pytest.approx(0.2667, abs=1e-4), pytest.approx(0.4222, abs=1e-4))
    assert recent.conflict == bold.conflict
    assert resolve("authority", doses).winner is doses[0]
    assert resolve("consensus", doses).winner is doses[1]


def test_authority_prefers_the_strongest_tier_then_confidence_times_trust() -> None:
    crowd = [candidate(seq=seq, author=seq, number=9.0, confidence=1.0, tier=5, time=9) for seq in range(10, 60)]
    regulator = candidate(seq=1, author=1, number=1.0, confidence=0.6, tier=0)
    rival = candidate(seq=2, author=2, number=2.0, confidence=0.9, tier=0)
    assert resolve("authority", [*crowd, regulator, rival]).winner is rival
    assert resolve("authority", [*crowd, regulator, rival], Context({1: 0.9})).winner is regulator


def test_votes_decide_whatever_the_tier() -> None:
    strong, loved = candidate(seq=1, tier=0, time=5), candidate(seq=2, author=2, tier=5)
    assert resolve("votes", [strong, loved], Context(votes={loved.id: 2.0, strong.id: 1.0})).winner is loved
    assert resolve("votes", [strong, loved], Context(votes={loved.id: -1.0})).winner is strong


def test_consensus_is_the_weighted_lower_median_of_numbers() -> None:
    low = [candidate(seq=seq, author=seq, number=float(seq), confidence=0.5) for seq in (1, 2)]
    assert resolve("consensus", low).winner is low[0]
    heavy = candidate(seq=3, author=3, number=3.0, confidence=0.9)
    assert resolve("consensus", [*low, heavy]).winner is low[1]
    heavier = candidate(seq=3, author=3, number=3.0, confidence=1.0)
    light = [candidate(seq=seq, author=seq, number=float(seq), confidence=0.4) for seq in (1, 2)]
    assert resolve("consensus", [*light, heavier]).winner is heavier


def test_consensus_of_texts_is_the_value_with_the_most_support() -> None:
    ones = [candidate(seq=seq, author=seq, kind=tables.TEXT, value=1, confidence=0.5) for seq in (1, 2)]
    other = candidate(seq=3, author=3, kind=tables.TEXT, value=2, confidence=0.7, time=9)
    assert resolve("consensus", [*ones, other]).winner in ones


def test_layers_each_answer_and_the_strongest_stands() -> None:
    anecdotes = [candidate(seq=seq, author=seq, number=12.0, tier=5, time=9) for seq in range(10, 60)]
    trials = [candidate(seq=1, author=1, number=1.0, tier=1), candidate(seq=2, author=2, number=4.0, tier=1)]
    answer = resolve("layered", [*anecdotes, *trials])
    assert [(layer.tier, layer.count) for layer in answer.layers] == [(1, 2), (5, 50)]
    assert answer.layers[0].resolution.conflict > 0.5
    assert answer.layers[1].resolution.conflict == 0
    assert answer.winner in trials
    assert answer.cross_conflict > 0


def test_the_epoch_lens_drops_what_has_passed_and_counts_it() -> None:
    old = candidate(seq=1, author=1, time=9, epoch=7)
    new, timeless = candidate(seq=2, author=2, time=1, epoch=8), candidate(seq=3, author=3, time=0)
    passed = Context(superseded_epochs=frozenset((7,)))
    answer = resolve("epoch", [old, new, timeless], passed)
    assert (answer.winner, answer.aside, answer.lens) == (new, {"epoch superseded": 1}, "epoch:recency")
    assert resolve("epoch:authority", [old, new], NEUTRAL).winner is old


def test_rules_stand_by_authority() -> None:
    weak = candidate(seq=1, author=1, kind=tables.TEXT, value=1, confidence=1.0, tier=4)
    strong = candidate(seq=2, author=2, kind=tables.TEXT, value=2, confidence=0.3, tier=0)
    answer = resolve("constraints", [weak, strong])
    assert ([side.voices for side in answer.sides], answer.status) == ([[strong], [weak]], "RULES")
