"""Whether clients talk to other hosts over plain HTTP.

Only an address that stands in the call of a client counts: documentation, XML namespaces and schemas name addresses
that nobody connects to. Hosts on this machine, in private networks and without a domain are nobody else's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from aphoria.extractor import Found, Observes, found_at
from aphoria.pattern import later
from aphoria.source import Source
from aphoria.syntax.call import Call

LANGUAGES = ("python", "javascript", "go", "rust", "java")
HINTS = (rb"[\"'`]http://[a-zA-Z0-9]",)
OBSERVES = (Observes("transport/url", "scheme", "http where a client connects to another host in the clear"),)
VERSION = 1

_VERBS = ("get", "post", "put", "patch", "delete", "head", "options", "request")
_CLIENTS = {
    "python": (*(f"{one}.{verb}" for one in ("requests", "httpx", "session", "client") for verb in _VERBS),
               "urllib.request.urlopen", "urllib.request.Request", "urllib2.urlopen", "urlopen", "urlretrieve"),
    "javascript": ("fetch", "axios", *(f"{one}.{verb}" for one in ("axios", "got", "http", "superagent", "ky", "$")
                                       for verb in _VERBS), "$.ajax", "needle", "got"),
    "go": ("http.Get", "http.Post", "http.PostForm", "http.Head", "http.NewRequest", "http.NewRequestWithContext",
           "client.Get", "client.Post"),
    "rust": ("reqwest.get", "reqwest.blocking.get", *(f"client.{verb}" for verb in _VERBS), "ureq.get", "ureq.post"),
    "java": ("URI.create", "HttpGet", "HttpPost", "HttpPut", "Jsoup.connect", "getForObject", "getForEntity",
             "postForObject", "postForEntity", "WebClient.create"),
}  # fmt: skip
_URL = later(r"[rbfu]{0,2}[\"'`]+http://([^/:\"'`\s?#{}$%\\]+)(?=[/:\"'`?#])")
_OWN = later(
    r"localhost|127\.|0\.0\.0\.0|10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|169\.254\.|metadata\.|[^.]*$"
    r"|.*\.(?:local|localhost|internal|intranet|lan|test|example|invalid|svc|home|arpa|cluster)$|(?:.*\.)?example\.(?:com|org|net)$"
    r"|.*\.onion$|.*\.i2p$",
    re.IGNORECASE,
)
_FIRST = 3


def extract(source: Source) -> Iterator[Found]:
    """See the module."""
    clients = _CLIENTS[source.language.family or source.language.name]
    for call in source.calls(*clients):
        if _is_cleartext(call):
            yield found_at(source, call.node, "transport/url", "scheme", "http", confidence=0.95)


def _is_cleartext(call: Call) -> bool:
    places = [*call.positional[:_FIRST], *(call.named[name] for name in ("url", "uri") if name in call.named)]
    found = (_URL.match(call.source.data[one.start_byte : one.end_byte].decode("utf-8", "replace")) for one in places)
    return any(one is not None and not _OWN.match(one[1]) for one in found)
