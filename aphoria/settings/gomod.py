"""go.mod: ``("require", MODULE)`` and its version, ``("go",)``, ``("replace", MODULE)`` and what stands for it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from aphoria.pattern import later
from aphoria.setting import MAX_SETTINGS, Setting

if TYPE_CHECKING:
    from aphoria.source import Source

_WORDS = frozenset({"require", "replace", "exclude", "retract", "tool"})
_COMMENT = later(r"//.*")


def read(source: Source) -> Iterator[Setting]:
    """See ``setting.py``."""
    block = ""
    for number, line in enumerate(source.data.decode("utf-8", "replace").splitlines()[: 4 * MAX_SETTINGS], 1):
        words = _COMMENT.sub("", line).split()
        if not words:
            continue
        if len(words) == 2 and words[1] == "(":
            block = words[0]
        elif words == [")"]:
            block = ""
        elif block:
            yield from _setting(block, words, number)
        elif words[0] in _WORDS and len(words) > 2:
            yield from _setting(words[0], words[1:], number)
        elif len(words) == 2:
            yield Setting((words[0],), words[1], number, number)


def _setting(word: str, words: list[str], number: int) -> Iterator[Setting]:
    if word in _WORDS and len(words) > 1:
        yield Setting((word, words[0]), " ".join(words[1:]).removeprefix("=> "), number, number)
