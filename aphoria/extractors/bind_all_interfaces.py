"""Which address a server listens on, where every interface is meant or this machine alone."""

from __future__ import annotations

from collections.abc import Iterator

from aphoria.extractor import Found, Observes, found_at
from aphoria.pattern import later
from aphoria.source import Source
from aphoria.syntax.call import Call
from aphoria.syntax.literal import literal_of

LANGUAGES = ("python", "javascript", "go", "rust", "java")
HINTS = (
    rb"[\"'`](?:0\.0\.0\.0|127\.0\.0\.1|localhost|\[?::1?\]?)(?::\d*)?[\"'`]|\bINADDR_ANY\b",
    rb"\b(?:Listen|ListenAndServe|ListenAndServeTLS)\([^\n]*\":\d",
    rb"\bUNSPECIFIED\b",
)
OBSERVES = (Observes("server/address", "bound", "0.0.0.0, :: or the address of this machine"),)
VERSION = 1

EVERY = "0.0.0.0"  # noqa: S104  (what is looked for)

_CALLS = {
    "python": ("bind", "run", "serve_forever", "TCPServer", "HTTPServer", "ThreadingHTTPServer", "start_server",
               "create_server", "run_app", "make_server", "run_simple", "listen", "run_server", "SimpleXMLRPCServer"),
    "javascript": ("listen", "Server", "serve"),
    "go": ("Listen", "ListenAndServe", "ListenAndServeTLS", "http.Server", "Run", "Start", "ListenPacket"),
    "rust": ("bind", "TcpListener.bind", "UdpSocket.bind", "SocketAddr.from"),
    "java": ("InetSocketAddress", "ServerSocket", "InetAddress.getByName", "bind"),
}  # fmt: skip
_ADDRESS = later(r"(?:tcp://|http://)?(0\.0\.0\.0|127\.0\.0\.1|localhost|\[::1?\]|::1?)?(?::\d*)?")
_NAMED = ("host", "address", "addr", "Addr", "hostname", "bind")


def extract(source: Source) -> Iterator[Found]:
    """See the module."""
    language = source.language.family or source.language.name
    for call in source.calls(*_CALLS[language]):
        if language == "python" and call.name.startswith(("subprocess", "asyncio.run")):
            continue
        address = _address(call, language)
        if address:
            confidence = 0.95 if language != "java" else 0.85
            yield found_at(source, call.node, "server/address", "bound", address, confidence=confidence)


def _address(call: Call, language: str) -> str:
    nodes = [*call.positional[:3], *(call.named[name] for name in _NAMED if name in call.named)]
    for node in nodes:
        inner = node.named_children[0] if node.type in {"tuple", "tuple_expression"} and node.named_children else node
        text = literal_of(call.source, inner)
        found = _ADDRESS.fullmatch(text) if isinstance(text, str) and text else None
        if found and found[1]:
            return found[1].strip("[]")
        if found and language == "go" and text != ":0" and ":" in text:  # type: ignore[operator]
            return EVERY
    return ""
