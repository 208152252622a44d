"""Whose numbers are furthest from the others'."""

from __future__ import annotations

from pathlib import Path
from statistics import median

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from repo_format.objects.source import Source
from steme.asking import Asker
from steme.patterns import questions
from steme.query import Question
from steme.repository import Repository
from steme.standing import Standing
from tests.steme.claims import ALICE, BOB, DAY, assertion

np = pytest.importorskip("numpy")

NAMES = ("north", "south", "east", "west")


def with_sources(path: Path) -> tuple[Repository, dict[str, str]]:
    repository = Repository.init(str(path))
    ids, _ = repository.add([Source(author=ALICE.public.hex(), name=name, time=DAY) for name in NAMES], ALICE)
    return repository, {name: one.hex() for name, one in zip(NAMES, ids, strict=True)}


def found(repository: Repository, **asked: object) -> tuple[dict[str, tuple[int, int, float]], int]:
    """Furthest, questions and distance by the name of the source."""
    from steme.outliers import Asked, outliers

    with repository.snapshot() as view:
        made, count = outliers(view, Standing(view), Asked(**asked))  # type: ignore[arg-type]
        by_id = {view.term(b"o" + view.id_of(seq)): NAMES[seq - 1] for seq in range(1, 5)}
        return {by_id[one.whose]: (one.furthest, one.questions, one.distance) for one in made}, count


def test_example_by_hand(tmp_path: Path) -> None:
    repository, cites = with_sources(tmp_path)
    said = [(ALICE, "north", 10, 0.5), (BOB, "south", 10, 0.5), (ALICE, "east", 11, 0.8), (BOB, "west", 40, 0.6)]
    with repository:
        for key, name, number, confidence in said:
            claim = assertion(key, "bridge/1", "width", number, confidence=confidence, source=cites[name])
            repository.add([claim], key)
        for name, text in (("north", "red"), ("south", "blue"), ("west", "green")):  # no numbers
            repository.add([assertion(ALICE, "bridge/1", "colour", text, source=cites[name])], ALICE)
        for name, number in (("north", 1), ("west", 9)):  # two alone
            repository.add([assertion(ALICE, "bridge/2", "width", number, source=cites[name])], ALICE)
        by_name, count = found(repository)
        assert count == 1
        assert by_name["west"] == (1, 1, pytest.approx(29 / 40))
        assert by_name["east"] == (0, 1, 0.0)
        assert by_name["north"] == by_name["south"] == (0, 1, pytest.approx(1 / 11))
        assert next(iter(by_name)) == "west"
        with repository.snapshot() as view:
            answer = Asker(view).ask(Question("bridge/1", "width", "consensus"))
        assert (answer.value, round(answer.resolution.conflict, 2)) == (11, 0.48)
        assert found(repository, minimum=0.49) == ({}, 0)


def test_a_source_speaks_by_its_most_confident_and_latest_claim(tmp_path: Path) -> None:
    repository, cites = with_sources(tmp_path)
    with repository:
        for name, number, confidence, day in (
            ("north", 1000, 0.4, 9), ("north", 2, 0.9, 1), ("north", 5, 0.9, 2), ("south", 5, 0.9, 1),
            ("east", 5, 0.9, 1), ("west", 4, 0.9, 1),
        ):  # fmt: skip
            claim = assertion(ALICE, "s", "p", number, confidence=confidence, time=day * DAY, source=cites[name])
            repository.add([claim], ALICE)
        by_name, _ = found(repository, minimum=0.0)
        assert by_name["west"] == (0, 1, 0.0)  # one voice for each of 2, 4 and 5: the middle is 4
        assert by_name["north"] == by_name["south"] == by_name["east"] == (1, 1, pytest.approx(0.2))


