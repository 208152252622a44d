"""Extractors, their tests and their problems, as rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from aphoria.declarative import language_names
from steme_cli import output
from steme_cli.render import figures
from steme_cli.render.column import Column
from steme_cli.render.record import record
from steme_cli.render.rows import rows
from steme_cli.render.text import safe

if TYPE_CHECKING:
    from aphoria.declarative import Declared
    from aphoria.declaring.cases import Outcome
    from aphoria.declaring.validating import Problem
    from aphoria.extractor import Extractor, Found

_LIST = (Column("name"), Column("origin"), Column("languages"), Column("summary"))
_PROBLEMS = (Column("file"), Column("severity"), Column("problem"))
_TESTS = (Column("extractor"), Column("test"), Column("passed"), Column("why"))
_FOUND = (
    Column("line", right=True),
    Column("about"),
    Column("predicate"),
    Column("value"),
    Column("unit"),
    Column("text"),
)


def write_list(every: Iterable[tuple[Extractor, str]], format: str | None) -> None:
    """Write a row for each extractor."""
    rows("aphoria.extractors", _LIST, (_facts(one, file) for one, file in every), format=format)


def write_one(one: Extractor, file: str, format: str | None) -> None:
    """Write one extractor with all that it can observe."""
    facts = {**_facts(one, file), "version": one.version, "hints": [hint.decode() for hint in one.hints]}
    observes = "; ".join(f"{each.about} {each.predicate}: {each.what}" for each in one.observes)
    record("aphoria.extractor", facts, format=format, human={"observes": observes})


def _facts(one: Extractor, file: str) -> dict[str, object]:
    return {
        "name": one.name,
        "origin": file or "aphoria",
        "summary": one.summary,
        "languages": language_names(one),
        "observes": [f"{each.about} {each.predicate}" for each in one.observes],
        "on_demand": one.on_demand,
    }


def write_tests(tried: Sequence[tuple[Declared, Sequence[Outcome]]], format: str | None) -> None:
    """Write a row for each test, and for people below it what was missing and what was too much."""
    told = [(one.extractor.name, number, each) for one, outcomes in tried for number, each in enumerate(outcomes, 1)]
    rows("aphoria.extractor_tests", _TESTS, (_test(*one) for one in told), format=format)
    if format in (None, "table"):
        for name, number, each in told:
            lines = [("missing", row) for row in each.missing] + [("not wanted", row) for row in each.extra]
            output.write("".join(f"{name} {number}: {word}: {safe(list(row))}\n" for word, row in lines))
        failed = sum(not each.passed for _, _, each in told)
        output.note(f"{figures.counted(len(told), 'test')}, {failed} failed" if told else "there is no test")


def _test(name: str, number: int, one: Outcome) -> dict[str, object]:
    return {
        "extractor": name,
        "test": number,
        "passed": one.passed,
        "why": one.case.why,
        "missing": [list(row) for row in one.missing],
        "extra": [list(row) for row in one.extra],
    }


def write_found(found: Iterable[Found], format: str | None) -> None:
    """Write a row for everything that was found in a file."""
    told = (
        {
            "line": one.lines[0],
            "about": one.about,
            "predicate": one.predicate,
            "value": one.value,
            "unit": one.unit or None,
            "confidence": one.confidence,
            "text": one.text,
        }
        for one in found
    )
    rows("aphoria.extractor_found", _FOUND, told, format=format)


def write_problems(found: Sequence[Problem], count: int, format: str | None) -> None:
    """Write a row for each problem."""
    told = ({"file": one.file, "name": one.name, "severity": one.severity, "problem": one.text} for one in found)
    rows("aphoria.extractor_problems", _PROBLEMS, told, format=format)
    if format in (None, "table"):
        fine = f"{figures.counted(count, 'extractor')} of your own, and nothing is the matter"
        output.note(figures.counted(len(found), "problem") if found else fine)
