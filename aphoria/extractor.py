"""What an extractor is: it looks at one file and tells what the code does about its topic.

``extractors/`` holds one file for each and nothing else. Such a file has a docstring whose first line says what is
observed, and

- ``LANGUAGES``: names or families of languages;
- ``HINTS``: patterns in RE2's syntax, at least one of which matches in every file that is worth a look; none at all
  means every file of its languages;
- ``OBSERVES``: what it may observe, so that somebody can be told whether a claim can be checked;
- ``ON_DEMAND = True`` where there is so much to observe (every function of a project) that it is only looked for when
  a claim is about it; left out otherwise;
- ``VERSION``, raised with every change of what it finds, because results are cached;
- ``extract(source)``, which yields ``Found`` in any order, does no I/O and keeps nothing between two calls.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from aphoria import members
from aphoria.observation import Value
from aphoria.syntax import secrets

if TYPE_CHECKING:
    from tree_sitter import Node

    from aphoria.language import Language
    from aphoria.setting import Setting
    from aphoria.source import Source

MAX_TEXT = 160
"""Characters of matched text that are kept."""

_SECRETIVE = ("://", '"', "'", "`")
"""Without one of these a text holds no secret that could be told from the rest."""

MASKED = secrets.MASKED
"""Stands for the text of a secret."""


@dataclass(frozen=True, slots=True)
class Observes:
    """One thing that can be observed: ``topic/leaf`` (``*`` where it depends on the code), a predicate, its meaning."""

    about: str
    predicate: str
    what: str

    def covers(self, about: str, predicate: str) -> bool:
        """Whether this declares an observation."""
        mine, theirs = self.about.split("/"), about.split("/")
        if self.predicate not in (predicate, "*") or (mine[-1] != "**" and len(mine) != len(theirs)):
            return False
        return all(one in ("*", "**", other) for one, other in zip(mine, theirs, strict=False))


@dataclass(frozen=True, slots=True)
class Found:
    """What an extractor found at ``lines`` (first and last, from 1). ``text`` is shown to people: ``MASKED`` for a
    secret.
    """

    about: str
    predicate: str
    value: Value
    lines: tuple[int, int]
    text: str
    unit: str = ""
    confidence: float = 1.0


def found_at(
    source: Source, node: Node, about: str, predicate: str, value: Value, *, unit: str = "", confidence: float = 1.0
) -> Found:
    """A ``Found`` for a node, with its lines and its text, in which secrets are masked."""
    text = source.data[node.start_byte : min(node.end_byte, node.start_byte + 4 * MAX_TEXT)].decode("utf-8", "replace")
    lines = (node.start_point[0] + 1, node.end_point[0] + 1)
    shown = secrets.masked(" ".join(text.split()))
    return Found(about, predicate, value, lines, shown[:MAX_TEXT], unit, confidence)


def found_between(
    source: Source, span: tuple[int, int], about: str, predicate: str, value: Value, *, unit: str = "",
    confidence: float = 1.0,
) -> Found:  # fmt: skip
    """A ``Found`` for bytes from and up to an offset, for extractors that need no tree."""
    start, end = span
    text = source.data[start : min(end, start + 2 * MAX_TEXT)].decode("utf-8", "replace")
    lines = (source.line_of(start), source.line_of(max(start, end - 1)))
    shown = secrets.masked(" ".join(text.split()))
    return Found(about, predicate, value, lines, shown[:MAX_TEXT], unit, confidence)


def found_setting(
    setting: Setting, about: str, predicate: str, value: Value, *, unit: str = "", confidence: float = 1.0,
    masked: bool = False,
) -> Found:  # fmt: skip
    """A ``Found`` for a setting of a configuration file; ``masked`` hides its value."""
    shown = MASKED if masked else secrets.masked(" ".join(str(setting.value)[: 2 * MAX_TEXT].split()))
    text = f"{'.'.join(setting.key)[:MAX_TEXT]} = {shown}"[:MAX_TEXT]
    return Found(about, predicate, value, (setting.line, setting.end_line), text, unit, confidence)


def _without_secret(found: Found) -> Found:
    """The same with secrets masked in a value that is a text, such as a signature with its defaults or an address."""
    if not isinstance(found.value, str) or not any(mark in found.value for mark in _SECRETIVE):
        return found
    shown = secrets.masked(found.value)
    return found if shown == found.value else replace(found, value=shown)


@dataclass(frozen=True, slots=True)
class Extractor:
    """An extractor as the pipeline uses it."""

    name: str
    summary: str
    languages: frozenset[str]
    hints: tuple[bytes, ...]
    observes: tuple[Observes, ...]
    version: int
    extract: Callable[[Source], Iterator[Found]]
    on_demand: bool = False

    def reads(self, language: Language) -> bool:
        """Whether files of a language concern it."""
        return language.name in self.languages or language.family in self.languages

    def checked(self, source: Source) -> list[Found]:
        """What it finds in one file. Raises ValueError for what it has not declared."""
        every = [_without_secret(found) for found in self.extract(source)]
        for found in every:
            if not any(one.covers(found.about, found.predicate) for one in self.observes):
                raise ValueError(f"the extractor {self.name} does not declare {found.about} {found.predicate}")
        return every


def _load(name: str) -> Extractor:
    module = members.load("extractors", name)
    return Extractor(
        name=name,
        summary=members.summary(module),
        languages=frozenset(module.LANGUAGES),
        hints=tuple(module.HINTS),
        observes=tuple(module.OBSERVES),
        version=module.VERSION,
        extract=module.extract,
        on_demand=getattr(module, "ON_DEMAND", False),
    )


@cache
def shipped() -> dict[str, Extractor]:
    """The extractors that come with the linter, by name."""
    return {name: _load(name) for name in members.names("extractors")}


def usual() -> dict[str, Extractor]:
    """The shipped extractors that look whenever a tree is scanned: all but those on demand."""
    return {name: one for name, one in shipped().items() if not one.on_demand}
