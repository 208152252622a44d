"""Every value of a configuration file under the way to it: ``config/server/port`` is 8080.

Left out are lock files, tables of dependencies, and lists from their 20th item on; what looks like a secret is masked.
A unit at the end of a key is the unit of its number.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from aphoria.extractor import MASKED, Found, Observes, found_setting
from aphoria.setting import Setting
from aphoria.source import Source
from aphoria.syntax.measure import unit_of
from aphoria.syntax.secrets import kind_of

LANGUAGES = ("yaml", "toml", "json", "ini", "env", "hcl", "dockerfile")
HINTS = ()
OBSERVES = (Observes("config/**", "value", "the value of a key: a number, a truth value or a text"),)
VERSION = 1

_MAX = 400
_MAX_LIST = 20
_MAX_VALUE = 300
_LOCKS = ("lock.json", ".lock", "npm-shrinkwrap.json", "lock.yaml", "lock.yml")
_MANIFESTS = ("package.json", "Cargo.toml", "Pipfile")
_ELSEWHERE = frozenset(
    {
        "dependencies", "devDependencies", "peerDependencies", "optionalDependencies", "dev-dependencies",
        "build-dependencies", "target", "packages", "dev-packages",
    }
)  # fmt: skip
"""Tables of dependencies, which the extractor dep_versions reads."""

_LEGAL = str.maketrans({"/": "-", "*": "-", "\n": " ", "\t": " "})


def extract(source: Source) -> Iterator[Found]:
    """See the module."""
    if source.path.endswith(_LOCKS):
        return
    lists: Counter[tuple[str, ...]] = Counter()
    count = 0
    for setting in source.settings:
        if count >= _MAX:
            return
        about = _about(setting)
        if source.path.endswith(_MANIFESTS) and _ELSEWHERE.intersection(setting.key[:1]):
            continue
        if setting.value is None or setting.value == "" or not about:
            continue
        if setting.name.isdecimal():
            lists[setting.key[:-1]] += 1
            if lists[setting.key[:-1]] > _MAX_LIST:
                continue
        count += 1
        yield _found(setting, about)


def _found(setting: Setting, about: str) -> Found:
    value = setting.value
    if value is None or (isinstance(value, str) and any(kind_of(part) for part in setting.key)):
        return found_setting(setting, about, "value", MASKED, masked=True)
    if isinstance(value, str):
        return found_setting(setting, about, "value", " ".join(value.split())[:_MAX_VALUE])
    number = not isinstance(value, bool)
    return found_setting(setting, about, "value", value, unit=unit_of(setting.name)[1] if number else "")


def _about(setting: Setting) -> str:
    parts = [part.translate(_LEGAL).strip() for part in setting.key]
    legal = all(part.isprintable() and part not in {"", ".", ".."} for part in parts)
    about = "/".join(("config", *parts))
    return about if legal and parts and len(about) <= 300 else ""
