"""An answer out of a view is the answer: docs/semantics/views.md, section 1."""

from __future__ import annotations

import tempfile
from collections import Counter
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from steme import lens as lenses
from steme.audit.asker import AskerAt
from steme.civil import DAY
from steme.filters import ANY_STAGE, Filters
from steme.policy import AUTHOR, COMMONS, ENTERPRISE, Policy
from steme.query import Question
from steme.repository import Repository
from steme.views.definition import View
from steme.views.turn import EXACT, FOLLOWED, MADE, Turn
from tests.steme.acts.world import ALICE, BOB
from tests.steme.views.histories import commit, facts, history

MEMORY = "/dev/shm" if Path("/dev/shm").is_dir() else None
POLICIES = (Policy(AUTHOR), Policy(ENTERPRISE, frozenset({ALICE.public})), Policy(COMMONS))
LENSES = (*lenses.names(), "epoch:authority", "epoch:layered", "epoch:votes")
FILTERS = (
    Filters(), Filters(), Filters(), Filters(tier=2), Filters(epoch="old"), Filters(lifecycles=ANY_STAGE),
    Filters(author=BOB.public.hex()),
)  # fmt: skip
INCLUDED = (frozenset[str](), frozenset[str](), frozenset({"retracted", "source quarantined"}))


def walk(seed: int, size: int) -> Counter[str]:
    """Live through a history; after every commit an answer out of a view has to be the answer that asking gives."""
    chance = Random(seed)
    done: Counter[str] = Counter()
    policy, roots = chance.choice(POLICIES), frozenset({ALICE.public})
    views = [
        View(Question(chance.choice(("s", "t")), "p", lens, chance.choice(FILTERS), chance.choice(INCLUDED)))
        for lens in chance.sample(LENSES, 4)
    ]
    with tempfile.TemporaryDirectory(dir=MEMORY) as folder, Repository.init(folder) as repository:
        keeper, moment, left = repository.views, 41 * DAY, history(chance, size)
        while left:
            count = chance.randint(1, 4)
            commit(repository, left[:count], moment)
            left = left[count:]
            for _ in range(2):
                moment += chance.choice((1, DAY, 20 * DAY))
                for view in views:
                    if chance.random() < 0.6:
                        done[_compared(repository, keeper, view, policy, roots, moment)] += 1
    return done


def _compared(repository: Repository, keeper, view: View, policy, roots, moment: int) -> str:  # type: ignore[no-untyped-def]
    with repository.snapshot() as snapshot:
        asker = AskerAt(snapshot, policy, lambda _: roots, moment)
        turn = Turn(keeper.store, keeper.files, asker, view, view.question)
        found = turn.answer()
        fresh = AskerAt(snapshot, policy, lambda _: roots, moment).ask(view.question)
        assert facts(found) == facts(fresh)
        assert found.from_view is not None
        assert not found.from_view.behind
    return turn.done


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, 2**40), st.integers(10, 45))
def test_an_answer_out_of_a_view_is_the_answer(seed: int, size: int) -> None:
    walk(seed, size)


def test_the_law_is_about_all_three_ways_to_answer() -> None:
    done = sum((walk(seed, 45) for seed in range(12)), Counter[str]())
    assert min(done[EXACT], done[FOLLOWED], done[MADE]) > 20, done


@pytest.mark.parametrize("lens", LENSES)
def test_every_lens_follows_claims_one_by_one(tmp_path: Path, lens: str) -> None:
    chance, done = Random(len(lens)), Counter[str]()
    roots, view = frozenset({ALICE.public}), View(Question("s", "p", lens))
    claims = [one for one in history(chance, 200) if one.kind == "assertion" and not one.parent and not one.unit]
    with Repository.init(str(tmp_path)) as repository:
        for at, claim in enumerate(claims[:40]):
            commit(repository, [claim], (41 + at) * DAY)
            done[_compared(repository, repository.views, view, POLICIES[0], roots, (41 + at) * DAY)] += 1
    assert done == {MADE: 1, FOLLOWED: 39}
