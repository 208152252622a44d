from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repo_format import text, unicode14
from repo_format.errors import InvalidInput

SUBJECTS = json.loads((Path(__file__).parents[1] / "vectors" / "subjects" / "subjects.json").read_text())


@pytest.mark.parametrize("subject", SUBJECTS["accepted"])
def test_subjects_that_are_accepted(subject: str) -> None:
    text.check_subject(subject)
    text.check_subject(subject)  # now from memory


@pytest.mark.parametrize("subject", SUBJECTS["refused"])
def test_subjects_that_are_refused(subject: str) -> None:
    for _ in range(2):
        with pytest.raises(InvalidInput) as caught:
            text.check_subject(subject)
        assert caught.value.field == "subject"
        assert str(caught.value).isprintable()


@given(st.text(max_size=30))
def test_a_subject_is_what_the_grammar_says(candidate: str) -> None:
    assert _is_accepted(candidate) is _is_subject(candidate)


@given(st.text(alphabet="a/.: *R+", max_size=12))
def test_a_subject_of_awkward_characters_is_what_the_grammar_says(candidate: str) -> None:
    assert _is_accepted(candidate) is _is_subject(candidate)


def _is_accepted(candidate: str) -> bool:
    try:
        text.check_subject(candidate)
    except InvalidInput:
        return False
    return True


def _is_subject(candidate: str) -> bool:
    """The grammar of docs/format/identity.md again, segment by segment."""
    match = re.fullmatch(r"(?:([a-z][a-z0-9+.-]*)://)?(.*)", candidate, re.DOTALL)
    assert match is not None
    segments = match[2].split("/")
    invisible = re.compile(
        "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180d\u180f\u3164\uffa0\ufe00-\ufe0f\U000e0100-\U000e01ef]"
    )
    return (
        unicode14.is_printable(candidate)
        and unicode14.is_nfc(candidate)
        and not invisible.search(candidate)
        and "*" not in candidate
        and all(s not in ("", ".", "..") and s.strip(" ") == s for s in segments)
    )


@pytest.mark.parametrize("value", [None, 5, b"a", ["a"], True])
def test_what_is_no_text_is_refused(value: object) -> None:
    for check in (text.check_subject, text.check_predicate, text.check_name, text.check_path_pattern, text.check_url):
        with pytest.raises(InvalidInput, match="not a text"):
            check(value)


@pytest.mark.parametrize("predicate", ["risk", "max dose", "a.b", "x" * 100, "Höhe"])
def test_predicates_that_are_accepted(predicate: str) -> None:
    text.check_predicate(predicate)


@pytest.mark.parametrize("predicate", ["", "a/b", "*", "..", " a", "a ", "x" * 101, "a\n"])
def test_predicates_that_are_refused(predicate: str) -> None:
    with pytest.raises(InvalidInput):
        text.check_predicate(predicate)


@pytest.mark.parametrize("pattern", ["a", "*", "a/*/b", "code://*/x", "*/*"])
def test_patterns_that_are_accepted(pattern: str) -> None:
    text.check_path_pattern(pattern)


@pytest.mark.parametrize("pattern", ["", "a*", "a/b*/c", "**", "a//*", "*/"])
def test_patterns_that_are_refused(pattern: str) -> None:
    with pytest.raises(InvalidInput):
        text.check_path_pattern(pattern)


@pytest.mark.parametrize("prefix", ["drug", "drug/", "fda://", "fda://a/", "a/b"])
def test_subject_prefixes_that_are_accepted(prefix: str) -> None:
    text.check_subject_prefix(prefix)


@pytest.mark.parametrize("prefix", ["", "/", "drug//", "drug/*", "FDA://", "://", 5])
def test_subject_prefixes_that_are_refused(prefix: object) -> None:
    with pytest.raises(InvalidInput):
        text.check_subject_prefix(prefix)


@pytest.mark.parametrize("name", ["gaap-2024", "a/b", "mg/kg", "*", "World Health Organization"])
def test_names_that_are_accepted(name: str) -> None:
    text.check_name(name)


@pytest.mark.parametrize("name", ["", " a", "a ", "a\tb", "x" * 101, "a\u200b"])
def test_names_that_are_refused(name: str) -> None:
    with pytest.raises(InvalidInput):
        text.check_name(name)


@pytest.mark.parametrize("free", ["a", " a ", "a\nb\tc", "né", "👩\u200d🔬", "\U0001fae8", "a\u00a0b", "é" * 50])
def test_texts_that_are_accepted(free: str) -> None:
    text.check_text(free, "note", 100)


@pytest.mark.parametrize(
    ("free", "words"),
    [
        ("", "empty"), ("a" * 101, "101 bytes"), ("é" * 51, "102 bytes"), ("a\rb", r"U\+000D"), ("\x1b", r"U\+001B"),
        ("\x7f", r"U\+007F"), ("\x9b", r"U\+009B"), ("e\u0301", "form C"), ("\u202e", r"U\+202E"),
        ("\u2066", r"U\+2066"), ("\ufffe", r"U\+FFFE"), ("\U0010ffff", r"U\+10FFFF"), ("\ud800", "surrogate"),
        ("\0", r"U\+0000"),
    ],
)  # fmt: skip
def test_texts_that_are_refused(free: str, words: str) -> None:
    with pytest.raises(InvalidInput, match=words) as caught:
        text.check_text(free, "note", 100)
    assert caught.value.field == "note"


@pytest.mark.parametrize("slug", ["a", "wallet-seqcst-001", "1-2"])
def test_slugs_that_are_accepted(slug: str) -> None:
    text.check_slug(slug, "name", 100)


@pytest.mark.parametrize("slug", ["", "-a", "a-", "a--b", "A", "a_b", "é", "\u0661", "x" * 101])
def test_slugs_that_are_refused(slug: str) -> None:
    with pytest.raises(InvalidInput):
        text.check_slug(slug, "name", 100)


@pytest.mark.parametrize("url", ["https://example.org/a?b#c", "doi:10.1/x", "urn:isbn:1", "https://münchen.example/ä"])
def test_urls_that_are_accepted(url: str) -> None:
    text.check_url(url)


@pytest.mark.parametrize("url", ["", "example.org", "https:", ":x", "HTTP://a", "https://a b", "https://a\n"])
def test_urls_that_are_refused(url: str) -> None:
    with pytest.raises(InvalidInput):
        text.check_url(url)


def test_memory_of_good_texts_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text, "_REMEMBERED", 10)
    monkeypatch.setattr(text, "_known_subjects", set())
    for number in range(100):
        text.check_subject(f"bounded/{number}")
        assert len(text._known_subjects) <= 10
