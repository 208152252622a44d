"""Values that count as one: the examples of docs/semantics/units.md and tolerance.md, and the laws, by the lenses."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from steme import lens as lenses
from steme import units
from steme.query import Answer, Question, unit_of
from steme.repository import Repository
from tests.steme.claims import ALICE, BOB, DAY, assertion

pytest.importorskip("pint")

KEYS = (ALICE, BOB)
Said = tuple[int, float | str, str | None, float]
"""Author, value, unit, confidence."""


def claim(repository: Repository, said: list[Said]) -> None:
    for place, key in enumerate(KEYS):
        own = [
            assertion(key, "s", "p", value, unit=unit, confidence=confidence, time=DAY + at)
            for at, (author, value, unit, confidence) in enumerate(said)
            if author == place
        ]
        if own:
            repository.add(own, key)


def ask(path: Path, said: list[Said], lens: str = "recency", tolerance: float = 0.0) -> Answer:
    with Repository.init(str(path)) as repository:
        claim(repository, said)
        return repository.ask(Question("s", "p", lens, tolerance=tolerance))


def sides(path: Path, said: list[Said], tolerance: float = 0.0) -> dict[tuple[float, str], int]:
    """The values with the number of their voices."""
    with Repository.init(str(path)) as repository:
        claim(repository, said)
        answer = repository.ask(Question("s", "p", "skeptic", tolerance=tolerance))
        with repository.snapshot() as view:
            return {(one.value[2], unit_of(view, one.value)): len(one.voices) for one in answer.resolution.sides}


DOSES: list[Said] = [(0, 81, "mg", 0.9), (1, 0.081, "g", 0.5), (1, 325, "mg", 0.6)]
POPULATION: list[Said] = [(0, 100, None, 0.5), (0, 101.5, None, 0.6), (1, 100, None, 0.5), (1, 100.9, None, 0.8)]


def test_the_first_example_of_units(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert sides(tmp_path / "sides", DOSES) == {(81.0, "mg"): 2, (325.0, "mg"): 1}
    answer = ask(tmp_path / "asked", DOSES, "consensus")
    assert [side.support for side in answer.resolution.sides] == pytest.approx([0.95, 0.6])
    assert answer.resolution.conflict == pytest.approx(0.712489, abs=1e-6)
    assert (answer.value, answer.resolution.confidence) == (81, pytest.approx(0.612903, abs=1e-6))
    monkeypatch.setattr(units, "scale_of", lambda _: None)
    assert ask(tmp_path / "names", DOSES).resolution.conflict == pytest.approx(0.866562, abs=1e-6)


def test_the_second_example_of_units(tmp_path: Path) -> None:
    said: list[Said] = [(0, 20, "°C", 0.5), (0, 68, "°F", 0.5), (1, 293.15, "K", 0.5)]
    assert sides(tmp_path, said) == {(293.15, "K"): 2}


def test_the_example_of_tolerance(tmp_path: Path) -> None:
    assert sides(tmp_path / "1", POPULATION, 0.01) == {(100.0, ""): 2, (101.5, ""): 1}
    assert sides(tmp_path / "2", POPULATION, 0.02) == {(100.0, ""): 2}
    answer = ask(tmp_path / "3", POPULATION, "confidence", 0.01)
    assert [side.share for side in answer.resolution.sides] == pytest.approx([0.6, 0.4])
    assert answer.resolution.conflict == pytest.approx(0.014187, abs=1e-6)
    assert answer.value == 100.9
    assert answer.resolution.winner is not None
    assert answer.counts_as(answer.resolution.winner)[2] == 100.0
    assert answer.resolution.confidence == pytest.approx(0.6)


def test_an_author_has_one_voice_in_two_units(tmp_path: Path) -> None:
    answer = ask(tmp_path, [(0, 81, "mg", 0.5), (0, 0.081, "g", 0.8), (0, 81_000, "µg", 0.2)])
    (side,) = answer.resolution.sides
    assert (side.support, len(side.voices), answer.resolution.status) == (pytest.approx(0.8), 1, "UNANIMOUS")
    assert len(answer.candidates) == 3


def test_what_is_not_convertible_stays_apart(tmp_path: Path) -> None:
    said: list[Said] = [
        (0, 1, "mg", 0.5),
        (0, 1, "ml", 0.5),
        (0, 1, None, 0.5),
        (1, 1, "EUR", 0.5),
        (1, "1", None, 0.5),
    ]
    answer = ask(tmp_path, said, tolerance=0.5)
    assert len(answer.resolution.sides) == 5
    assert answer.resolution.conflict == pytest.approx(1.0)
    assert answer.counted == {}


def test_the_reference_unit(tmp_path: Path) -> None:
    """A true zero first, then most authors (not claims), then the order of the texts."""
    assert sides(tmp_path / "1", [(0, 1, "°C", 0.5), (1, 2, "°C", 0.5), (1, 280, "K", 0.5)]).keys() == {
        (274.15, "K"), (275.15, "K"), (280.0, "K"),
    }  # fmt: skip
    crowd: list[Said] = [(0, at, "mg", 0.5) for at in (1000, 2000, 3000)]
    assert sides(tmp_path / "2", [*crowd, (0, 4, "kg", 0.5), (1, 5, "kg", 0.5)]).keys() == {
        (0.001, "kg"), (0.002, "kg"), (0.003, "kg"), (4.0, "kg"), (5.0, "kg"),
    }  # fmt: skip
    assert sides(tmp_path / "3", [(0, 1, "mg", 0.5), (1, 1, "g", 0.5)]).keys() == {(0.001, "g"), (1.0, "g")}


def test_decay_and_filters_come_first(tmp_path: Path) -> None:
    with Repository.init(str(tmp_path)) as repository:
        claim(repository, DOSES)
        asked = Question("s", "p", "consensus").but(tolerance=0.9)
        asked.filters.author = ALICE.public.hex()
        answer = repository.ask(asked)
    assert (answer.value, answer.aside, answer.counted) == (81, {"author": 2}, {})


def test_a_question_in_one_unit_asks_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "steme.alike", None)
    said: list[Said] = [(0, 81, "mg", 0.9), (1, 325, "mg", 0.6), (1, 4, None, 0.1), (1, "x", None, 0.1)]
    assert ask(tmp_path, said).value == "x"


def test_without_the_library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(units, "available", lambda: False)
    answer = ask(tmp_path / "1", DOSES)
    assert (answer.unlike, len(answer.resolution.sides)) == (("g", "mg"), 3)
    assert ask(tmp_path / "2", [(0, 1, "mg", 0.5), (1, 2, "mg", 0.5), (1, 3, None, 0.5)]).unlike == ()
    near = ask(tmp_path / "3", [*DOSES, (0, 324, "mg", 0.5)], tolerance=0.01)
    assert len(near.resolution.sides) == 3


@pytest.mark.parametrize("lens", [name for name in lenses.names() if name not in ("skeptic", "constraints")])
def test_the_winner_is_a_claim_as_its_author_made_it(tmp_path: Path, lens: str) -> None:
    answer = ask(tmp_path, [*DOSES, (0, 82, "mg", 0.4)], lens, tolerance=0.05)
    assert answer.resolution.winner in answer.candidates
    assert answer.value in (81, 0.081, 325, 82)
    assert 0 < answer.resolution.confidence < 1
    for one in (answer.resolution, *(layer.resolution for layer in answer.resolution.layers)):
        assert all(voice in answer.candidates for side in one.sides for voice in side.voices)
        assert one.winner is None or one.winner in answer.candidates


amounts = st.tuples(
    st.integers(0, 1),
    st.one_of(st.integers(-3, 3), st.integers(95, 105), st.integers(960, 1040).map(lambda number: number / 10)),
    st.sampled_from([None, "g", "mg", "kg", "K", "°C", "coconuts"]),
    st.sampled_from([0.25, 0.5, 0.9]),
)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(amounts, max_size=12), st.randoms(), st.sampled_from([0.0, 0.01, 0.3]))
def test_the_order_of_claims_does_not_matter(
    tmp_path_factory: pytest.TempPathFactory, said: list[Said], random: object, tolerance: float
) -> None:
    mixed = list(said)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    one = sides(tmp_path_factory.mktemp("one"), said, tolerance)
    assert sides(tmp_path_factory.mktemp("other"), mixed, tolerance) == one


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(amounts, max_size=12), st.lists(st.sampled_from([0.0, 0.001, 0.01, 0.1, 0.5]), min_size=2, max_size=2))
def test_more_tolerance_never_makes_more_values(
    tmp_path_factory: pytest.TempPathFactory, said: list[Said], both: list[float]
) -> None:
    less, more = (len(sides(tmp_path_factory.mktemp("s"), said, tolerance)) for tolerance in sorted(both))
    assert more <= less
