"""How cookies are set: only over TLS, hidden from scripts, sent to the same site alone.

What is said explicitly counts; a flag that is left out may be set by a framework.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tree_sitter import Node

from aphoria.extractor import Found, Observes, found_at
from aphoria.pattern import later
from aphoria.source import Source
from aphoria.syntax.literal import Literal, literal_of

LANGUAGES = ("python", "javascript", "go", "rust", "java")
HINTS = (
    rb"\bset_cookie\b|\bcookies?\[|\b(?:httponly|samesite)\b",
    rb"\.cookie\(|\bcookie\s*:|\b(?:httpOnly|sameSite)\b|[cC]ookies?\.set\(|\bserialize\(",
    rb"\bhttp\.Cookie\b|\b(?:HttpOnly|SameSite)\b",
    rb"\bCookie::|\bCookieBuilder\b",
    rb"\bsetHttpOnly\b|\bsetSecure\b|\bResponseCookie\b",
)
OBSERVES = (
    Observes("cookie/secure", "set", "whether a cookie is sent over TLS alone"),
    Observes("cookie/httponly", "set", "whether scripts cannot read it"),
    Observes("cookie/samesite", "set", "strict, lax or none"),
)
VERSION = 2

_NAMES = ("secure", "httponly", "samesite", "httpOnly", "sameSite", "Secure", "HttpOnly", "SameSite")
_METHODS = ("secure", "http_only", "same_site", "setSecure", "setHttpOnly", "httpOnly", "sameSite")
_COOKIE = later(rb"(?i)[\w.&{$ \[\]]*(?:cookie|\bsession\b|sessions\.options|RedisStorage|MemcachedStorage)")
_BUILT = later(r"(?i)cookie")
_SITES = ("strict", "lax", "none")
_FAR = 7


def extract(source: Source) -> Iterator[Found]:
    """See the module."""
    if source.language.name in {"rust", "java"}:
        yield from _of_methods(source)
        return
    for place in source.assignments(*_NAMES):
        if _concerns_cookie(source, place.node) or _BUILT.search(place.name):
            name = re.findall(r"\w+", place.name)[-1]
            yield from _flag(source, place.node, name, place.literal, place.value_text())


def _concerns_cookie(source: Source, node: Node) -> bool:
    at = node.parent
    for _ in range(_FAR):
        if at is None or at.type in {"statement_block", "block", "module", "program"}:
            return False
        kinds = (source.language.calls, source.language.assignments, source.language.keywords)
        if any(at.type in kind for kind in kinds) and _COOKIE.match(source.data[at.start_byte : at.start_byte + 60]):
            return True
        at = at.parent
    return False


def _of_methods(source: Source) -> Iterator[Found]:
    for call in source.calls(*_METHODS):
        scope = source.data[max(0, call.node.start_byte - 400) : call.node.end_byte].decode("utf-8", "replace")
        if len(call.positional) == 1 and _BUILT.search(scope):
            name = call.name.rpartition(".")[2].removeprefix("set").replace("_", "")
            node = call.positional[0]
            yield from _flag(source, call.node, name, literal_of(source, node), source.text(node))


def _flag(source: Source, node: Node, name: str, value: Literal, written: str) -> Iterator[Found]:
    about = f"cookie/{name.lower()}"
    if about == "cookie/samesite":
        site = re.split(r"[.:]", str(value) if isinstance(value, str) else written)[-1].lower()
        site = site.removeprefix("samesite").removesuffix("mode").strip("\"'`")
        if site in _SITES and written not in {"None", "none"}:  # Python's None leaves it out
            yield found_at(source, node, about, "set", site)
    elif isinstance(value, bool):
        yield found_at(source, node, about, "set", value)
