"""An observation: what code does, at one place, as an extractor found it."""

from __future__ import annotations

from dataclasses import dataclass

Value = bool | float | int | str
"""What is observed: a truth value, a number (with a unit beside it) or a text."""

SURE = 0.9
"""From this confidence on an observation is of tier *community*, below it *anecdotal*."""

DOUBTFUL = 0.35
"""The confidence where the text alone cannot tell: enough for a note, not for a finding that fails a build."""

SCHEME = "code"


@dataclass(frozen=True, slots=True, order=True)
class Observation:
    """One finding. Sorts by file, line and path, so that every run tells the same in the same order.

    ``path`` is a concept path, ``code://LANGUAGE/PROJECT/MODULE.../TOPIC/LEAF``; ``line`` and ``end_line`` count from
    1, both included; ``text`` is the matched text, shortened, and never that of a secret.
    """

    file: str
    line: int
    path: str
    predicate: str
    value: Value
    unit: str = ""
    end_line: int = 0
    text: str = ""
    confidence: float = 1.0
    extractor: str = ""

    @property
    def tier(self) -> int:
        """4 (community) or 5 (anecdotal), by the confidence."""
        return 4 if self.confidence >= SURE else 5


def concept_path(language: str, project: str, module: tuple[str, ...], about: str) -> str:
    """The path of an observation about ``about`` (``topic/leaf``) in a module of a project."""
    return f"{SCHEME}://" + "/".join((language, project, *module, about))
