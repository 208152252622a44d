"""Calls inside asynchronous functions that block everything else in the meantime."""

from __future__ import annotations

from collections.abc import Iterator

from tree_sitter import Node

from aphoria.extractor import Found, Observes, found_at
from aphoria.source import Source
from aphoria.syntax.outside import function_of

LANGUAGES = ("python", "javascript", "rust")
HINTS = (
    rb"\basync\s+def\b",
    rb"\b(?:read|write|append|exec|spawn|copy|pbkdf2|scrypt)\w*Sync\(",
    rb"\basync\s+(?:move\b|fn\b|\{)",
)
OBSERVES = (
    Observes("async/call", "blocking", "the name of a call that blocks: time.sleep, requests.get, readFileSync ..."),
)
VERSION = 1

_CALLS = {
    "python": (
        "time.sleep", "requests.get", "requests.post", "requests.put", "requests.delete", "requests.request",
        "requests.head", "requests.patch", "httpx.get", "httpx.post", "urllib.request.urlopen", "subprocess.run",
        "subprocess.call",
        "subprocess.check_output", "subprocess.check_call", "os.system", "os.popen", "socket.create_connection",
        "socket.getaddrinfo", "socket.gethostbyname", "input",
    ),
    "javascript": (
        "readFileSync", "writeFileSync", "appendFileSync", "readdirSync", "execSync", "spawnSync", "execFileSync",
        "pbkdf2Sync", "scryptSync", "copyFileSync",
    ),
    "rust": (
        "thread.sleep", "std.fs.read", "std.fs.read_to_string", "std.fs.write", "std.fs.File.open",
        "reqwest.blocking.get", "std.net.TcpStream.connect", "fs.read_to_string",
    ),
}  # fmt: skip
_PARTS = 3
"""Of a long path of modules the end is enough."""


def extract(source: Source) -> Iterator[Found]:
    """See the module."""
    language = source.language.family or source.language.name
    for call in source.calls(*_CALLS[language]):
        if call.name == call.name.rpartition(".")[2] and language == "python" and call.name != "input":
            continue
        if language == "rust" and call.name.startswith(("tokio", "async_std", "smol")):
            continue
        if language == "python" and call.name.endswith("input") and call.name != "input":
            continue
        if _is_async(source, call.node, language):
            name = ".".join([part for part in call.name.split(".") if part][-_PARTS:])
            yield found_at(source, call.node, "async/call", "blocking", name, confidence=0.95)


def _is_async(source: Source, node: Node, language: str) -> bool:
    if language == "rust":
        return _is_async_rust(source, node)
    scope = function_of(node)
    inner = scope.child_by_field_name("definition") or scope if scope is not None else None
    return inner is not None and source.data[inner.start_byte : inner.start_byte + 6].startswith(b"async")


def _is_async_rust(source: Source, node: Node) -> bool:
    at = node.parent
    while at is not None:
        if at.type == "async_block":
            return True
        if at.type == "closure_expression":
            return False  # whoever calls it decides, spawn_blocking for one
        if at.type == "function_item":
            head = source.data[at.start_byte : at.start_byte + 120].partition(b"fn ")[0]
            return b"async" in head.split()
        at = at.parent
    return False
