"""The survey says of every question what the lens says of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from repo_format.objects.retraction import Retraction
from steme.asking import Asker
from steme.patterns import questions
from steme.query import Question
from steme.repository import Repository
from steme.standing import Standing
from steme.survey import survey
from tests.steme.claims import ALICE, BOB, DAY, assertion

np = pytest.importorskip("numpy")

values = st.one_of(
    st.floats(-1e9, 1e9, allow_subnormal=False).map(lambda number: number or 1.0),
    st.integers(-3, 3),
    st.sampled_from(["a", "b", "c"]),
    st.booleans(),
)
claims = st.lists(
    st.tuples(
        st.sampled_from(["s/1", "s/2", "s/3"]),
        st.sampled_from(["p", "q"]),
        values,
        st.sampled_from([0.0, 0.25, 0.5, 0.9, 1.0]),
        st.sampled_from([ALICE, BOB]),
        st.integers(0, 5),
        st.sampled_from([None, "approved", "rejected"]),
    ),
    max_size=40,
)
amounts = st.tuples(
    st.one_of(st.integers(-3, 3), st.integers(95, 105), st.integers(960, 1040).map(lambda number: number / 10)),
    st.sampled_from([None, "g", "mg", "kg", "°C", "K", "furlongs per coconut"]),
)
weighed = st.lists(
    st.tuples(
        st.sampled_from(["s/1", "s/2", "s/3"]), amounts, st.sampled_from([0.0, 0.5, 0.9]), st.sampled_from([ALICE, BOB])
    ),
    max_size=40,
)


def compare(repository: Repository, tolerance: float = 0.0) -> int:
    """Check every question; the number that have claims."""
    with repository.snapshot() as view:
        found = survey(view, Standing(view), None, tolerance)
        places = {
            (view.text(int(s)), view.text(int(p))): at
            for at, (s, p) in enumerate(zip(found.subject, found.predicate, strict=True))
        }
        asker = Asker(view)
        counted = 0
        for subject, predicate in questions(view, "**"):
            answer = asker.ask(Question(subject, predicate, tolerance=tolerance))
            if not answer.candidates:
                assert (subject, predicate) not in places
                continue
            at = places[subject, predicate]
            assert found.conflict[at] == pytest.approx(answer.resolution.conflict, abs=1e-9)
            assert found.values[at] == len(answer.resolution.sides)
            assert found.claims[at] == len(answer.candidates)
            assert found.voices[at] == sum(len(side.voices) for side in answer.resolution.sides)
            assert found.strongest[at] == min(one.tier for one in answer.candidates)
            assert found.weakest[at] == max(one.tier for one in answer.candidates)
            counted += 1
        assert counted == len(places)
        return counted


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(claims)
def test_every_score_is_the_lens_s(tmp_path_factory: pytest.TempPathFactory, said: list) -> None:
    with Repository.init(str(tmp_path_factory.mktemp("survey"))) as repository:
        for key in (ALICE, BOB):
            own = [
                assertion(
                    key, subject, predicate, value, confidence=confidence, tier=tier, lifecycle=stage, time=DAY + at
                )
                for at, (subject, predicate, value, confidence, author, tier, stage) in enumerate(said)
                if author is key
            ]
            repository.add(own, key)
        compare(repository)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(weighed, st.sampled_from([0.0, 0.001, 0.02, 0.5]))
def test_units_and_tolerance_are_the_lens_s(
    tmp_path_factory: pytest.TempPathFactory, said: list, tolerance: float
) -> None:
    pytest.importorskip("pint")
    with Repository.init(str(tmp_path_factory.mktemp("survey"))) as repository:
        for key in (ALICE, BOB):
            own = [
                assertion(key, subject, "p", value, unit=unit, confidence=confidence, time=DAY + at)
                for at, (subject, (value, unit), confidence, author) in enumerate(said)
                if author is key
            ]
            repository.add(own, key)
        compare(repository, tolerance)


@pytest.mark.parametrize("tolerance", [0.0, 0.4])
def test_many_numbers_under_one_question(tmp_path: Path, tolerance: float) -> None:
    with Repository.init(str(tmp_path)) as repository:
        own = [assertion(ALICE, "s", "p", 1.5**number, time=DAY + number) for number in range(-60, 60)]
        own += [assertion(ALICE, "s", "q", number, time=DAY) for number in (1, 2, 3)]
        repository.add(own, ALICE)
        assert compare(repository, tolerance) == 2


def test_what_was_retracted_does_not_count(tmp_path: Path) -> None:
    with Repository.init(str(tmp_path)) as repository:
        ids, _ = repository.add([assertion(ALICE, "s", "p", number) for number in (1, 2)], ALICE)
        repository.add([assertion(ALICE, "s", "q", 1)], ALICE)
        assert compare(repository) == 2
        repository.add([Retraction(author=ALICE.public.hex(), target=ids[0].hex(), time=2 * DAY)], ALICE)
        assert compare(repository) == 2


def test_an_empty_repository(tmp_path: Path) -> None:
    with Repository.init(str(tmp_path)) as repository:
        assert compare(repository) == 0
