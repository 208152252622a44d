from __future__ import annotations

from steme.exports import csv
from steme.wanted import Wanted
from tests.sample import Sample
from tests.steme.claims import ALICE, assertion


def rows(sample: Sample, wanted: Wanted) -> list[dict[str, object]]:
    with sample.open() as repository:
        return list(csv.rows(repository, wanted))


def test_a_claim_with_everything(sample: Sample) -> None:
    (row,) = rows(sample, Wanted(subject="drug/aspirin", predicate="dosage", author=sample.alice.public.hex()))
    assert tuple(row) == csv.COLUMNS
    assert row == {
        "id": sample.ids["dosage"], "subject": "drug/aspirin", "predicate": "dosage", "value": 81, "unit": "mg",
        "confidence": 0.9, "tier": "observational", "lifecycle": "proposed", "epoch": "census-2025", "source": None,
        "author": sample.alice.public.hex(), "author_label": sample.alice.public.hex()[:12], "time": row["time"],
        "note": None,
    }  # fmt: skip
    assert str(row["time"]).startswith("2026-01-01T")


def test_sources_have_names_and_references_a_mark(sample: Sample) -> None:
    found = rows(sample, Wanted(predicate="capital"))
    assert {row["source"] for row in found} == {"factbook"}
    assert found[0]["value"] == "ref:city/as"


def test_a_source_that_is_not_here(own_sample: Sample) -> None:
    with own_sample.open() as repository:
        repository.add([assertion(ALICE, "a", "b", True, source="ab" * 32)], ALICE)
        (row,) = csv.rows(repository, Wanted(subject="a"))
    assert (row["source"], row["value"]) == ("ab" * 32, True)


def test_only_claims_oldest_first(sample: Sample) -> None:
    with sample.open() as repository, repository.snapshot() as view:
        records = [view.record(seq) for seq in range(1, view.count + 1)]
    expected = [record.id.hex() for record in records if b'"kind":"assertion"' in (record.payload or b"")]
    assert [row["id"] for row in rows(sample, Wanted())] == expected
    assert rows(sample, Wanted(kind="vote")) == []
