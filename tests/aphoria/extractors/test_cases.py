"""Every extractor against its cases: what it finds, and what it does not, each with the reason."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from aphoria.extractor import Extractor, shipped
from aphoria.language import known, language_of
from aphoria.prefilter import Prefilter
from aphoria.source import Source

CASES = Path(__file__).parent / "cases"


def _cases(name: str) -> list[dict[str, Any]]:
    cases: list[dict[str, Any]] = tomllib.loads((CASES / f"{name}.toml").read_text())["case"]
    return cases


ALL = [(name, number, case) for name in shipped() for number, case in enumerate(_cases(name))]


def _source(case: dict[str, Any]) -> Source:
    path = Path(case["file"])
    language = language_of(path.name)
    assert language is not None, f"no language reads {path}"
    module = tuple(part for part in path.with_suffix("").parts)
    return Source(str(path), case["code"].encode(), language, "project", module)


def _found(extractor: Extractor, source: Source) -> list[list[object]]:
    return sorted(([one.about, one.predicate, one.value, one.lines[0]] for one in extractor.checked(source)), key=str)


@pytest.mark.parametrize(("name", "number", "case"), ALL, ids=[f"{name}-{number}" for name, number, _ in ALL])
def test_it_finds_what_is_there_and_nothing_else(name: str, number: int, case: dict[str, Any]) -> None:
    extractor, source = shipped()[name], _source(case)
    assert case["why"]
    assert extractor.reads(source.language)
    assert _found(extractor, source) == sorted(case["found"], key=str)
    if case["found"]:
        candidates = Prefilter(source.language, [extractor]).candidates(source.data)
        assert candidates == [extractor], "a hint must match wherever something is found"


@pytest.mark.parametrize("name", shipped())
def test_every_extractor_has_cases_for_and_against(name: str) -> None:
    cases, extractor = _cases(name), shipped()[name]
    found, nothing = [one for one in cases if one["found"]], [one for one in cases if not one["found"]]
    assert found
    assert nothing
    tried = {language.name for one in found if (language := language_of(Path(one["file"]).name))}
    families = {known()[one].family or one for one in tried} | tried
    assert extractor.languages <= families, "each of its languages needs a case in which something is found"


@pytest.mark.parametrize("name", shipped())
def test_it_says_what_it_is(name: str) -> None:
    extractor = shipped()[name]
    assert 10 < len(extractor.summary) < 100
    assert extractor.observes
    assert extractor.version >= 1


def test_there_is_no_case_file_without_an_extractor() -> None:
    assert {path.stem for path in CASES.glob("*.toml")} == set(shipped())