def test_who_ties_is_the_outlier_too_and_who_agrees_is_none(tmp_path: Path) -> None:
    repository, cites = with_sources(tmp_path)
    with repository:
        for key, name, number in ((ALICE, "north", 1), (BOB, "south", 1), (ALICE, "east", 9), (BOB, "west", 9)):
            repository.add([assertion(key, "s", "p", number, source=cites[name])], key)
        by_name, _ = found(repository)
        assert [by_name[name][0] for name in NAMES] == [0, 0, 1, 1]  # the lower of two middles is the consensus


def test_predicates_and_subjects_are_chosen(tmp_path: Path) -> None:
    repository, cites = with_sources(tmp_path)
    with repository:
        for subject in ("s/1", "t/1"):
            for predicate in ("p", "q"):
                for number, name in enumerate(NAMES, 1):
                    claim = assertion(ALICE, subject, predicate, number**3, source=cites[name])
                    repository.add([claim], ALICE)
        with repository.snapshot() as view:
            s, p = view.term(b"ss/1"), view.term(b"pp")
        assert found(repository)[1] == 4
        assert found(repository, subjects=frozenset((s,)))[1] == 2
        assert found(repository, only=frozenset((p,)))[1] == 2
        assert found(repository, only=frozenset())[1] == 0
        assert found(repository, subjects=frozenset((s,)), besides=frozenset((p,)))[1] == 1


said = st.lists(
    st.tuples(
        st.sampled_from(["s/1", "s/2", "s/3"]),
        st.sampled_from([-2, 0, 1, 2, 3, 50]),
        st.sampled_from([0.25, 0.5, 0.75]),  # sums of these are exact in any order
        st.sampled_from([None, *NAMES]),
        st.sampled_from([ALICE, BOB]),
        st.sampled_from([None, None, None, "kg"]),
    ),
    max_size=40,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(said)
def test_the_consensus_is_the_lens_s_and_the_furthest_is_found(
    tmp_path_factory: pytest.TempPathFactory, claims: list
) -> None:
    repository, cites = with_sources(tmp_path_factory.mktemp("outliers"))
    with repository:
        for author in (ALICE, BOB):
            own = []
            for at, (subject, number, confidence, name, key, unit) in enumerate(claims):
                fields = {"confidence": confidence, "source": cites[name] if name else None, "unit": unit}
                own += [assertion(key, subject, "p", number, time=DAY + at, **fields)] if key is author else []
            repository.add(own, author)
        by_name, count = found(repository, minimum=0.0)
        furthest, distances, counted = one_by_one(repository, cites)
        assert count == counted
        assert {name: made[0] for name, made in by_name.items()} == {name: furthest.get(name, 0) for name in distances}
        for name, made in by_name.items():
            assert (made[1], made[2]) == (len(distances[name]), pytest.approx(median(distances[name])))


def one_by_one(repository: Repository, cites: dict[str, str]) -> tuple[dict[str, int], dict[str, list[float]], int]:
    """The same by the lens and plain loops."""
    furthest: dict[str, int] = {}
    distances: dict[str, list[float]] = {}
    counted = 0
    with repository.snapshot() as view:
        terms = {name: view.term(b"o" + bytes.fromhex(one)) for name, one in cites.items()}
        names = {term: name for name, term in terms.items() if term}  # a source that nobody cites has none
        for subject, predicate in questions(view, "**"):
            answer = Asker(view).ask(Question(subject, predicate, "consensus"))
            best = {}
            for one in sorted(answer.candidates, key=lambda one: (one.confidence, one.time)):
                best[names.get(one.source)] = one.value_key[2]
            best.pop(None, None)
            units = {one.value_key[3] for one in answer.candidates}
            if len(answer.resolution.sides) < 2 or len(best) < 3 or len(units) > 1:
                continue
            counted += 1
            middle = answer.resolution.winner.value_key[2]
            away = {
                name: min(1.0, abs(number - middle) / max(abs(number), abs(middle), 1e-300))
                for name, number in best.items()
            }
            for name, distance in away.items():
                distances.setdefault(name, []).append(distance)
                if distance == max(away.values()) > 0:
                    furthest[name] = furthest.get(name, 0) + 1
    return furthest, distances, counted
