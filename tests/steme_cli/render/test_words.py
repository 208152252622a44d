from __future__ import annotations

import pytest

from repo_format.objects.agent import Agent
from repo_format.objects.assertion import Assertion
from repo_format.objects.claim import Claim
from repo_format.objects.source import Source
from repo_format.payload import Reference
from repo_format.vocabulary import KINDS
from steme import history, query
from steme.wanted import Wanted
from steme_cli.render import words
from tests.sample import Sample, build

KEY = "ab" * 32


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Sample:
    return build(tmp_path_factory.mktemp("sample"))


def test_every_kind_has_words_of_its_own(sample: Sample) -> None:
    with sample.open() as repository:
        said = {
            entry.payload.kind: words.summary(entry.payload)
            for entry in history.entries(repository, Wanted())
            if entry.payload
        }
    assert set(said) == set(KINDS)
    dosage, other = sample.ids["dosage"][:12], sample.ids["other dosage"][:12]
    expected = {
        "acknowledgement": "accepts what is found at code/*/loop: Known.",
        "agent": "is called Alice",
        "alias": "drug/asa is another name of drug/aspirin",
        "claim": "no-sleep-001: code/rust/loop sleep absent",
        "delegation": f"trusts {sample.alice.public.hex()[:12]} with weight 0.5 in country/",
        "epoch": "epoch census-2025",
        "erasure": "erases abababababab: Asked for.",
        "outcome": f"{dosage} turned out wrong",
        "retraction": f"retracts {sample.ids['formula'][:12]} and what follows from it",
        "source_status": f"source {sample.ids['survey'][:12]} is quarantined: Odd.",
        "stage": f"{dosage} is now deprecated",
        "supersession": f"{other} takes the place of {dosage}",
        "vote": f"vote -0.5 on {dosage}: Too much.",
    }
    assert {kind: said[kind] for kind in expected} == expected


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (81, "mg", "a b = 81 mg"), (1_234_567, None, "a b = 1,234,567"), (0.5, None, "a b = 0.5"),
        (True, None, "a b = true"), ("Paris", None, "a b = Paris"), (Reference(ref="x/y"), None, "a b = → x/y"),
    ],
)  # fmt: skip
def test_values(value: object, unit: str | None, text: str) -> None:
    claim = Assertion(author=KEY, confidence=1, predicate="b", subject="a", tier=0, time=0, unit=unit, value=value)  # type: ignore[arg-type]
    assert words.summary(claim) == text


def test_other_words() -> None:
    common = {"author": KEY, "time": 0}
    assert words.summary(None) == "(erased)"
    assert words.summary(Source(**common, name="n")) == "source n"  # type: ignore[arg-type]
    assert words.summary(Agent(**common, action="revocation")) == "gives up this key"  # type: ignore[arg-type]
    moved = Agent(**common, action="rotation", new_key="cd" * 32)  # type: ignore[arg-type]
    assert words.summary(moved) == "moves to the key cdcdcdcdcdcd"
    ruled = Claim(
        **common, comparison="in_range", consequence="c", invariant="i", name="n-1", path="p", predicate="q",
        provenance="r", status="active", tier=0, values=(1, 2.5),
    )  # type: ignore[arg-type]  # fmt: skip
    assert words.summary(ruled) == "n-1: p q in_range 1 2.5"


def test_cut() -> None:
    assert [words.cut("abcdef", length) for length in (6, 5)] == ["abcdef", "ab..."]


def test_references_of_payloads_and_of_answers() -> None:
    for reference in (Reference(ref="x/y"), query.Reference("x/y")):
        assert words.plain(reference) == {"ref": "x/y"}
        assert words.value(reference) == "→ x/y"
    assert words.plain("x") == "x"
