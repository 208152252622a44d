"""Dockerfiles: a setting for every instruction, ``("run",)``, and one for every variable, ``("env", "NAME")``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from aphoria.pattern import later
from aphoria.setting import MAX_SETTINGS, MAX_TEXT, Setting

if TYPE_CHECKING:
    from aphoria.source import Source

_INSTRUCTION = later(r"\s*([A-Za-z]{2,20})(?:\s+(.*))?", re.DOTALL)
_VARIABLE = later(r"([\w.-]{1,200})=(\"(?:[^\"\\]|\\.)*+\"|'[^']*+'|\S*+)")
_HEREDOC = later(r"<<-?\s*[\"']?(\w+)[\"']?")
_PARTED = frozenset({"env", "arg", "label"})


def read(source: Source) -> Iterator[Setting]:
    """See ``setting.py``."""
    count = 0
    for first, last, text in _instructions(source.data.decode("utf-8", "replace").splitlines()):
        found = _INSTRUCTION.fullmatch(text)
        if not found:
            continue
        name, rest = found[1].lower(), (found[2] or "").strip()
        yield from _settings(name, rest, first, last)
        count += 1
        if count >= MAX_SETTINGS:
            return


def _settings(name: str, rest: str, first: int, last: int) -> Iterator[Setting]:
    variables = _VARIABLE.findall(rest) if name in _PARTED else []
    if name == "env" and not variables:
        variables = [tuple(rest.split(None, 1))] if len(rest.split(None, 1)) == 2 else []
    if variables:
        for key, value in variables[:MAX_SETTINGS]:
            yield Setting((name, key), value.strip("\"'")[:MAX_TEXT], first, last)
    else:
        yield Setting((name,), rest[:MAX_TEXT], first, last)


def _instructions(lines: list[str]) -> Iterator[tuple[int, int, str]]:
    """First line, last line and text of every instruction, its continued lines joined."""
    at, endless = 0, set[str]()
    while at < len(lines):
        first, parts = at, [""]
        while at < len(lines):
            line = lines[at].strip()
            at += 1
            if line.startswith("#") or not line:
                if len(parts) == 1:
                    break
                continue
            parts.append(line.removesuffix("\\").strip())
            if not line.endswith("\\"):
                break
        text = " ".join(parts).strip()
        if text:
            last = at
            at = _behind_heredoc(lines, at, text, endless)
            yield first + 1, max(last, at), text


def _behind_heredoc(lines: list[str], at: int, text: str, endless: set[str]) -> int:
    """The place behind a text that a heredoc brings; a word that never comes is looked for once."""
    word = _HEREDOC.search(text)
    if word is None or word[1] in endless:
        return at
    for place in range(at, len(lines)):
        if lines[place].strip() == word[1]:
            return place + 1
    endless.add(word[1])
    return at
