"""One pass over a file that says which extractors have to look at it: all their hints as one RE2 automaton.

RE2 never backtracks, so neither a strange file nor a strange pattern can make this slow.
"""

from __future__ import annotations

from collections.abc import Iterable

import re2

from aphoria.extractor import Extractor
from aphoria.language import Language
from aphoria.linear import options

_MEMORY = 64 << 20
"""Bytes for the automaton of one language; it grows with use and is thrown away when this is full."""


class Prefilter:
    """The hints of the extractors for one language."""

    def __init__(self, language: Language, extractors: Iterable[Extractor]) -> None:
        mine = [one for one in extractors if one.reads(language)]
        self._always = [one for one in mine if not one.hints]
        self._owners: list[Extractor] = []
        self._set = re2.Set.SearchSet(options(_MEMORY))
        for one in mine:
            for hint in one.hints:
                self._set.Add(hint)
                self._owners.append(one)
        if self._owners:
            self._set.Compile()

    def candidates(self, data: bytes) -> list[Extractor]:
        """The extractors that have to look at a file, by name."""
        matched = {self._owners[number].name: self._owners[number] for number in self._matches(data)}
        for one in self._always:
            matched[one.name] = one
        return [matched[name] for name in sorted(matched)]

    def _matches(self, data: bytes) -> Iterable[int]:
        return (self._set.Match(data) or ()) if self._owners else ()
