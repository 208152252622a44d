"""How many items a queue or channel holds at most, and queues without a bound."""

from __future__ import annotations

import re
from collections.abc import Iterator

from aphoria.extractor import Found, Observes, found_between
from aphoria.source import Source
from aphoria.syntax.measure import quantity
from aphoria.syntax.numbers import numbers_of

LANGUAGES = ("python", "javascript", "go", "rust", "java")
HINTS = (
    rb"\b\w*Queue\(", rb"\bmake\(chan\b", (
        rb"\b(?:unbounded_channel|sync_channel|channel|unbounded|bounded)(?:::<[^>\n]*>)?\("),
    rb"\b(?:Linked|Array|Priority)Blocking(?:Queue|Deque)\b",
    rb"(?i)queue_?(?:max_?)?size|max_?queue", rb"(?i)highWaterMark",
)  # fmt: skip
OBSERVES = (
    Observes("queue/size", "maximum", "the most items that wait"),
    Observes("queue/size", "bounded", "false where any number may wait"),
)
VERSION = 1

_NAMES = (
    r"(?:set|with)?_?(?:[mM]ax_?)?[qQ]ueue_?(?:[mM]ax_?)?(?:[sS]ize|[lL]ength|[cC]apacity)"
    r"|[mM]ax_?[qQ]ueue(?:_?[sS]ize)?|highWaterMark|(?:[A-Z]+_){0,2}QUEUE_(?:SIZE|MAX)"
)
_MADE = {
    "python": re.compile(
        rb"(?<![\w.])((?:\w+\.)*(?:Lifo|Priority|Joinable"
        rb"|Simple)?Queue)\([ \t]*(?:maxsize[ \t]*=[ \t]*)?(-?\d+)?[ \t]*\)"),
    "go": re.compile(rb"\bmake(\()chan\b[^\n;]{1,80}?,[ \t]*(\d+)\)"),
    "rust": re.compile(
        rb"\b((?:mpsc|crossbeam_channel|crossbeam::channel|flume|async_channel"
        rb"|kanal)::\w+)(?:::<[^\n]{1,80}?>)?\([ \t]*(\d[\d_]*)?[ \t]*\)"),
    "java": re.compile(
        rb"\bnew[ \t]+((?:LinkedBlocking|ArrayBlocking|PriorityBlocking|LinkedTransfer|ConcurrentLinked)(?:Queue"
        rb"|Deque))(?:<[^>\n]*>)?\([ \t]*(\d[\d_]*)?[ \t]*\)"),
}  # fmt: skip
_PYTHON_MODULES = ("queue.", "asyncio.", "multiprocessing.", "gevent.queue.", "trio.")
_ENDLESS_RUST = ("unbounded_channel", "unbounded", "mpsc::channel")


def extract(source: Source) -> Iterator[Found]:
    """See the module."""
    for one in numbers_of(source, r"[qQ]ueue|QUEUE|highWater", _NAMES):
        if one.value > 0 and not one.unit:
            yield found_between(source, one.span, "queue/size", "maximum", one.value)
    pattern = _MADE.get(source.language.name)
    for match in source.in_code(pattern) if pattern else ():
        name, size = match[1].decode(), match[2]
        if not _concerns(source, name):
            continue
        number = quantity(size)[0] if size and quantity(size) else 0  # type: ignore[index]
        if number > 0:
            yield found_between(source, match.span(), "queue/size", "maximum", number)
        elif _endless(source.language.name, name) and (size is None or source.language.name == "python"):
            yield found_between(source, match.span(), "queue/size", "bounded", False)


def _concerns(source: Source, name: str) -> bool:
    return source.language.name != "python" or source.resolve(name).startswith(_PYTHON_MODULES)


def _endless(language: str, name: str) -> bool:
    return language != "rust" or name.endswith(_ENDLESS_RUST)
