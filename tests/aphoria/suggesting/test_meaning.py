from __future__ import annotations

import pytest

from aphoria.extractor import shipped
from aphoria.policies.shipped import corpus
from aphoria.suggesting.meaning import Vocabulary
from aphoria.suggesting.sentences import sentences
from tests.aphoria.test_coverage import SEEN


@pytest.fixture(scope="module")
def words() -> Vocabulary:
    return Vocabulary(shipped().values(), SEEN, corpus().authorities, {"net", "net/client"})


def _fields(words: Vocabulary, text: str) -> dict[str, object] | None:
    (sentence,) = sentences("README.md", text)
    found = words.meaning(sentence)
    return None if found is None else {name: value for name, value in found.fields.items() if value is not None}


@pytest.mark.parametrize(
    ("text", "path", "predicate", "comparison", "value"),
    [
        ("Certificates of TLS peers MUST be verified.", "tls/certificate", "verified", "equals", True),
        ("A pool size MUST NOT exceed 1,000 connections.", "pool/size", "maximum", "at_most", 1000),
        ("MD5 MUST NEVER be used as a hash.", "crypto/hash", "used", "not_equals", "md5"),
        ("`net/client` MUST NOT import `flask.views`.", "net/client/imports/flask.views", "imported", "absent", None),
        ("We MUST NEVER import pickle.", "imports/pickle", "imported", "absent", None),
        ("Handlers MUST NEVER import pickle.", None, None, None, None),
    ],
)
def test_a_sentence_is_understood(
    words: Vocabulary, text: str, path: str | None, predicate: str, comparison: str, value: object
) -> None:
    wanted = {"path": path, "predicate": predicate, "comparison": comparison}
    if value is not None:
        wanted["value"] = value  # type: ignore[assignment]
    assert _fields(words, text) == (wanted if path else None)


@pytest.mark.parametrize(
    "text",
    ["Everybody SHOULD be nice.", "The certificate MUST hang on the wall.", "TLS MUST be discussed at least 2 times."],
)
def test_what_no_extractor_can_see_is_not_understood(words: Vocabulary, text: str) -> None:
    assert _fields(words, text) is None


def test_units_are_taken_over(words: Vocabulary) -> None:
    found = _fields(words, "An http timeout MUST be at most 30 seconds.")
    assert found == {"path": "http/timeout", "predicate": "seconds", "comparison": "at_most", "value": 30, "unit": "s"}
