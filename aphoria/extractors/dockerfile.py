"""Container images: as whom they run, what they are built on, what they fetch."""

from __future__ import annotations

import re
from collections.abc import Iterator

from aphoria.extractor import Found, Observes, found_setting
from aphoria.pattern import later
from aphoria.setting import Setting
from aphoria.source import Source

LANGUAGES = ("dockerfile",)
HINTS = (rb"(?im)^\s*FROM\b", rb"(?im)^\s*USER\b", rb"(?im)^\s*ADD\b")
OBSERVES = (
    Observes("container/user", "set", "the user of the last stage, root where none is set"),
    Observes("container/base", "pinned", "whether a base image is named with a version other than latest, or a digest"),
    Observes("container/base", "digest", "whether a base image is named with its digest"),
    Observes("container/download", "verified", "false where ADD fetches an address without a checksum"),
    Observes("container/pipe", "executed", "true where what is downloaded goes straight into a shell"),
)
VERSION = 1

_STAGE = later(r"(?:--platform=\S+\s+)?(\S+)(?:\s+(?i:AS)\s+(\S+))?")
_PIPED = later(r"\b(?:curl|wget)\b[^|;&]*\|\s*(?:sudo\s+)?(?:ba|z|da)?sh\b")


def extract(source: Source) -> Iterator[Found]:
    """See the module."""
    stages: set[str] = set()
    user: Setting | None = None
    last: Setting | None = None
    for one in source.settings:
        value = str(one.value)
        if one.key == ("from",):
            user, last = None, one
            yield from _base(one, value, stages)
        elif one.key == ("user",):
            user = one
        elif one.key == ("add",) and re.search(r"https?://", value) and "--checksum=" not in value:
            yield found_setting(one, "container/download", "verified", False)
        elif one.key == ("run",) and _PIPED.search(value):
            yield found_setting(one, "container/pipe", "executed", True)
    if user is not None:
        yield found_setting(user, "container/user", "set", str(user.value).partition(":")[0])
    elif last is not None and str(last.value).strip().lower() != "scratch":
        yield found_setting(last, "container/user", "set", "root", confidence=0.85)


def _base(setting: Setting, value: str, stages: set[str]) -> Iterator[Found]:
    found = _STAGE.match(value)
    if not found:
        return
    image = found[1]
    if image not in stages and image != "scratch" and "$" not in image:
        tag = image.rpartition("/")[2].partition("@")[0].partition(":")[2]
        digest = "@sha256:" in image
        yield found_setting(setting, "container/base", "pinned", digest or tag not in {"", "latest"})
        yield found_setting(setting, "container/base", "digest", digest)
    if found[2]:
        stages.add(found[2])
