"""INI files and Java properties: a section, keys, values; a line that is indented goes on with the value before it.

The dots of a property part its key.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from aphoria.pattern import later
from aphoria.setting import MAX_SETTINGS, MAX_TEXT, Setting, scalar

if TYPE_CHECKING:
    from aphoria.source import Source

_SECTION = later(r"\[([^\]\n]{1,200})\]")
_PAIR = later(r"([^=:\s\[\]{}][^=:{}]{0,200}?)\s*[=:]\s*(.*)")
_COMMENTS = ("#", ";", "!")
_BEHIND = later(r"\s[#;].*")


def read(source: Source) -> Iterator[Setting]:
    """See ``setting.py``."""
    properties = source.path.endswith(".properties")
    section: tuple[str, ...] = ()
    pending: list[Setting] = []
    count = 0
    for number, line in enumerate(source.data.decode("utf-8", "replace").splitlines(), 1):
        text = line.strip()
        if not text or text.startswith(_COMMENTS):
            continue
        if pending and (line[0] in " \t" or str(pending[0].value).endswith("\\")):
            pending[0] = _longer(pending[0], text, number)
            continue
        yield from pending
        count += len(pending)
        pending.clear()
        if count >= MAX_SETTINGS:
            return
        section, setting = _line(text, section, number, properties=properties)
        pending += setting
    yield from pending


def _line(
    text: str, section: tuple[str, ...], number: int, *, properties: bool
) -> tuple[tuple[str, ...], list[Setting]]:
    heading = None if properties else _SECTION.match(text)
    if heading:
        return (heading[1].strip(),), []
    pair = _PAIR.fullmatch(text)
    if not pair:
        return section, []
    key = tuple(pair[1].split(".")) if properties else (*section, pair[1])
    value = pair[2] if properties else _BEHIND.sub("", pair[2])
    return section, [Setting(key, scalar(_unquoted(value.strip())), number, number)]


def _longer(setting: Setting, text: str, number: int) -> Setting:
    before = "" if setting.value is None else str(setting.value).removesuffix("\\")
    joined = f"{before}\n{text}".strip()[:MAX_TEXT]
    return Setting(setting.key, joined, setting.line, number)


def _unquoted(text: str) -> str:
    return text[1:-1] if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'" else text
