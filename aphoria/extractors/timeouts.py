"""How long code waits: timeouts in seconds by their name, and HTTP calls that wait for ever.

A bare number is taken in the unit that its name or its library says: seconds in Python, milliseconds in JavaScript
and in Java's setters. ``requests`` and Go's ``http.Client`` wait for ever unless they are told otherwise.
"""

from __future__ import annotations

from collections.abc import Iterator

from aphoria.extractor import Found, Observes, found_at, found_between
from aphoria.source import Source
from aphoria.syntax.call import Call
from aphoria.syntax.measure import in_seconds, quantity
from aphoria.syntax.numbers import numbers_of

LANGUAGES = ("python", "javascript", "go", "rust", "java")
HINTS = (rb"(?i)timeout", rb"\brequests\b", rb"\bhttp\.Client\b", rb"\bhttp\.(?:Get|Post|Head|PostForm)\(")
OBSERVES = (
    Observes("timeout/*", "seconds", "how long is waited, by the name of argument, constant or field"),
    Observes("http/timeout", "seconds", "how long an HTTP client waits"),
    Observes("http/timeout", "set", "false where an HTTP client waits for ever"),
)
VERSION = 2

_UNIT = r"(?:_?(?:[iI]n_?)?(?:[mM]s|[mM]illis\w{0,8}|[sS]ec(?:ond)?s?|[mM]in(?:ute)?s?|[nN]anos|[uU]s))?"
_CAPITALS = r"(?:_(?:IN_)?(?:MS|MSECS?|MILLIS\w{0,8}|SEC(?:OND)?S?|MIN(?:UTE)?S?|NANOS|US))?"
_SMALL = rf"(?:[a-z]\w{{0,40}}_?[tT]|[A-Z]\w{{0,40}}T|[tT])ime[oO]ut{_UNIT}"
_NAMES = rf"(?:{_SMALL}|(?:[A-Z]\w{{0,40}}_)?TIMEOUT{_CAPITALS})(?!\w)"
_DEFAULT_UNIT = {"python": "s", "javascript": "ms", "java": "ms"}
_PYTHON_CALLS = tuple(
    f"requests.{name}" for name in ("get", "post", "put", "patch", "delete", "head", "options", "request")
)
_LEAVES = {"settimeout": "socket", "setdefaulttimeout": "socket"}
_UNSURE = 0.7
_LONGEST = 10_000_000


def extract(source: Source) -> Iterator[Found]:
    """See the module."""
    unit = _DEFAULT_UNIT.get(source.language.family or source.language.name, "")
    for one in numbers_of(source, r"[tT]ime[oO]ut|TIMEOUT", _NAMES):
        seconds = in_seconds(one.value, one.unit or unit)
        written = source.data[one.span[0] : one.span[1]]
        if seconds is not None and 0 < seconds < _LONGEST and b"0x" not in written:
            leaf = _LEAVES.get(one.plain, one.plain.removesuffix("_in"))
            yield found_between(source, one.span, f"timeout/{leaf}", "seconds", seconds, unit="s")
    if source.language.name == "python" and b"requests" in source.data:
        yield from _requests(source)
    if source.language.name == "go" and b"net/http" in source.data:
        yield from _go_clients(source)


def _requests(source: Source) -> Iterator[Found]:
    for call in source.calls(*_PYTHON_CALLS):
        if any(node.type == "dictionary_splat" for node in call.positional) or ".requests." in call.written:
            continue  # an attribute of that name is something else
        if "timeout" not in call.named or call.literal("timeout") is None:
            yield found_at(source, call.node, "http/timeout", "set", False)
        else:
            yield from _seconds(source, call)


def _seconds(source: Source, call: Call) -> Iterator[Found]:
    value = call.literal("timeout")
    if isinstance(value, int | float) and not isinstance(value, bool):
        yield found_at(source, call.node, "http/timeout", "seconds", value, unit="s")


def _go_clients(source: Source) -> Iterator[Found]:
    for call in source.calls("net.http.Client"):
        if call.node.type == "composite_literal" and "Timeout" in call.named:
            node = call.named["Timeout"]
            found = quantity(source.data[node.start_byte : node.end_byte])
            if found and found[1]:
                yield found_at(source, call.node, "http/timeout", "seconds", found[0], unit="s")
        elif call.node.type == "composite_literal":
            sure = _UNSURE if "Transport" in call.named else 1.0  # which may have timeouts of its own
            yield found_at(source, call.node, "http/timeout", "set", False, confidence=sure)
    for call in source.calls("net.http.Get", "net.http.Post", "net.http.Head", "net.http.PostForm"):
        yield found_at(source, call.node, "http/timeout", "set", False)
