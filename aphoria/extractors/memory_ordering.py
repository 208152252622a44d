"""Which memory orderings atomic operations use."""

from __future__ import annotations

from collections.abc import Iterator

from aphoria.extractor import Found, Observes, found_at
from aphoria.pattern import later
from aphoria.source import Source

LANGUAGES = ("rust", "java")
HINTS = (
    rb"\b(?:Ordering|atomic)::(?:Relaxed|Acquire|Release|AcqRel|SeqCst)\b|\b(?:load|store|swap|fetch_\w+)\([^\n]*\b(?:Relaxed|Acquire|Release|AcqRel|SeqCst)\b",
    rb"\bfence\(",
    rb"\b(?:get|set|compareAndSet|compareAndExchange|getAndSet|getAndAdd|weakCompareAndSet)(?:Plain|Opaque|Acquire|Release|Volatile)\(|\blazySet\(",
)
OBSERVES = (
    Observes("memory/ordering", "used", "Relaxed, Acquire, Release, AcqRel, SeqCst; Java: plain, opaque, acquire ..."),
)
VERSION = 1

_RUST = later(rb"(?:\bOrdering::|\batomic::Ordering::|(?<=[(,])\s*)(Relaxed|Acquire|Release|AcqRel|SeqCst)\b")
_JAVA = later(
    rb"\.(?:get|set|compareAndSet|compareAndExchange|getAndSet|getAndAdd|weakCompareAndSet)(Plain|Opaque|Acquire|Release|Volatile)\(|\.(lazySet)\("
)


def extract(source: Source) -> Iterator[Found]:
    """See the module."""
    for match, node in source.matches(_RUST if source.language.name == "rust" else _JAVA):
        if source.language.name == "rust":
            call = node
            while call.parent is not None and call.type not in {"call_expression", "expression_statement", "block"}:
                call = call.parent
            if call.type == "call_expression":
                yield found_at(source, call, "memory/ordering", "used", match[1].decode())
        else:
            name = (match[1] or b"release").decode().lower()
            yield found_at(source, node.parent or node, "memory/ordering", "used", name)
