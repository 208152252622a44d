from __future__ import annotations

import pytest

from repo_format.errors import InvalidInput
from steme import export


def test_the_forms_are_the_files() -> None:
    assert export.forms() == ["claimreview", "csv", "jsonl", "nanopub", "prov"]


@pytest.mark.parametrize(
    ("to", "path", "form"),
    [
        (None, None, "jsonl"), (None, "a.csv", "csv"), (None, "a.jsonl", "jsonl"), (None, "a", "jsonl"),
        ("csv", "a.jsonl", "csv"), ("jsonl", None, "jsonl"), (None, "a.csv/b", "jsonl"),
        (None, "a.CSV", "csv"), (None, "a.trig", "nanopub"), (None, "a.jsonld", "claimreview"), ("prov", "a.x", "prov"),
        (None, "claims-2026.11", "jsonl"),
    ],
)  # fmt: skip
def test_which_form(to: str | None, path: str | None, form: str) -> None:
    assert export.form_of(to, path) == form


@pytest.mark.parametrize("path", ["a.pdf", "a.txt", "a.json"])
def test_an_ending_that_means_no_form(path: str) -> None:
    with pytest.raises(InvalidInput, match=f"the ending of '{path}' names no form of export"):
        export.form_of(None, path)


def test_a_form_that_there_is_not() -> None:
    with pytest.raises(
        InvalidInput, match="'xml' is not a form of export; there are claimreview, csv, jsonl, nanopub, prov"
    ):
        export.form_of("xml", None)
