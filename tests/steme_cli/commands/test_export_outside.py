"""`steme export` in forms for other programs; what stands in them is tested in tests/steme/exports/."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Finished
from tests.sample import COUNTRIES, Sample

Here = Callable[..., Finished]


def test_prov(here: Here, sample: Sample, tmp_path: Path) -> None:
    done = here("export", "--to", "prov", "--subject", "drug/aspirin", "--predicate", "dosage")
    assert (done.status, done.stderr) == (0, "")
    document = json.loads(done.stdout)
    assert f"object:{sample.ids['dosage']}" in document["entity"]
    assert f"object:{sample.ids['vote']}" in document["entity"]
    path = tmp_path / "drugs.json"
    assert (
        here("export", "--to", "prov", "--subject", "drug/aspirin", "--predicate", "dosage", "-o", str(path)).status
        == 0
    )
    assert path.read_text() == done.stdout


def test_nanopub(here: Here) -> None:
    done = here("export", "--to", "nanopub", "--subject", "country/", "--author", "bob")
    assert (done.status, done.stderr) == (0, "")
    assert done.stdout.count(" a np:Nanopublication ;") == len(COUNTRIES)
    assert "\u200b" not in done.stdout


def test_claimreview(here: Here, sample: Sample) -> None:
    done = here("export", "--to", "claimreview", "--subject", "drug/")
    assert (done.status, done.stderr) == (0, "")
    document = json.loads(done.stdout)
    assert document["@context"] == "https://schema.org"
    ratings = {one["url"].rpartition(":")[2]: one["reviewRating"]["ratingValue"] for one in document["@graph"]}
    assert ratings[sample.ids["dosage"]] == 0.5
    assert ratings[sample.ids["outcome"]] == 0
    assert ratings[sample.ids["vote"]] == -0.5


@pytest.mark.parametrize("form", ["prov", "nanopub", "claimreview"])
def test_nothing_fits(here: Here, form: str) -> None:
    done = here("export", "--to", form, "--subject", "no/such")
    assert (done.status, done.stderr) == (0, "")
    assert "no/such" not in done.stdout
