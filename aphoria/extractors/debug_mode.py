"""Whether a server or framework runs in its mode for debugging, where that is written out."""

from __future__ import annotations

from collections.abc import Iterator

from tree_sitter import Node

from aphoria.extractor import Found, Observes, found_at
from aphoria.pattern import later
from aphoria.source import Source

LANGUAGES = ("python", "javascript", "go", "java")
HINTS = (
    rb"\bdebug\s*=\s*(?:True|False)\b|\bDEBUG\s*=\s*(?:True|False)\b",
    rb"\berrorhandler\(|\berrorHandler\(",
    rb"\bgin\.SetMode\b|\.Debug\s*=\s*true",
    rb"@EnableWebSecurity\(",
)
OBSERVES = (Observes("debug/mode", "enabled", "whether a server is run for debugging"),)
VERSION = 2

_SERVERS = ("run", "FastAPI", "Starlette", "Flask", "run_app", "Application", "socketio.run", "Sanic")
_DEVELOPERS = later(r"(?i)dev|test|local|debug")
_SETTINGS = later(
    r"(?:^|/)(?:settings|config|configuration|app|wsgi|asgi|main|local_settings|prod\w*|base)(?:/|\.py$|_\w+\.py$)"
)


def extract(source: Source) -> Iterator[Found]:
    """See the module."""
    yield from {"python": _python, "javascript": _javascript, "go": _go, "java": _java}[
        source.language.family or source.language.name
    ](source)


def _python(source: Source) -> Iterator[Found]:
    for call in source.calls(*_SERVERS):
        value = call.literal("debug")
        if isinstance(value, bool) and not call.name.startswith(("subprocess", "asyncio")):
            yield found_at(source, call.node, "debug/mode", "enabled", value, confidence=0.95)
    for place in source.assignments("DEBUG", "app.debug"):
        value = place.literal
        named = place.name in {"DEBUG", "app.debug"} or place.name.startswith("app.config[")
        if (
            isinstance(value, bool)
            and named
            and not _for_developers(source, place.node)
            and (place.name != "DEBUG" or _SETTINGS.search(source.path))
        ):
            yield found_at(source, place.node, "debug/mode", "enabled", value, confidence=0.9)


def _for_developers(source: Source, node: Node) -> bool:
    """Whether a setting stands in a class for development or tests."""
    at: Node | None = node
    while at is not None and at.type != "class_definition":
        at = at.parent
    name = at.child_by_field_name("name") if at is not None else None
    return name is not None and _DEVELOPERS.match(source.text(name)) is not None


def _javascript(source: Source) -> Iterator[Found]:
    for call in source.calls("errorhandler", "errorHandler"):
        if (
            call.name.rpartition(".")[0] == ""
            and not call.positional
            and b"require('errorhandler')" in source.data.replace(b'"', b"'")
        ):
            yield found_at(source, call.node, "debug/mode", "enabled", True, confidence=0.8)


def _go(source: Source) -> Iterator[Found]:
    for call in source.calls("gin.SetMode"):
        mode = source.text(call.positional[0]) if call.positional else ""
        if mode.endswith(("gin.DebugMode", "gin.ReleaseMode")):
            yield found_at(source, call.node, "debug/mode", "enabled", mode.endswith("DebugMode"))


def _java(source: Source) -> Iterator[Found]:
    for call in source.calls("EnableWebSecurity"):
        value = call.literal("debug")
        if isinstance(value, bool):
            yield found_at(source, call.node, "debug/mode", "enabled", value)
