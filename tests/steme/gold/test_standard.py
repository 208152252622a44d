from __future__ import annotations

import pytest

from repo_format.errors import InvalidInput
from repo_format.objects.assertion import Assertion
from repo_format.objects.retraction import Retraction
from repo_format.objects.source import Source
from repo_format.verification import Verifier
from steme.bounds import EVERYTHING, Bounds
from steme.gold.standard import add_gold, golds
from steme.keys import SigningKey
from tests.steme.trust.people import ADA, BEN, CLEO, DAN, People, day

ASPIRIN = ("drug/aspirin", "dosage")


def gold(
    people: People, key: SigningKey, value: str, *, question: tuple[str, str] = ASPIRIN, time: str | None = None,
    tolerance: str | None = None, unit: str | None = "mg",
) -> bytes:  # fmt: skip
    return add_gold(people.repository, key, (*question, value), {"unit": unit, "time": time}, tolerance)


def found(
    people: People, *roots: SigningKey, prefix: str = "", bounds: Bounds = EVERYTHING
) -> list[tuple[str, object]]:
    with people.trust(*roots, bounds=bounds) as trust, people.repository.snapshot() as view:
        return [(one.assertion.subject, one.assertion.value) for one in golds(view, trust, prefix)]


def test_a_gold_standard_is_an_assertion_of_its_judge(people: People) -> None:
    made = Verifier().check(people.repository.record(gold(people, ADA, "81", tolerance="1%").hex()))
    assert isinstance(made, Assertion)
    assert (made.author, made.value, made.unit, made.confidence) == (ADA.public.hex(), 81, "mg", 1)
    assert made.meta == {"gold": True, "tolerance": 0.01}
    source = Verifier().check(people.repository.record(made.source or ""))
    assert isinstance(source, Source)
    assert (source.author, source.name) == (ADA.public.hex(), "gold standards")


def test_the_source_is_registered_once_for_each_judge(people: People) -> None:
    for key in (ADA, ADA, BEN):
        gold(people, key, "81")
    with people.repository.snapshot() as view:
        assert view.count == 5


@pytest.mark.parametrize("value", ["Paris", "true", "ref:drug/asa", '"81"'])
def test_only_a_number_has_a_tolerance(people: People, value: str) -> None:
    with pytest.raises(InvalidInput, match="tolerance"):
        gold(people, ADA, value, tolerance="1%", unit=None)
    with people.repository.snapshot() as view:
        assert view.count == 0


def test_those_of_roots_and_of_whom_they_trust_about_the_subject_count(people: People) -> None:
    people.delegate(ADA, BEN, 0.9, scope="drug")
    gold(people, BEN, "75")
    gold(people, BEN, "Paris", question=("country/fr", "capital"), unit=None)
    gold(people, CLEO, "100", question=("drug/ibuprofen", "dosage"))
    assert found(people, ADA) == [("drug/aspirin", 75)]
    assert found(people, BEN) == [("country/fr", "Paris"), ("drug/aspirin", 75)]
    assert found(people, BEN, CLEO, prefix="drug") == [("drug/aspirin", 75), ("drug/ibuprofen", 100)]
    assert found(people, BEN, prefix="dru") == []


def test_for_a_question_the_nearest_judge_counts_then_the_latest(people: People) -> None:
    people.delegate(ADA, BEN, 0.9)
    gold(people, BEN, "75", time="2026-03-01")
    assert found(people, ADA) == [("drug/aspirin", 75)]
    gold(people, ADA, "81", time="2026-01-01")
    gold(people, ADA, "82", time="2026-02-01")
    gold(people, ADA, "80", time="2025-02-01")
    assert found(people, ADA) == [("drug/aspirin", 82)]
    assert found(people, ADA, bounds=Bounds(as_of=day(10))) == [("drug/aspirin", 81)]


def test_one_that_was_taken_back_does_not_count(people: People) -> None:
    made = gold(people, ADA, "81", time="2026-01-01")
    people.say(ADA, Retraction(author=ADA.public.hex(), target=made.hex(), time=day(5)))
    assert found(people, ADA) == []
    assert found(people, ADA, bounds=Bounds(as_of=day(4))) == [("drug/aspirin", 81)]


def test_citing_somebody_s_gold_standards_makes_none(people: People) -> None:
    gold(people, ADA, "81")
    with people.repository.snapshot() as view:
        source = view.id_of(1).hex()
    people.delegate(ADA, DAN, 0.9)
    people.claim(DAN, 5, subject="drug/b", source=source, meta={"gold": True})
    people.claim(ADA, 5, subject="drug/c", source=source)
    assert found(people, ADA) == [("drug/aspirin", 81)]
