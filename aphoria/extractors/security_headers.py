"""Which headers that protect a browser's user are set, and with what; and those that are switched off."""

from __future__ import annotations

import re
from collections.abc import Iterator

from aphoria.extractor import Found, Observes, found_at
from aphoria.pattern import later
from aphoria.source import Source

LANGUAGES = ("python", "javascript", "go", "rust", "java")
_NAMES = (
    rb"(?:Strict-Transport-Security|Content-Security-Policy|X-Frame-Options|X-Content-Type-Options|Referrer-Policy|Permissions-Policy"
    rb"|Cross-Origin-Opener-Policy|Cross-Origin-Embedder-Policy|Cross-Origin-Resource-Policy)"
)
HINTS = (
    rb"(?i)[\"'`]" + _NAMES + rb"[\"'`]",
    rb"\bhelmet\b|\bx-powered-by\b",
    rb"\bxframe_options_exempt\b|\b(?:frameOptions|httpStrictTransportSecurity|contentTypeOptions|xssProtection)\b",
    rb"\b(?:STRICT_TRANSPORT_SECURITY|X_FRAME_OPTIONS|CONTENT_SECURITY_POLICY|X_CONTENT_TYPE_OPTIONS)\b",
)
OBSERVES = (
    Observes("header/*", "set", "the value of a header, or false where it is switched off: header/x-frame-options ..."),
)
VERSION = 1

_SET = later(
    rb"(?i)[\"'`]("
    + _NAMES
    + rb")[\"'`]\s*(?:\]\s*=(?!=)|,|:|=>)\s*\(?\s*(?:[brf]?\"([^\"\n]*)\"|[brf]?'([^'\n]*)'|`([^`$]*)`)"
)
_CONSTANT = later(
    rb"\b(STRICT_TRANSPORT_SECURITY|X_FRAME_OPTIONS|CONTENT_SECURITY_POLICY|X_CONTENT_TYPE_OPTIONS)\s*,\s*"
    rb"(?:\w+::)*(?:from_static\(\s*)?\"([^\"\n]*)\""
)
_HELMET = {
    "contentSecurityPolicy": "content-security-policy", "frameguard": "x-frame-options",
    "xFrameOptions": "x-frame-options",
    "hsts": "strict-transport-security", "strictTransportSecurity": "strict-transport-security",
    "noSniff": "x-content-type-options", "xContentTypeOptions": "x-content-type-options",
    "referrerPolicy": "referrer-policy",
}  # fmt: skip
_SPRING = later(
    rb"\b(frameOptions|httpStrictTransportSecurity|contentTypeOptions)(?:\(\)\s*\.disable\(\)|\(\s*\w+\s*->\s*\w+\.disable\(\)|\(\s*[\w.<>]+::disable)"
)
_SPRING_NAMES = {
    b"frameOptions": "x-frame-options", b"httpStrictTransportSecurity": "strict-transport-security",
    b"contentTypeOptions": "x-content-type-options",
}  # fmt: skip
_LONG = 200


def extract(source: Source) -> Iterator[Found]:
    """See the module."""
    for match, node in source.matches(_SET, texts=True):
        value = next((group for group in match.groups()[1:] if group is not None), b"")
        if any(map(str.isalnum, value.decode("utf-8", "replace"))):
            about = "header/" + match[1].decode().lower()
            around = node.parent.parent if node.parent is not None and node.parent.parent is not None else node
            yield found_at(source, around, about, "set", value.decode("utf-8", "replace")[:_LONG], confidence=0.95)
    for match, node in source.matches(_CONSTANT):
        about = "header/" + match[1].decode().lower().replace("_", "-")
        yield found_at(source, node.parent or node, about, "set", match[2].decode("utf-8", "replace")[:_LONG])
    yield from _switched_off(source)


def _switched_off(source: Source) -> Iterator[Found]:
    for call in source.calls("helmet"):
        for option, name in _HELMET.items():
            if call.literal(option) is False:
                yield found_at(source, call.node, f"header/{name}", "set", False)
    for call in source.calls("disable"):
        if call.literal("", 0) == "x-powered-by":
            yield found_at(source, call.node, "header/x-powered-by", "set", False)
    for match, node in source.matches(_SPRING):
        yield found_at(source, node.parent or node, f"header/{_SPRING_NAMES[match[1]]}", "set", False)
    for _, node in source.matches(re.compile(rb"@xframe_options_exempt\b")):
        yield found_at(source, node.parent or node, "header/x-frame-options", "set", False)
