"""Files of environment variables."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from aphoria.pattern import later
from aphoria.setting import MAX_SETTINGS, MAX_TEXT, Setting, scalar

if TYPE_CHECKING:
    from aphoria.source import Source

_PAIR = later(r"\s*(?:export\s+)?([A-Za-z_][\w.-]{0,200})\s*=\s*(.*)")
_BEHIND = later(r"\s+#.*")


def read(source: Source) -> Iterator[Setting]:
    """See ``setting.py``."""
    for number, line in enumerate(source.data.decode("utf-8", "replace").splitlines()[: 4 * MAX_SETTINGS], 1):
        pair = _PAIR.fullmatch(line)
        if not pair:
            continue
        value = pair[2].strip()
        if value[:1] in {'"', "'"}:
            closing = value.find(value[0], 1)
            yield Setting((pair[1],), value[1 : closing if closing > 0 else None][:MAX_TEXT], number, number)
        else:
            yield Setting((pair[1],), scalar(_BEHIND.sub("", value)), number, number)
