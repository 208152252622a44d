"""Whether the certificate of the other side of a TLS connection is checked.

What is switched off, or on explicitly, is observed; most clients verify when nothing is said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tree_sitter import Node

from aphoria.extractor import Found, Observes, found_at
from aphoria.pattern import later
from aphoria.source import Source

LANGUAGES = ("python", "javascript", "go", "rust", "java")
HINTS = (
    rb"\bverify(?:_ssl)?(?:['\"]\])?\s*=\s*(?:False|True)",
    rb"\bCERT_NONE\b",
    rb"\bcheck_hostname\s*=",
    rb"\b_create_unverified_context\b",
    rb"\brejectUnauthorized\b",
    rb"\bNODE_TLS_REJECT_UNAUTHORIZED\b",
    rb"\bInsecureSkipVerify\b",
    rb"\bdanger_accept_invalid_(?:certs|hostnames)\b",
    rb"\b(?:NoopHostnameVerifier|ALLOW_ALL_HOSTNAME_VERIFIER|TrustAllStrategy)\b",
)
OBSERVES = (
    Observes("tls/certificate", "verified", "whether certificates are checked"),
    Observes("tls/hostname", "verified", "whether the name in the certificate is compared"),
)
VERSION = 4

CERTIFICATE, HOSTNAME, VERIFIED = "tls/certificate", "tls/hostname", "verified"
_SWITCHES = {
    "verify": (CERTIFICATE, False),
    "verify_ssl": (CERTIFICATE, False),
    "check_hostname": (HOSTNAME, False),
    "rejectUnauthorized": (CERTIFICATE, False),
    "InsecureSkipVerify": (CERTIFICATE, True),
}
"""What a switch is about, and whether it says the opposite."""

_NAMES = later(
    rb"\b(CERT_NONE|_create_unverified_context|NoopHostnameVerifier|ALLOW_ALL_HOSTNAME_VERIFIER|TrustAllStrategy)\b"
)
_ABOUT_NAMES = (b"NoopHostnameVerifier", b"ALLOW_ALL_HOSTNAME_VERIFIER")
_CHOICE = later(rb"(?i)^[\"']?(?:\w+\.)?(?:cert_)?none[\"']?$")
"""A key of a table of words, as in ``{"CERT_NONE": ssl.CERT_NONE}``."""
_ENVIRONMENT = later(rb"NODE_TLS_REJECT_UNAUTHORIZED['\"\]]*\s*=\s*['\"]?0")


def extract(source: Source) -> Iterator[Found]:
    """See the module."""
    yield from _switches(source)
    for call in source.calls("danger_accept_invalid_certs", "danger_accept_invalid_hostnames"):
        value = call.literal("", 0)
        if isinstance(value, bool):
            about = CERTIFICATE if call.name.endswith("certs") else HOSTNAME
            yield found_at(source, call.node, about, VERIFIED, not value)
    for match, node in source.matches(_NAMES):
        about = HOSTNAME if match[1] in _ABOUT_NAMES else CERTIFICATE
        if not source.is_import(node) and not _only_named(node):
            yield found_at(source, node, about, VERIFIED, False)
    for _, node in source.matches(_ENVIRONMENT, texts=True):
        yield found_at(source, node.parent or node, CERTIFICATE, VERIFIED, False)


def _only_named(node: Node) -> bool:
    """Whether a name is only compared with something, being defined, or one of the words that may be chosen."""
    at: Node | None = node.parent
    if at is not None and at.type == "attribute":
        at = at.parent
    if at is not None and at.type == "pair" and (key := at.child_by_field_name("key")) is not None:
        return _CHOICE.search(key.text or b"") is not None
    return at is not None and at.type in {"comparison_operator", "function_definition"}


def _switches(source: Source) -> Iterator[Found]:
    for place in source.assignments(*_SWITCHES):
        about, opposite = _SWITCHES[re.findall(r"\w+", place.name)[-1]]
        value = place.literal
        if isinstance(value, bool) and _concerns_tls(place.name, place.node.type):
            yield found_at(source, place.node, about, VERIFIED, value != opposite)


def _concerns_tls(name: str, kind: str) -> bool:
    """``verify`` alone is a word of many libraries: it counts as an argument or an attribute, not as a variable
    or a parameter.
    """
    return "." in name or "[" in name or kind not in {"assignment", "default_parameter", "typed_default_parameter"}
