"""Files of requirements for pip: a setting for every requirement, its specifier the value, "" for any version."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from aphoria.pattern import later
from aphoria.setting import MAX_SETTINGS, Setting

if TYPE_CHECKING:
    from aphoria.source import Source

_REQUIREMENT = later(
    r"\s*([A-Za-z0-9][\w.-]{0,100})\s*(?:\[[^\]\n]{0,200}\])?\s*\(?((?:[=<>!~]{1,3}\s*[\w.*+!-]+[,\s]*){0,8})"
    r"\s*\)?\s*(?:[;#\\].*|--hash.*)?"
)


def read(source: Source) -> Iterator[Setting]:
    """See ``setting.py``."""
    for number, line in enumerate(source.data.decode("utf-8", "replace").splitlines()[: 8 * MAX_SETTINGS], 1):
        found = _REQUIREMENT.fullmatch(line[:1_000])
        if found:
            yield Setting((found[1],), "".join(found[2].split()).rstrip(","), number, number)
