"""Tests that stand in the files they test are no part of the program."""

from __future__ import annotations

from aphoria.extractor import shipped
from aphoria.inline_tests import inline_tests
from aphoria.language import known
from aphoria.looking import Looking
from aphoria.source import Source

CODE = b"""fn program() { count.load(Ordering::SeqCst); }

#[cfg(test)]
#[allow(dead_code)]
mod tests {
    fn check() { count.load(Ordering::Relaxed); }
}

#[tokio::test]
async fn check() { count.load(Ordering::Relaxed); }

fn more() { count.load(Ordering::Acquire); }
"""


def _source(name: str, code: bytes) -> Source:
    return Source(f"file{known()[name].suffixes[0]}", code, known()[name], "project", ("file",))


def test_modules_and_functions_for_tests_are_known_from_their_attribute_to_their_end() -> None:
    assert inline_tests(_source("rust", CODE)) == [(3, 7), (9, 10)]


def test_other_languages_have_none() -> None:
    assert inline_tests(_source("go", CODE)) == []


def test_what_is_found_in_them_is_left_out() -> None:
    looking = Looking({"memory_ordering": shipped()["memory_ordering"]})
    source = _source("rust", CODE)
    results = looking.results(source, looking.candidates(source.data, source.language))
    assert [[found.value for found in each] for _, each in results] == [["SeqCst", "Acquire"]]
