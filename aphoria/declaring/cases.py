"""The tests in an extractor's file: code, and what has to be found in it, in the form of our own extractors' cases."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from aphoria.language import language_of
from aphoria.project import module_of
from aphoria.source import Source
from repo_format.errors import InvalidInput, shown

if TYPE_CHECKING:
    from aphoria.extractor import Extractor

FIELDS = ("file", "why", "code", "found")
MAX_CASES = 100
_PARTS = 4


@dataclass(frozen=True, slots=True)
class Case:
    """``found`` is a list of [about, predicate, value, line]."""

    file: str
    why: str
    code: str
    found: tuple[tuple[object, ...], ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a case: what was wanted and not found, and what was found and not wanted."""

    case: Case
    missing: tuple[tuple[object, ...], ...]
    extra: tuple[tuple[object, ...], ...]

    @property
    def passed(self) -> bool:
        """Whether all of it is as the case says."""
        return not (self.missing or self.extra)


def cases_of(tables: Any) -> tuple[Case, ...]:
    """The cases in the ``test`` tables of a file. Raises InvalidInput."""
    if not isinstance(tables, list) or len(tables) > MAX_CASES:
        raise InvalidInput("test", f"is not a list of at most {MAX_CASES} tables [[test]]")
    return tuple(_case(table) for table in tables)


def _case(table: Any) -> Case:
    if not isinstance(table, Mapping) or sorted(table) != sorted(FIELDS):
        raise InvalidInput("test", f"needs {', '.join(FIELDS)} and nothing else")
    if not all(isinstance(table[name], str) and table[name] for name in FIELDS[:3]):
        raise InvalidInput("test", "has a file, why or code that is no text")
    if language_of(table["file"].rpartition("/")[2]) is None:
        raise InvalidInput("test", f"{shown(table['file'])} is of no language of ours")
    rows = table["found"]
    if not isinstance(rows, list) or not all(isinstance(row, list) and len(row) == _PARTS for row in rows):
        raise InvalidInput("test", "has a `found` that is not a list of [about, predicate, value, line]")
    return Case(table["file"], table["why"], table["code"], tuple(tuple(row) for row in rows))


def outcome(extractor: Extractor, case: Case) -> Outcome:
    """Try one case."""
    language = language_of(case.file.rpartition("/")[2])
    seen: list[tuple[object, ...]] = []
    if language is not None and extractor.reads(language):
        source = Source(case.file, case.code.encode(), language, "project", module_of(case.file))
        seen = [(one.about, one.predicate, one.value, one.lines[0]) for one in extractor.checked(source)]
    wanted = list(case.found)
    return Outcome(case, _without(wanted, seen), _without(seen, wanted))


def _without(these: list[tuple[object, ...]], those: list[tuple[object, ...]]) -> tuple[tuple[object, ...], ...]:
    """What is in the first list and not in the second, each as often as it is more. ``true`` is not 1."""
    left = [repr(one) for one in those]
    rest = []
    for one in these:
        if repr(one) in left:
            left.remove(repr(one))
        else:
            rest.append(one)
    return tuple(rest)
