"""One object as `steme show` writes it: every field, the proof, where it stands, and what was said about it."""

from __future__ import annotations

import sys

from repo_format.errors import Refused
from repo_format.vocabulary import TIERS
from steme import times
from steme_cli import output
from steme_cli.render import clock, figures, words
from steme_cli.render.column import Column
from steme_cli.render.text import safe, width

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from steme.authors import Authors
    from steme.inspection import Sight, Statement

STATEMENTS_SHOWN = 20
_ELSEWHERE = ("author", "kind", "time", "version")
"""Fields that are shown in places of their own."""

_TIMES = ("expires", "published", "starts", "until")
_KEYS = ("delegate", "new_key")
_LEADING = ("subject", "predicate", "value", "target", "name")
"""Fields that people look for first; the others follow by name."""

COLUMNS = (
    Column("id", human=figures.short_id),
    Column("kind"),
    Column("author_label", "author"),
    Column("time"),
    Column("summary"),
    Column("verified"),
)


def page(sight: Sight, authors: Authors) -> str:
    """The whole page, ending in a newline."""
    kind = sight.payload.kind if sight.payload else "object"
    bold, off = ("\x1b[1m", "\x1b[0m") if output.colored(sys.stdout) else ("", "")
    pairs = [*_fields(sight, authors), *_standing(sight, authors)]
    wide = max(width(name) for name, _ in pairs) + 2
    lines = [f"{bold}{kind} {sight.record.id.hex()}{off}"]
    for name, value in pairs:
        first, *rest = safe(value, keep="\n\t").expandtabs(4).split("\n")
        lines.append(f"  {name}{' ' * (wide - width(name))}{first}".rstrip())
        lines += [f"  {' ' * wide}{more}".rstrip() for more in rest]
    lines += _statements(sight, authors)
    return "\n".join(lines) + "\n"


def _fields(sight: Sight, authors: Authors) -> Iterator[tuple[str, str]]:
    """The fields of the payload as pairs of name and text, not yet safe."""
    payload = sight.payload
    if payload is None:
        yield "payload", words.ERASED if sight.record.payload is None else "cannot be read"
        if sight.author:
            yield "author", _author(sight.author, authors)
        return
    facts = words.facts(payload)
    unit = facts.pop("unit", None)
    names = [name for name in _LEADING if name in facts] + [name for name in facts if name not in _LEADING]
    for name in names:
        if name not in _ELSEWHERE:
            value = f"{_value(name, facts[name], sight, authors)}"
            yield name.replace("_", " "), f"{value} {unit}" if unit and name in ("value", "values") else value
    yield "author", _author(payload.author, authors)
    yield "time", clock.with_age(payload.time)


def _value(name: str, value: object, sight: Sight, authors: Authors) -> str:
    if name in _TIMES and isinstance(value, int):
        return clock.with_age(value)
    if name in _KEYS:
        return _author(str(value), authors)
    if name == "tier" and isinstance(value, int):
        return f"{value} {TIERS[value]}"
    if name == "source":
        return f"{value}{_source(sight)}"
    if isinstance(value, dict) and name == "meta":
        return ", ".join(f"{key} = {words.value(entry)}" for key, entry in value.items())
    if isinstance(value, list):
        return ", ".join(words.value(item) for item in value)
    return words.value(value)


def _source(sight: Sight) -> str:
    source = sight.source
    if source is None:
        return ""
    title = getattr(source, "title", None)
    return f"\n{getattr(source, 'name', source.kind)}" + (f": {title}" if title else "")


def _author(key: str, authors: Authors) -> str:
    name = authors.name(key)
    return key if key.startswith(name) else f"{name} ({key})"


def _standing(sight: Sight, authors: Authors) -> Iterator[tuple[str, str]]:
    record, commit = sight.record, sight.commit
    if record.seal is None:
        yield "proof", "signed by its author"
    else:
        seal = record.seal
        place = f"number {seal.ids.index(record.id) + 1} of {len(seal.ids)}" if record.id in seal.ids else "not in it"
        yield "proof", f"sealed at {times.format_time(seal.time)} by {authors.name(seal.author.hex())}, {place}"
        yield "seal", seal.id.hex()
    yield "arrived", f"as number {record.seq} in commit {commit.number}, {clock.with_age(commit.received)}"
    yield "verified", "yes" if sight.problem is None else f"no: {sight.problem}"


def _statements(sight: Sight, authors: Authors) -> Iterator[str]:
    """What was said about the object, in order of arrival; of many only the newest."""
    shown = sight.statements[-STATEMENTS_SHOWN:]
    if shown:
        newest = f", the newest {len(shown)} of {figures.count(sight.said)}" if sight.said > len(shown) else ""
        yield f"  said about it{newest}:"
    for statement in shown:
        name, identifier = safe(authors.name(statement.author)), figures.short_id(statement.id.hex())
        yield f"    {identifier}  {clock.minute(statement.time)}  {name}: {safe(said(statement))}"


def said(statement: Statement) -> str:
    """What a statement says about its object, in a few words; not yet safe."""
    detail = statement.detail
    match statement.relation:
        case "parent":
            return "a claim that builds on it"
        case "vote":
            return f"vote {detail:+g}"
        case "supersession":
            return f"replaced by {figures.short_id(str(detail))}"
        case "retraction":
            return f"retracted {detail}" if detail else "retracted"
        case "stage" | "source_status":
            return f"now {detail}".replace("_", " ")
        case "outcome":
            return f"turned out {'right' if detail else 'wrong'}"
    return statement.relation.replace("_", " ")


def facts(sight: Sight, authors: Authors) -> dict[str, object]:
    """Everything about the object for programs."""
    payload, record = sight.payload, sight.record
    return {
        "id": record.id.hex(),
        "kind": payload.kind if payload else None,
        "author": sight.author or None,
        "author_label": authors.name(sight.author) if sight.author else None,
        "time": times.format_time(payload.time) if payload else None,
        "summary": words.summary(payload),
        "payload": words.facts(payload) if payload else None,
        "source_name": getattr(sight.source, "name", None),
        "source_title": getattr(sight.source, "title", None),
        "proof": _proof(sight),
        "seq": record.seq,
        "commit": sight.commit.number,
        "received": times.format_time(sight.commit.received),
        "verified": sight.problem is None,
        "problem": str(sight.problem) if sight.problem else None,
        "said": sight.said,
        "statements": [_statement(statement, authors) for statement in sight.statements],
    }


def _proof(sight: Sight) -> dict[str, object]:
    seal = sight.record.seal
    if seal is None:
        return {"type": "signature", "signature": sight.record.signature.hex()}
    return {
        "type": "seal",
        "id": seal.id.hex(),
        "author": seal.author.hex(),
        "time": times.format_time(seal.time),
        "position": seal.ids.index(sight.record.id) if sight.record.id in seal.ids else None,
        "objects": len(seal.ids),
        "signature": seal.signature.hex(),
    }


def _statement(statement: Statement, authors: Authors) -> dict[str, object]:
    return {
        "id": statement.id.hex(),
        "relation": statement.relation,
        "detail": statement.detail,
        "author": statement.author,
        "author_label": authors.name(statement.author),
        "time": times.format_time(statement.time),
    }


def write_raw(data: bytes, *, force: bool) -> None:
    """Exactly these bytes to stdout. Raises Refused when a terminal would not show them as they are, unless forced."""
    if not force and output.is_terminal(sys.stdout) and safe(text := data.decode("utf-8", "replace")) != text:
        raise Refused("the payload holds characters that a terminal would not show as they are; use a pipe or --force")
    sys.stdout.flush()
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()
