"""How JSON Web Tokens are signed and checked, and whether their keys stand in the code."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tree_sitter import Node

from aphoria.extractor import MASKED, Found, Observes
from aphoria.pattern import later
from aphoria.source import Source
from aphoria.syntax.call import Call

LANGUAGES = ("python", "javascript", "go", "rust", "java")
HINTS = (rb"\bjwt\b|\bjose\b|\bjsonwebtoken\b|\bJWT\b|\bJwts\b|\bjjwt\b",)
OBSERVES = (
    Observes("jwt/algorithm", "allowed", "an algorithm that signs or is accepted: none, HS256, RS256 ..."),
    Observes("jwt/signature", "verified", "whether the signature of a token is checked"),
    Observes("jwt/expiry", "verified", "whether the time of a token is checked"),
    Observes("jwt/audience", "verified", "whether the audience of a token is checked"),
    Observes("jwt/secret", "hardcoded", "whether the key stands in the code"),
)
VERSION = 1

_ALGORITHM = later(
    r"(?<![\w-])(?:SigningMethod|Algorithm[.:]+)?((?:[HRPE]S(?:256|384|512))K?|EdDSA|none|NONE|None)(?![\w-])"
)
_OPTIONS = {
    "verify_signature": "jwt/signature", "verify_exp": "jwt/expiry", "verify_aud": "jwt/audience",
    "validate_exp": "jwt/expiry", "validate_aud": "jwt/audience",
}  # fmt: skip
_KEYS = later(r"(?:[rb]|\[\]byte\()*[\"'`]([^\"'`]{4,})[\"'`]\)?")
_PLACEHOLDER = later(r"^<|example|placeholder|your[-_ ]|xxx|^-----BEGIN PUBLIC|^https?:", re.IGNORECASE)


def extract(source: Source) -> Iterator[Found]:
    """See the module."""
    for about, state, call in _READERS[source.language.family or source.language.name](source):
        if about == "jwt/algorithm":
            for name in algorithms(str(state)):
                yield _found(call, about, "allowed", name)
        else:
            yield _found(call, about, "hardcoded" if about == "jwt/secret" else "verified", bool(state))


def _found(call: Call, about: str, predicate: str, value: str | bool) -> Found:
    """With the name of the call alone: among its arguments are keys."""
    return Found(about, predicate, value, (call.line, call.end_line), f"{call.written}({MASKED})", confidence=0.9)


def algorithms(written: str) -> list[str]:
    """The names of algorithms in a text, once each, in order; ``none`` in lower case as RFC 7518 writes it."""
    names = [found[1] for found in _ALGORITHM.finditer(written)]
    return list(dict.fromkeys("none" if name.lower() == "none" else name for name in names))


Told = Iterator[tuple[str, str | bool, Call]]


def _secret(call: Call, position: int, name: str = "key") -> Told:
    node = call.argument(name, position)
    found = (
        _KEYS.fullmatch(call.source.data[node.start_byte : node.end_byte].decode("utf-8", "replace")) if node else None
    )
    if found and not _PLACEHOLDER.search(found[1]):
        yield "jwt/secret", True, call


def _named(call: Call, *names: str) -> Told:
    for name in names:
        if name in call.named:
            node = call.named[name]
            text = call.source.data[node.start_byte : node.end_byte].decode("utf-8", "replace")
            if text[:1] in "[\"'":
                yield "jwt/algorithm", re.sub(r"[\"']", " ", text), call


def _python(source: Source) -> Told:
    for call in source.calls("jwt.decode", "jwt.encode", "jwt.decode_complete"):
        yield from _named(call, "algorithms", "algorithm")
        yield from _secret(call, 1)
        options = call.named.get("options")
        written = call.source.data[options.start_byte : options.end_byte].decode("utf-8", "replace") if options else ""
        for name, about in _OPTIONS.items():
            found = re.search(rf"[\"']?{name}[\"']?\s*[:=]\s*(True|False)", written)
            if found:
                yield about, found[1] == "True", call
        if isinstance(verified := call.literal("verify"), bool):
            yield "jwt/signature", verified, call


def _javascript(source: Source) -> Told:
    for call in source.calls("jsonwebtoken.verify", "jsonwebtoken.sign", "jwt.verify", "jwt.sign"):
        yield from _named(call, "algorithms", "algorithm")
        yield from _secret(call, 1)
        if call.literal("ignoreExpiration") is True:
            yield "jwt/expiry", False, call
    for call in source.calls("expressjwt", "express-jwt"):
        yield from _named(call, "algorithms")
        yield from _secret(call, -1, "secret")


def _go(source: Source) -> Told:
    for call in source.calls("NewWithClaims", "jwt.New", "jwt.WithValidMethods"):
        if call.positional:
            yield "jwt/algorithm", re.sub(r"[\"']", " ", call.text()), call
    for call in source.calls("ParseUnverified"):
        yield "jwt/signature", False, call
    for call in source.calls("WithoutClaimsValidation"):
        yield "jwt/expiry", False, call
    for call in source.calls("SignedString"):
        if call.positional and source.text(call.positional[0]) == "jwt.UnsafeAllowNoneSignatureType":
            yield "jwt/algorithm", "none", call
        yield from _secret(call, 0)


def _rust(source: Source) -> Told:
    for call in source.calls("insecure_disable_signature_validation", "dangerous_insecure_decode"):
        yield "jwt/signature", False, call
    for call in source.calls("Validation.new", "Header.new"):
        yield "jwt/algorithm", call.text(), call
    for call in source.calls("EncodingKey.from_secret", "DecodingKey.from_secret"):
        text = source.text(call.positional[0]) if call.positional else ""
        if re.fullmatch(r'&?b?"[^"]{4,}"(?:\.as_bytes\(\)|\.as_ref\(\))?', text):
            yield "jwt/secret", True, call
    for match, node in source.matches(re.compile(rb"\b(validate_exp|validate_aud)\s*=\s*(true|false)")):
        yield _OPTIONS[match[1].decode()], match[2] == b"true", _At(source, node)


class _At(Call):
    """A place that is no call."""

    def __init__(self, source: Source, node: Node) -> None:
        self.source = source
        self.node = node.parent or node
        self.written = source.text(node)


def _java(source: Source) -> Told:
    for call in source.calls("Algorithm.none"):
        yield "jwt/algorithm", "none", call
    for call in source.calls(*(f"Algorithm.HMAC{bits}" for bits in (256, 384, 512))):
        yield "jwt/algorithm", "HS" + call.name[-3:], call
        yield from _secret(call, 0)
    for call in source.calls("signWith", "setSigningKey"):
        if "SignatureAlgorithm." in call.text():
            yield "jwt/algorithm", re.sub(r".*SignatureAlgorithm\.(\w+).*", r"\1", call.text()), call
        for position in (0, 1):
            yield from _secret(call, position)
    for call in source.calls("parseClaimsJwt", "parseUnsecuredClaims"):
        yield "jwt/signature", False, call


_READERS = {"python": _python, "javascript": _javascript, "go": _go, "rust": _rust, "java": _java}
