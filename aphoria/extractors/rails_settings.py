"""The YAML files of a Rails application: databases, secrets, cables, storage."""

from __future__ import annotations

from collections.abc import Iterator

from aphoria.extractor import Found, Observes, found_setting
from aphoria.setting import Setting
from aphoria.source import Source
from aphoria.syntax.secrets import kind_of

LANGUAGES = ("yaml",)
HINTS = (rb"(?m)^(?:production|default|development|shared|amazon|google|test):",)
OBSERVES = (
    Observes("pool/size", "maximum", "connections to the database"),
    Observes("database/timeout", "milliseconds", "how long a busy database is waited for"),
    Observes("database/adapter", "used", "the kind of database in production"),
    Observes("secret/*", "hardcoded", "true where a secret of production stands in the file"),
    Observes("cable/adapter", "used", "what carries messages in production"),
    Observes("storage/bucket", "public", "whether everybody can read what is stored"),
)
VERSION = 1

_FILES = ("database.yml", "secrets.yml", "cable.yml", "storage.yml")
_PLACEHOLDERS = ("<%", "${", "{{")


def extract(source: Source) -> Iterator[Found]:
    """See the module."""
    name = source.path.rpartition("/")[2]
    if name not in _FILES:
        return
    for one in source.settings:
        if len(one.key) < 2 or one.key[0] in {"development", "test"} or one.value is None:
            continue
        kind = "secret-key" if one.name == "secret_key_base" else kind_of(one.name)
        if kind and isinstance(one.value, str) and one.value and not any(mark in one.value for mark in _PLACEHOLDERS):
            yield found_setting(one, f"secret/{kind}", "hardcoded", True, masked=True)
        else:
            yield from _setting(name, one)


def _setting(file: str, one: Setting) -> Iterator[Found]:
    number = isinstance(one.value, int) and not isinstance(one.value, bool)
    if file == "database.yml" and one.name == "pool" and number:
        yield found_setting(one, "pool/size", "maximum", one.value or 0)
    elif file == "database.yml" and one.name == "timeout" and number:
        yield found_setting(one, "database/timeout", "milliseconds", one.value or 0, unit="ms")
    elif file in {"database.yml", "cable.yml"} and one.name == "adapter" and one.key[0] == "production":
        yield found_setting(one, f"{file[:-4]}/adapter", "used", str(one.value))
    elif file == "storage.yml" and one.name == "public" and isinstance(one.value, bool):
        yield found_setting(one, "storage/bucket", "public", one.value)
