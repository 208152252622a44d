"""How messages of a broker are acknowledged: by hand, by themselves, by whom."""

from __future__ import annotations

from collections.abc import Iterator

from aphoria.extractor import Found, Observes, found_at
from aphoria.pattern import later
from aphoria.source import Source

LANGUAGES = ("python", "javascript", "go", "rust", "java")
HINTS = (
    rb"\b(?:auto_ack|no_ack|enable_auto_commit|acks|acks_late|task_acks_late)\b|[\"']enable\.auto\.commit[\"']|[\"']acks[\"']",
    rb"\bnoAck\b|\bautoCommit\b|\backs\b|\brequiredAcks\b",
    rb"\bRequiredAcks\b|\.Consume\(|\bAutoAck\b",
    rb"\bno_ack\b|\bBasicConsumeOptions\b",
    rb"\bbasicConsume\b|\bAcknowledgeMode\b|\bAckMode\b|\bACKS_CONFIG\b|\bAUTO_ACKNOWLEDGE\b|\bCLIENT_ACKNOWLEDGE\b|\bENABLE_AUTO_COMMIT_CONFIG\b",
)
OBSERVES = (
    Observes("message/acknowledgement", "mode", "auto, manual, returned (from the listener), none, leader, all"),
)
VERSION = 3

_SWITCHES = {"auto_ack": "auto", "no_ack": "auto", "noAck": "auto", "AutoAck": "auto", "enable_auto_commit": "auto",
             "autoCommit": "auto", "enable.auto.commit": "auto",
             "acks_late": "manual", "task_acks_late": "manual"}  # fmt: skip
_ACKS = {"0": "none", "1": "leader", "-1": "all", "all": "all"}
_GO = {"NoResponse": "none", "WaitForLocal": "leader", "WaitForAll": "all", "RequireNone": "none",
       "RequireOne": "leader",
       "RequireAll": "all"}  # fmt: skip
_JAVA = later(
    rb"\b(?:AcknowledgeMode|AckMode|Session)\.(AUTO_ACKNOWLEDGE|CLIENT_ACKNOWLEDGE|DUPS_OK_ACKNOWLEDGE|AUTO|MANUAL|NONE|MANUAL_IMMEDIATE)\b"
)
_OF_CONTAINER = {"auto": "returned", "dups": "returned", "none": "auto"}
"""JMS and Spring acknowledge by themselves when the listener has returned; NONE is what a broker calls automatic."""
_ABOUT, _MODE = "message/acknowledgement", "mode"
_KAFKA = b"afka"
_OTHER = {"auto": "manual", "manual": "auto"}


def extract(source: Source) -> Iterator[Found]:
    """See the module."""
    for place in source.assignments(*_SWITCHES):
        name = place.name if place.name in _SWITCHES else place.name.rpartition(".")[2]
        value = place.literal
        if name == "autoCommit" and _KAFKA not in source.data:
            continue  # databases have one too
        if isinstance(value, bool) and name in _SWITCHES and not place.node.type.endswith("default_parameter"):
            mode = _SWITCHES[name]
            yield found_at(source, place.node, _ABOUT, _MODE, mode if value else _OTHER[mode])
    for place in source.assignments("acks", "requiredAcks"):
        acks = _ACKS.get(str(place.literal))
        if acks and not place.node.type.endswith(("default_parameter", "declarator", "assignment")):
            yield found_at(source, place.node, _ABOUT, _MODE, acks)
    if source.language.name == "go":
        yield from _go(source)
    elif source.language.name == "java":
        yield from _java(source)


def _go(source: Source) -> Iterator[Found]:
    for place in source.assignments("RequiredAcks"):
        acks = _GO.get(place.value_text().rpartition(".")[2])
        if acks:
            yield found_at(source, place.node, _ABOUT, _MODE, acks)
    for call in source.calls("Consume"):
        if len(call.positional) == 7:  # amqp: queue, consumer, autoAck, exclusive, noLocal, noWait, args
            value = call.literal("", 2)
            if isinstance(value, bool):
                yield found_at(source, call.node, _ABOUT, _MODE, "auto" if value else "manual")


def _java(source: Source) -> Iterator[Found]:
    for call in source.calls("basicConsume"):
        value = call.literal("", 1)
        if isinstance(value, bool):
            yield found_at(source, call.node, _ABOUT, _MODE, "auto" if value else "manual")
    for match, node in source.matches(_JAVA):
        word = match[1].decode().partition("_")[0].lower()
        mode = _OF_CONTAINER.get(word, "manual")
        yield found_at(source, node.parent or node, _ABOUT, _MODE, mode)
    for call in source.calls("put", "setProperty"):
        key = source.text(call.positional[0]) if len(call.positional) == 2 else ""
        acks = _ACKS.get(str(call.literal("", 1))) if key.endswith("ACKS_CONFIG") or key == '"acks"' else None
        if acks:
            yield found_at(source, call.node, _ABOUT, _MODE, acks)
