"""Bounds that are taken away: caches, thread pools, bodies and messages of any size."""

from __future__ import annotations

import re
from collections.abc import Iterator

from aphoria.extractor import Found, Observes, found_between
from aphoria.source import Source

LANGUAGES = ("python", "javascript", "go", "rust", "java")
_ON_ARGUMENTS = rb"(?=[ \t]*(?:#[^\n]*)?\r?\n[ \t]*(?:async[ \t]+)?def[ \t]+\w+\(\s*(?!self[ \t]*\)|cls[ \t]*\))[^)\s])"
"""A function that is decorated and takes arguments: without any, a cache holds one value."""

_KINDS = (
    ("python", "resource/cache", (
        rb"(?<=@)(?:\w+\.)?lru_cache\([ \t]*(?:maxsize[ \t]*=[ \t]*)?None[ \t]*\)" + _ON_ARGUMENTS)),
    ("python", "resource/cache", rb"(?<=@)(?:functools\.)?cache" + _ON_ARGUMENTS),
    ("python", "resource/message", (
        rb"\b(?:max_size|max_message_size|client_max_size|max_body_size|read_limit)[ \t]*=[ \t]*None\b")),
    ("python", "resource/body", (
        rb"\b(?:MAX_CONTENT_LENGTH|DATA_UPLOAD_MAX_MEMORY_SIZE"
        rb"|DATA_UPLOAD_MAX_NUMBER_FIELDS)\b[\"'\]]*[ \t]*=[ \t]*None\b")),
    ("javascript", "resource/body", (
        rb"\b(?:maxBodyLength|maxContentLength|maxHttpBufferSize|maxPayload|fieldSize|fileSize"
        rb"|limit)[ \t]*:[ \t]*(?:Infinity|Number\.POSITIVE_INFINITY)\b")),
    ("javascript", "resource/listeners", rb"\bsetMaxListeners\([ \t]*(?:0|Infinity)[ \t]*\)"),
    ("go", "resource/body", rb"\b(?:io|ioutil)\.ReadAll\([ \t]*(?:r|req|request)\.Body[ \t]*\)"),
    ("rust", "resource/body", rb"\bDefaultBodyLimit::disable\(\)"),
    ("rust", "resource/message", rb"\bmax_(?:message|frame)_size[ \t]*(?::|\()[ \t]*None\b"),
    ("java", "resource/threads", rb"\bExecutors\.newCachedThreadPool\("),
    ("java", "resource/message", (
        rb"\.maxInboundMessageSize\([ \t]*Integer\.MAX_VALUE[ \t]*\)|\.maxInMemorySize\([ \t]*-1[ \t]*\)")),
)  # fmt: skip
HINTS = (
    rb"\blru_cache\b", rb"@(?:functools\.)?cache\b", rb"max_(?:size|body_size|message_size|frame_size)\b",
    rb"client_max_size|read_limit",
    rb"MAX_CONTENT_LENGTH|DATA_UPLOAD_MAX", rb"\bInfinity\b|POSITIVE_INFINITY", rb"setMaxListeners", rb"\bReadAll\(",
    rb"DefaultBodyLimit", rb"newCachedThreadPool", rb"maxInboundMessageSize|maxInMemorySize",
)  # fmt: skip
OBSERVES = (Observes("resource/*", "bounded", "false where a cache, a pool, a body or a message may grow without end"),)
VERSION = 1

_COMPILED = [(language, about, re.compile(pattern)) for language, about, pattern in _KINDS]


def extract(source: Source) -> Iterator[Found]:
    """See the module."""
    mine = source.language.family or source.language.name
    for language, about, pattern in _COMPILED:
        if language == mine:
            for match in source.in_code(pattern):
                yield found_between(source, match.span(), about, "bounded", False)
