"""How a FastAPI or Starlette application is set up: documentation, trusted hosts, redirects."""

from __future__ import annotations

from collections.abc import Iterator

from aphoria.extractor import Found, Observes, found_at
from aphoria.source import Source
from aphoria.syntax.call import Call

LANGUAGES = ("python",)
HINTS = (rb"\bFastAPI\(", rb"\b(?:TrustedHost|HTTPSRedirect)Middleware\b")
OBSERVES = (
    Observes("docs/page", "exposed", "whether the pages and the schema of the API are served"),
    Observes("host/name", "allowed", "a host that requests may name"),
    Observes("transport/redirect", "enabled", "true where requests without TLS are redirected"),
)
VERSION = 1

_PAGES = ("docs_url", "redoc_url", "openapi_url")


def extract(source: Source) -> Iterator[Found]:
    """See the module."""
    for call in source.calls("fastapi.FastAPI"):
        hidden = [name for name in _PAGES if name in call.named and call.literal(name) is None]
        splat = any(node.type == "dictionary_splat" for node in call.positional)
        if not splat and not any(name in call.named and call.literal(name) is not None for name in _PAGES):
            yield found_at(source, call.node, "docs/page", "exposed", not ("openapi_url" in hidden or len(hidden) > 1))
    for call in source.calls("add_middleware", "TrustedHostMiddleware", "HTTPSRedirectMiddleware"):
        yield from _middleware(source, call)


def _middleware(source: Source, call: Call) -> Iterator[Found]:
    text = call.text()
    if "HTTPSRedirectMiddleware" in text.partition(",")[0]:
        yield found_at(source, call.node, "transport/redirect", "enabled", True)
    node = call.argument("allowed_hosts")
    if "TrustedHostMiddleware" in text.partition(",")[0] and node is not None:
        for name in source.text(node).strip("[]()").split(","):
            if name.strip().strip("\"'") and name.strip()[0] in "\"'":
                yield found_at(source, call.node, "host/name", "allowed", name.strip().strip("\"'"))
