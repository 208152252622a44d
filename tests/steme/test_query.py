from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repo_format.errors import InvalidInput
from repo_format.payload import Reference as StoredReference
from steme import patterns, query
from steme.filters import ANY_STAGE, Filters
from steme.query import Question
from steme.repository import Repository
from tests.steme.claims import ALICE, BOB, DAY, assertion, countries


@pytest.fixture
def repository(tmp_path: Path) -> Iterator[Repository]:
    with countries(tmp_path) as opened:
        yield opened


def test_an_answer_says_what_who_and_how_far_apart(repository: Repository) -> None:
    answer = repository.ask(Question("country/fr", "population"))
    assert (answer.value, len(answer.candidates), answer.resolution.status) == (68_000_000, 2, "AGREED")
    assert answer.resolution.confidence == pytest.approx(0.7 / 1.6)
    assert answer.winner == repository.resolve(answer.winner.hex()[:9])  # type: ignore[union-attr]
    assert repository.ask(Question("country/fr", "population", "confidence")).value == 67_390_000


@pytest.mark.parametrize(
    ("subject", "predicate", "filters", "value", "aside"),
    [
        ("country/fr", "population", Filters(tier=0), 67_390_000, {"tier": 1}),
        ("country/fr", "population", Filters(as_of=DAY), 67_390_000, {"later": 1}),
        ("country/fr", "population", Filters(author=ALICE.public.hex()), 67_390_000, {"author": 1}),
        ("country/fr", "population", Filters(author="ab" * 32), None, {"author": 2}),
        ("country/fr", "population", Filters(known_at=2), 67_390_000, {"not known yet": 1}),
        ("country/fr", "population", Filters(epoch="survey-2020"), None, {"epoch": 2}),
        ("country/bi", "area", Filters(epoch="survey-2020"), 27_834, {}),
        ("country/bi", "capital", Filters(), "Gitega", {"lifecycle": 1}),
        ("country/bi", "capital", Filters(lifecycles=frozenset({"deprecated"})), "Bujumbura", {"lifecycle": 1}),
        ("country/bi", "capital", Filters(lifecycles=ANY_STAGE), "Gitega", {}),
        ("country/xx", "capital", Filters(), None, {}),
        ("country/fr", "nothing", Filters(), None, {}),
    ],
)
def test_filters_set_aside_and_say_so(
    repository: Repository, subject: str, predicate: str, filters: Filters, value: object, aside: dict[str, int]
) -> None:
    answer = repository.ask(Question(subject, predicate, filters=filters))
    assert (answer.value, answer.aside) == (value, aside)


def test_a_source_filter_takes_the_id(repository: Repository) -> None:
    from steme.sources import find_source

    with repository.snapshot() as view:
        census = find_source(view, "census").id.hex()
    answer = repository.ask(Question("country/fr", "population", filters=Filters(source=census)))
    assert (answer.value, answer.aside) == (67_390_000, {"source": 1})


def test_an_unknown_stage_is_refused(repository: Repository) -> None:
    with pytest.raises(InvalidInput, match="under_review"):
        repository.ask(Question("country/fr", "population", filters=Filters(lifecycles=frozenset({"done"}))))


@pytest.mark.parametrize(
    ("pattern", "subjects"),
    [
        ("country/fr", ["country/fr"]),
        ("country/", ["country/bi", "country/fr", "country/fr/paris"]),
        ("country/*", ["country/bi", "country/fr"]),
        ("*/fr", ["country/fr"]),
        ("country/**", ["country/bi", "country/fr", "country/fr/paris"]),
        ("country/*/", ["country/fr/paris"]),
        ("country/f", []),
        ("*", []),
        ("**", ["country/bi", "country/fr", "country/fr/paris"]),
    ],
)
def test_patterns(repository: Repository, pattern: str, subjects: list[str]) -> None:
    with repository.snapshot() as view:
        found = list(patterns.questions(view, pattern))
        assert sorted({subject for subject, _ in found}) == subjects
        assert found == sorted(found)


def test_one_predicate_of_a_pattern(repository: Repository) -> None:
    with repository.snapshot() as view:
        assert list(patterns.questions(view, "country/", "capital")) == [
            ("country/bi", "capital"),
            ("country/fr", "capital"),
        ]


@pytest.mark.parametrize(
    "value", [0, -5, 0.002, 1e20, 6.02214076e23, True, False, "81", "x" * 5000, StoredReference("country/de")]
)
def test_every_value_comes_back_as_it_was_claimed(repository: Repository, value: object) -> None:
    repository.add([assertion(BOB, "x", "y", value)], BOB)  # type: ignore[arg-type]
    found = repository.ask(Question("x", "y")).value
    if isinstance(value, StoredReference):
        assert isinstance(found, query.Reference)
        assert found.subject == value.ref
    else:
        assert found == value
        assert isinstance(found, bool) == isinstance(value, bool)


def test_two_long_texts_that_differ_at_the_end_are_two_values(repository: Repository) -> None:
    repository.add([assertion(BOB, "x", "y", "t" * 5000 + end) for end in "ab"], BOB)
    assert len(repository.ask(Question("x", "y")).resolution.sides) == 2


segments = st.lists(st.sampled_from(["a", "b", "c"]), min_size=1, max_size=4)


@given(segments)
def test_a_path_matches_itself_and_its_generalisations(path: list[str]) -> None:
    text = "/".join(path)
    assert patterns.matches(text, text)
    assert patterns.matches("/".join("*" for _ in path), text)
    assert patterns.matches("**", text)
    assert not patterns.matches("/".join(["*"] * (len(path) + 1)), text)
