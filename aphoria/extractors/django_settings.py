"""Settings of Django that decide how safe a site is: hosts, cookies, redirects, headers."""

from __future__ import annotations

from collections.abc import Iterator

from aphoria.extractor import Found, Observes, found_between
from aphoria.source import Source
from aphoria.syntax.options import options_of

LANGUAGES = ("python",)
_SETTINGS = {
    "ALLOWED_HOSTS": ("host/name", "allowed"),
    "SESSION_COOKIE_SECURE": ("cookie/secure", "set"),
    "CSRF_COOKIE_SECURE": ("cookie/secure", "set"),
    "SESSION_COOKIE_HTTPONLY": ("cookie/httponly", "set"),
    "CSRF_COOKIE_HTTPONLY": ("csrf-cookie/httponly", "set"),
    "SESSION_COOKIE_SAMESITE": ("cookie/samesite", "set"),
    "CSRF_COOKIE_SAMESITE": ("cookie/samesite", "set"),
    "SESSION_COOKIE_AGE": ("session/age", "seconds"),
    "SECURE_SSL_REDIRECT": ("transport/redirect", "enabled"),
    "SECURE_HSTS_SECONDS": ("header/strict-transport-security", "seconds"),
    "SECURE_HSTS_INCLUDE_SUBDOMAINS": ("header/strict-transport-security", "subdomains"),
    "SECURE_CONTENT_TYPE_NOSNIFF": ("header/x-content-type-options", "set"),
    "X_FRAME_OPTIONS": ("header/x-frame-options", "set"),
    "SECURE_REFERRER_POLICY": ("header/referrer-policy", "set"),
    "SESSION_SERIALIZER": ("session/serializer", "used"),
}
_LISTS = ("ALLOWED_HOSTS",)
HINTS = (rb"\b(?:ALLOWED_HOSTS|SESSION_(?:COOKIE_\w+|SERIALIZER)|CSRF_COOKIE_\w+|SECURE_\w+|X_FRAME_OPTIONS)\b",)
OBSERVES = tuple(
    Observes(
        about,
        predicate,
        f"the value of {' and '.join(name for name, its in _SETTINGS.items() if its == (about, predicate))}",
    )
    for about, predicate in dict.fromkeys(_SETTINGS.values())
)
VERSION = 3


def extract(source: Source) -> Iterator[Found]:
    """See the module. Only modules of settings are looked at: elsewhere the same names are read, not set."""
    if b"django" not in source.data and "settings" not in source.path:
        return
    if b"from flask" in source.data or b"import flask" in source.data:
        return
    for name, value, span in options_of(source, _SETTINGS, lists=_LISTS):
        about, predicate = _SETTINGS[name]
        shown = value.lower() if isinstance(value, str) and predicate == "set" else value
        unit = "s" if predicate == "seconds" else ""
        yield found_between(source, span, about, predicate, shown, unit=unit)
