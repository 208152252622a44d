from __future__ import annotations

import pytest

from repo_format.errors import InvalidInput
from steme import export


def test_the_forms_are_the_files() -> None:
    assert export.forms() == ["claimreview", "csv", "jsonl", "nanopub", "prov"]


@pytest.mark.parametrize(
    ("to", "path", "form"),
    [
        (None, None, "jsonl"), (None, "a.csv", "csv"), (None, "a.jsonl", "jsonl"), (None, "a.txt", "jsonl"),
        ("csv", "a.jsonl", "csv"), ("jsonl", None, "jsonl"), (None, "a.csv/b", "jsonl"),
    ],
)  # fmt: skip
def test_which_form(to: str | None, path: str | None, form: str) -> None:
    assert export.form_of(to, path) == form


def test_a_form_that_there_is_not() -> None:
    with pytest.raises(
        InvalidInput, match="'xml' is not a form of export; there are claimreview, csv, jsonl, nanopub, prov"
    ):
        export.form_of("xml", None)
