"""Which versions of TLS and which ciphers are allowed.

Only what is handed to a context, a connection or a builder counts; a table that names every version allows none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from aphoria.extractor import Found, Observes, found_at
from aphoria.pattern import later
from aphoria.source import Source

LANGUAGES = ("python", "javascript", "go", "rust", "java")
HINTS = (
    rb"\bPROTOCOL_(?:SSLv[23]|TLSv1(?:_[123])?)\b|\bTLSVersion\.(?:SSL|TLS)v|\b(?:SSLv3|TLSv1(?:_[12])?)_METHOD\b",
    rb"\b(?:minVersion|secureProtocol|DEFAULT_MIN_VERSION)\b|\bMinVersion\b",
    rb"\b(?:min_tls_version|set_min_proto_version|min_protocol_version)\b",
    rb"\b(?:SSLContext\.getInstance|setEnabledProtocols)\b",
    rb"\bset_ciphers\b|\bciphers\b|\bsetEnabledCipherSuites\b|\bCipherSuites\b",
)
OBSERVES = (
    Observes("tls/version", "minimum", "the oldest version that is allowed: ssl3, 1.0, 1.1, 1.2, 1.3"),
    Observes("tls/cipher", "allowed", "a weak cipher that is allowed: rc4, des, 3des, null, export, anonymous"),
)
VERSION = 1

_CONSTANT = later(
    rb"\b(?:PROTOCOL_(?:SSLv[23]|TLSv1(?:_[123])?)|TLSVersion\.(?:SSL|TLS)v[\d_]+|(?:SSL|TLS)v[\d_]+METHOD)\b"
)
_VERSION = later(r"(SSL|TLS|Tls)[a-zA-Z]*?[v_ ]?_?v?(\d)(?:[._]?(\d))?(?![\d])")
_MINIMA = ("minVersion", "secureProtocol", "DEFAULT_MIN_VERSION", "MinVersion")
_BUILDERS = ("min_tls_version", "set_min_proto_version", "min_protocol_version")
_WEAK = (
    (re.compile(r"RC4|ARCFOUR", re.IGNORECASE), "rc4"),
    (re.compile(r"3DES|DES-CBC3|DES_EDE", re.IGNORECASE), "3des"),
    (re.compile(r"(?<![A-Z3])DES(?!-CBC3|_EDE)", re.IGNORECASE), "des"),
    (re.compile(r"\b(?:e?NULL)\b|_NULL_(?!SHA\d*_EMPTY)", re.IGNORECASE), "null"),
    (re.compile(r"EXP(?:ORT)?\b|_EXPORT", re.IGNORECASE), "export"),
    (re.compile(r"\b(?:aNULL|ADH|AECDH)\b|_anon_", re.IGNORECASE), "anonymous"),
)
_ORDER = ("ssl3", "1.0", "1.1", "1.2", "1.3")


def extract(source: Source) -> Iterator[Found]:
    """See the module."""
    language = source.language.family or source.language.name
    if language == "python":
        yield from _python(source)
    elif language == "java":
        yield from _java(source)
    for place in source.assignments(*_MINIMA) if language in {"javascript", "go"} else ():
        version = version_of(place.value_text())
        if version:
            yield found_at(source, place.node, "tls/version", "minimum", version)
    for call in source.calls(*_BUILDERS) if language == "rust" else ():
        version = version_of(call.text().rpartition("(" if "(" not in call.text()[-12:] else "min")[2])
        if version:
            yield found_at(source, call.node, "tls/version", "minimum", version)
    yield from _ciphers(source)


def version_of(written: str) -> str:
    """The version that a constant or a text names, empty when it names none or leaves the choice open."""
    found = _VERSION.search(written)
    if found is None:
        return ""
    if found[1] == "SSL":
        return "ssl3" if found[2] in "23" else ""
    minor = found[3] or "0"
    return f"1.{minor}" if found[2] == "1" and minor in "0123" else ""


def _python(source: Source) -> Iterator[Found]:
    for match, node in source.matches(_CONSTANT):
        whole, around = node, node.parent
        while around is not None and around.type in {"attribute", "dotted_name"}:
            whole, around = around, around.parent
        version = version_of(match[0].decode().replace("_METHOD", ""))
        if around is None or not version:
            continue
        if around.type in {"argument_list", "keyword_argument"} or _sets_minimum(source, match.start()):
            shown = whole if around.type == "argument_list" else around
            yield found_at(source, shown, "tls/version", "minimum", version)


def _sets_minimum(source: Source, offset: int) -> bool:
    line = source.line(source.line_of(offset))
    return re.search(rb"\.minimum_version\s*=[^=]", line) is not None


def _java(source: Source) -> Iterator[Found]:
    for call in source.calls("SSLContext.getInstance"):
        version = version_of(str(call.literal("", 0) or ""))
        if version in _ORDER[:3]:  # a newer name says what is possible, not what is the least
            yield found_at(source, call.node, "tls/version", "minimum", version)
    for call in source.calls("setEnabledProtocols"):
        versions = [one for one in map(version_of, re.findall(r'"([^"]+)"', call.text())) if one]
        if versions:
            yield found_at(source, call.node, "tls/version", "minimum", min(versions, key=_ORDER.index))


def _ciphers(source: Source) -> Iterator[Found]:
    for call in source.calls("set_ciphers", "setEnabledCipherSuites"):
        texts = " ".join(re.findall(r"[\"']([^\"']+)[\"']", call.text()))
        for name in weak_ciphers(texts):
            yield found_at(source, call.node, "tls/cipher", "allowed", name)
    for place in source.assignments("ciphers", "CipherSuites"):
        for name in weak_ciphers(place.value_text()):
            if "cipher" in place.value_text().lower() or "TLS_" in place.value_text() or ":" in place.value_text():
                yield found_at(source, place.node, "tls/cipher", "allowed", name)


def weak_ciphers(listed: str) -> list[str]:
    """The weak kinds of ciphers that a list of names allows; a name after ``!`` or ``-`` is forbidden by it."""
    allowed = [one for one in re.split(r"[\s:,;{}\[\]\"']+", listed) if one and one[0] not in "!-"]
    return [name for pattern, name in _WEAK if any(pattern.search(one) for one in allowed)]
