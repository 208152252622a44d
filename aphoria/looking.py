"""Looking at one file: which extractors have reason to, and what they find."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from aphoria.cache import Results
from aphoria.extractor import Extractor, Found
from aphoria.inline_tests import inline_tests
from aphoria.language import Language, known
from aphoria.prefilter import Prefilter
from aphoria.source import Source


class Looking:
    """A set of extractors, ready for files of any language."""

    def __init__(self, extractors: Mapping[str, Extractor]) -> None:
        self._extractors = extractors
        self._prefilters: dict[str, Prefilter] = {}

    def candidates(self, data: bytes, language: Language) -> list[Extractor]:
        """The extractors that have to look at a file, by name."""
        if language.name not in self._prefilters:
            self._prefilters[language.name] = Prefilter(language, self._extractors.values())
        return self._prefilters[language.name].candidates(data)

    def results(self, source: Source, extractors: Iterable[Extractor]) -> Results:
        """What some extractors find in a file. Raises ValueError for an extractor that breaks its own word."""
        found = ((one.name, one.checked(source)) for one in extractors)
        results = [(name, each) for name, each in found if each]
        tests = inline_tests(source) if results else []
        return [(name, kept) for name, each in results if (kept := _outside(each, tests))]

    def results_of(self, task: Task) -> Results:
        """The same from the outside: candidates by the hints, then their results."""
        path, data, language_name, project, module = task
        language = known()[language_name]
        source = Source(path, data, language, project, module)
        return self.results(source, self.candidates(data, language))


def _outside(found: list[Found], tests: list[tuple[int, int]]) -> list[Found]:
    """What does not begin in the lines of tests: what they do on purpose says nothing about the program."""
    return [one for one in found if not any(first <= one.lines[0] <= last for first, last in tests)]


Task = tuple[str, bytes, str, str, tuple[str, ...]]
"""Path, content, name of the language, project, module: a file as it is handed to another process."""
