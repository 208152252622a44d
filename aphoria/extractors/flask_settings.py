"""Settings of Flask: cookies of its sessions, sizes, test mode, templates."""

from __future__ import annotations

from collections.abc import Iterator

from aphoria.extractor import Found, Observes, found_between
from aphoria.source import Source
from aphoria.syntax.options import options_of

LANGUAGES = ("python",)
_SETTINGS = {
    "SESSION_COOKIE_SECURE": ("cookie/secure", "set", ""),
    "SESSION_COOKIE_HTTPONLY": ("cookie/httponly", "set", ""),
    "SESSION_COOKIE_SAMESITE": ("cookie/samesite", "set", ""),
    "REMEMBER_COOKIE_SECURE": ("cookie/secure", "set", ""),
    "REMEMBER_COOKIE_HTTPONLY": ("cookie/httponly", "set", ""),
    "PERMANENT_SESSION_LIFETIME": ("session/age", "seconds", "s"),
    "MAX_CONTENT_LENGTH": ("limit/max_content_length", "value", "byte"),
    "TESTING": ("testing/mode", "enabled", ""),
    "PROPAGATE_EXCEPTIONS": ("error/trace", "shown", ""),
    "TEMPLATES_AUTO_RELOAD": ("template/reload", "enabled", ""),
}
HINTS = (rb"(?i)\bflask\b",)
OBSERVES = tuple(
    Observes(
        about,
        predicate,
        f"the value of {' or '.join(name for name, its in _SETTINGS.items() if its == (about, predicate, unit))}",
    )
    for about, predicate, unit in dict.fromkeys(_SETTINGS.values())
)
VERSION = 2


def extract(source: Source) -> Iterator[Found]:
    """See the module. A file of settings that does not speak of Flask is not known to be one of it."""
    if b"flask" not in source.data.lower():
        return
    for name, value, span in options_of(source, _SETTINGS):
        about, predicate, unit = _SETTINGS[name]
        shown = value.lower() if isinstance(value, str) else value
        yield found_between(source, span, about, predicate, shown, unit=unit)
