"""Which other origins may read answers, and whether with credentials."""

from __future__ import annotations

from collections.abc import Iterator

from tree_sitter import Node

from aphoria.extractor import Found, Observes, found_at
from aphoria.pattern import later
from aphoria.source import Source

LANGUAGES = ("python", "javascript", "go", "rust", "java")
HINTS = (
    rb"(?i)access-control-allow-(?:origin|credentials)",
    rb"\bflask_cors\b|\bCORS\(|\bCORSMiddleware\b|\bCORS_(?:ALLOW|ORIGIN)\w*",
    rb"\bcors\b",
    rb"\bAllow(?:All|ed)?Origins\b|\bAllowCredentials\b|\bAllowAllOrigins\b",
    rb"\bCorsLayer\b|\bCors::|\ballow_any_origin\b",
    rb"\bCrossOrigin\b|\ballowedOrigins\b|\b(?:add|set)AllowedOrigins?\b|\bsetAllowCredentials\b",
)
OBSERVES = (
    Observes("cors/origin", "allowed", "an origin that may read answers; * is every one"),
    Observes("cors/credentials", "allowed", "whether it may do so with cookies"),
)
VERSION = 1

_ORIGINS = (
    "allow_origins",
    "origins",
    "origin",
    "AllowOrigins",
    "AllowedOrigins",
    "CORS_ALLOWED_ORIGINS",
    "CORS_ORIGIN_WHITELIST",
)
_ALL = ("CORS_ALLOW_ALL_ORIGINS", "CORS_ORIGIN_ALLOW_ALL", "AllowAllOrigins")
_CREDENTIALS = (
    "allow_credentials",
    "supports_credentials",
    "credentials",
    "AllowCredentials",
    "CORS_ALLOW_CREDENTIALS",
)
_CALLS = ("CrossOrigin", "allowedOrigins", "addAllowedOrigin", "setAllowedOrigins", "allowedOriginPatterns")
_TEXTS = later(r"[\"'`](\*|null|https?://[^\"'`\s${}]+)[\"'`]")
_CORS = later(rb"(?i)[\w.$ ]*cors")
_FILES = later(rb"(?i)cors|cross-?origin|access-control")
_HEADER = later(
    rb"(?i)[\"'`]Access-Control-Allow-(Origin|Credentials)[\"'`]\s*\]?\s*(?:[,:=]|=>)\s*\[?\s*[\"'`]([^\"'`\n]*)[\"'`]"
)
_PERMISSIVE = ("CorsLayer.permissive", "CorsLayer.very_permissive", "Cors.permissive", "allow_any_origin")


def extract(source: Source) -> Iterator[Found]:
    """See the module."""
    yield from _headers(source)
    if not _FILES.search(source.data):
        return
    for place in source.assignments(*_ORIGINS, *_ALL, *_CREDENTIALS):
        name, value = place.name.rpartition(".")[2], place.literal
        if name in _CREDENTIALS and isinstance(value, bool) and _concerns_cors(source, place.node, name):
            yield found_at(source, place.node, "cors/credentials", "allowed", value)
        elif name in _ALL and value is True:
            yield found_at(source, place.node, "cors/origin", "allowed", "*")
        elif name in _ORIGINS and not place.value.type.startswith("call") and _concerns_cors(source, place.node, name):
            yield from _listed(source, place.node, place.value_text())
    yield from _calls(source)


def _listed(source: Source, node: Node, written: str) -> Iterator[Found]:
    for origin in dict.fromkeys(_TEXTS.findall(written)):
        yield found_at(source, node, "cors/origin", "allowed", origin)


def _concerns_cors(source: Source, node: Node, name: str) -> bool:
    """``origin`` and ``credentials`` are words of many: they count inside something called cors."""
    if name.isupper() or name.startswith("Allow") or name in {"allow_origins", "supports_credentials"}:
        return True
    at = node.parent
    while at is not None and at.type not in {"program", "module", "statement_block", "block"}:
        named = at.type in source.language.calls or at.type in source.language.assignments
        if named and _CORS.match(source.data[at.start_byte : at.start_byte + 80]):
            return True
        at = at.parent
    return False


def _headers(source: Source) -> Iterator[Found]:
    for match, node in source.matches(_HEADER, texts=True):
        value = match[2].decode("utf-8", "replace")
        around = node.parent.parent if node.parent is not None and node.parent.parent is not None else node
        if match[1].lower() == b"credentials":
            yield found_at(source, around, "cors/credentials", "allowed", value == "true")
        elif _TEXTS.match(f'"{value}"'):
            yield found_at(source, around, "cors/origin", "allowed", value)


def _calls(source: Source) -> Iterator[Found]:
    readers = {"rust": _rust, "java": _java, "javascript": _javascript, "python": _python}
    read = readers.get(source.language.family or source.language.name)
    for node in read(source) if read else ():
        yield found_at(source, node, "cors/origin", "allowed", "*")
    if source.language.name == "java":
        yield from _spring(source)


def _rust(source: Source) -> Iterator[Node]:
    yield from (call.node for call in source.calls(*_PERMISSIVE))
    for call in source.calls("allow_origin"):
        if call.positional and source.text(call.positional[0]).endswith("Any"):
            yield call.node


def _java(source: Source) -> Iterator[Node]:
    for call in source.calls(*_CALLS):
        if '"*"' in call.text():
            yield call.node


def _spring(source: Source) -> Iterator[Found]:
    for call in source.calls(*_CALLS):
        yield from (one for one in _listed(source, call.node, call.text()) if one.value != "*")
    for call in source.calls("setAllowCredentials", "allowCredentials"):
        value = call.literal("", 0)
        if isinstance(value, bool):
            yield found_at(source, call.node, "cors/credentials", "allowed", value)


def _javascript(source: Source) -> Iterator[Node]:
    for call in source.calls("cors"):
        around = call.node.parent.parent if call.node.parent is not None else None
        used = around is not None and ".use(" in source.text(around)
        if call.name == "cors" and not call.positional and used:
            yield call.node


def _python(source: Source) -> Iterator[Node]:
    for call in source.calls("flask_cors.CORS"):
        if len(call.positional) == 1 and not {"origins", "resources"} & set(call.named):
            yield call.node
