"""Whether a client calls an address that a request brings."""

from __future__ import annotations

from collections.abc import Iterator

from aphoria.extractor import Found, Observes, found_at
from aphoria.source import Source
from aphoria.syntax import requests
from aphoria.syntax.call import Call
from aphoria.syntax.outside import from_outside
from aphoria.syntax.pieces import pieces_of

LANGUAGES = ("python", "javascript", "go", "rust", "java")
HINTS = requests.HINTS
OBSERVES = (Observes("ssrf/url", "built", "whether the address that a client calls comes from a request"),)
VERSION = 2

_VERBS = ("get", "post", "put", "patch", "delete", "head", "request")
_CALLS = {
    "python": (*(f"{one}.{verb}" for one in ("requests", "httpx", "session", "client") for verb in _VERBS),
               "urllib.request.urlopen", "urllib.request.Request"),
    "javascript": ("fetch", "axios", "got", "needle", *(f"{one}.{verb}" for one in (
        "axios", "got", "http", "https", "superagent", "needle") for verb in _VERBS)),
    "go": ("http.Get", "http.Post", "http.PostForm", "http.Head", "http.NewRequest", "http.NewRequestWithContext"),
    "rust": ("reqwest.get", "reqwest.blocking.get", *(f"client.{verb}" for verb in _VERBS), "ureq.get"),
    "java": ("URL", "URI.create", "HttpGet", "HttpPost", "Jsoup.connect", "getForObject", "getForEntity",
             "postForObject"),
}  # fmt: skip
_FIRST = 3


def extract(source: Source) -> Iterator[Found]:
    """See the module."""
    for call in source.calls(*_CALLS[source.language.family or source.language.name]):
        confidence = _danger(source, call)
        if confidence:
            yield found_at(source, call.node, "ssrf/url", "built", True, confidence=confidence)


def _danger(source: Source, call: Call) -> float:
    """Only the address counts, and only its beginning: behind a host that is written out nobody chooses the host."""
    last = call.name.rpartition(".")[2]
    position = {"request": 1, "NewRequest": 1, "NewRequestWithContext": 2}.get(last, 0)
    node = call.argument("url", position)
    if node is None or node.type == "object":
        return 0.0
    pieces = pieces_of(source, node)
    begins = "" if pieces[0].inserted else pieces[0].text
    if begins.partition("://")[2].rstrip("/").count(".") or "/" in begins.partition("://")[2] or begins.startswith("/"):
        return 0.0
    return from_outside(source, node)
