"""How an application of Express is set up: proxies it trusts, sizes of bodies, sessions, hidden files."""

from __future__ import annotations

import re
from collections.abc import Iterator

from aphoria.extractor import Found, Observes, found_between
from aphoria.pattern import later
from aphoria.source import Source

LANGUAGES = ("javascript",)
HINTS = (
    rb"\btrust proxy\b",
    rb"\b(?:express|bodyParser)\.(?:json|urlencoded|raw|text)\(",
    rb"\bdotfiles\b",
    rb"\bsaveUninitialized\b|\bresave\b",
)
OBSERVES = (
    Observes("proxy/address", "trusted", "any, or the addresses or number of proxies whose headers are believed"),
    Observes("limit/body", "value", "the largest body that is parsed, in bytes"),
    Observes("static/dotfiles", "served", "whether hidden files are served"),
    Observes("session/uninitialised", "saved", "whether sessions are kept before anything is in them"),
)
VERSION = 1

_TRUST = later(
    rb"\.(?:set|enable)\([ \t]*['\"]trust proxy['\"](?:[ \t]*,[ \t]*(true|false|\d+"
    rb"|['\"][^'\"\n]{1,200}['\"]))?[ \t]*\)"
)
_LIMIT = later(
    (
        rb"\b(?:express|bodyParser)\.(?:json|urlencoded|raw"
        rb"|text)\([ \t]*\{[^}]{0,300}?\blimit['\"]?[ \t]*:[ \t]*['\"]?(\d+(?:\.\d+)?)[ \t]*(b|kb|mb|gb)?['\"]?"
    ),
    re.IGNORECASE,
)
_DOTFILES = later(rb"\bdotfiles[ \t]*:[ \t]*['\"](allow|deny|ignore)['\"]")
_SAVED = later(rb"\bsaveUninitialized[ \t]*:[ \t]*(true|false)")
_SIZES = {b"": 1, b"b": 1, b"kb": 1 << 10, b"mb": 1 << 20, b"gb": 1 << 30}


def extract(source: Source) -> Iterator[Found]:
    """See the module."""
    for match in source.in_code(_TRUST):
        value = (match[1] or b"true").decode("utf-8", "replace").strip("'\"")
        if value != "false":
            yield found_between(source, match.span(), "proxy/address", "trusted", "any" if value == "true" else value)
    for match in source.in_code(_LIMIT):
        size = float(match[1]) * _SIZES[(match[2] or b"").lower()]
        yield found_between(source, match.span(), "limit/body", "value", int(size), unit="byte")
    for match in source.in_code(_DOTFILES):
        yield found_between(source, match.span(), "static/dotfiles", "served", match[1] == b"allow")
    for match in source.in_code(_SAVED):
        yield found_between(source, match.span(), "session/uninitialised", "saved", match[1] == b"true")
