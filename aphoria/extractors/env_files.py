"""Secrets that stand in files of environment variables; examples and placeholders are none."""

from __future__ import annotations

from collections.abc import Iterator

from aphoria.extractor import Found, Observes, found_setting
from aphoria.source import Source
from aphoria.syntax.secrets import kind_of, may_be_secret

LANGUAGES = ("env",)
HINTS = (rb"(?i)(?:pass|pwd|key|secret|token)\w*\s*=\s*\S",)
OBSERVES = (
    Observes("secret/*", "hardcoded", "true where a secret stands in the file: secret/password, secret/token ..."),
)
VERSION = 1

_EXAMPLES = ("example", "sample", "template", "dist", "defaults")


def extract(source: Source) -> Iterator[Found]:
    """See the module."""
    if any(word in source.path.rpartition("/")[2] for word in _EXAMPLES):
        return
    for one in source.settings:
        kind = kind_of(one.name)
        if kind and may_be_secret(str(one.value), kind):
            yield found_setting(one, f"secret/{kind}", "hardcoded", True, confidence=0.9, masked=True)
