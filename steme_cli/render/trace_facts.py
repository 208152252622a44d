"""A trace as JSON has it, and as rows for a spreadsheet."""

from __future__ import annotations

from steme import times
from steme_cli.render import object_page, trust_page
from steme_cli.render.column import Column

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from steme.authors import Authors
    from steme.tracing.inclusion import Inclusion
    from steme.tracing.remark import Remark
    from steme.tracing.trace import Trace

ROWS = tuple(
    Column(name) for name in ("trace", "part", "id", "kind", "summary", "author", "time", "effect", "verified")
)
"""``steme trace`` as CSV: a row for each object in the tree."""


def facts(made: Trace, authors: Authors) -> dict[str, object]:
    """Everything in the tree: what `steme show` says of the object, and what it rests on."""
    found = _object(made, authors)
    found["about"] = None if made.about is None else _object(made.about, authors)
    found["parents"] = [_object(parent, authors) for parent in made.parents]
    found["lost_parent"] = made.lost
    found["arrival"] = _arrival(made)
    found["head"] = None if made.inclusion is None else _head(made.inclusion, authors)
    return found


def _object(made: Trace, authors: Authors) -> dict[str, object]:
    found = object_page.facts(made.sight, authors)
    for name in ("statements", "said", "source_name", "source_title"):
        del found[name]
    found["stands"] = None if made.stage is None else not made.causes
    found["aside"] = [{"reason": one.reason, "by": one.by.hex() or None} for one in made.causes]
    found["lifecycle"] = made.stage
    found["status"] = made.state
    found["trust"] = None if made.author is None else trust_page.facts(made.author, authors)
    found["source"] = None if made.source is None else _object(made.source, authors)
    found["said"] = [_remark(one, authors) for one in made.remarks]
    return found


def _remark(remark: Remark, authors: Authors) -> dict[str, object]:
    one = remark.statement
    return {
        "id": one.id.hex(),
        "relation": one.relation,
        "detail": one.detail,
        "author": one.author,
        "author_label": authors.name(one.author),
        "time": times.format_time(one.time),
        "effect": remark.effect or None,
        "reason": remark.reason,
        "said": [_remark(below, authors) for below in remark.remarks],
    }


def _arrival(made: Trace) -> dict[str, object]:
    commit = made.sight.commit
    return {
        "seq": made.sight.record.seq,
        "commit": commit.number,
        "received": times.format_time(commit.received),
        "head": commit.head.hex(),
    }


def _head(inclusion: Inclusion, authors: Authors) -> dict[str, object]:
    head = inclusion.head
    if head is None:
        return {"id": None, "commit": inclusion.commit, "problem": str(inclusion.problem)}
    return {
        "id": head.id.hex(),
        "commit": inclusion.commit,
        "count": head.count,
        "root": head.root.hex(),
        "time": times.format_time(head.time),
        "signer": head.signer.hex(),
        "signer_label": authors.name(head.signer.hex()),
        "levels": inclusion.levels,
        "problem": None,
    }


def parts(made: Trace, authors: Authors) -> Iterator[dict[str, object]]:
    """A row for each object in the tree: itself, its source, its parents and theirs, delegations, and remarks."""
    trace = made.sight.record.id.hex()
    yield from _parts(trace, "object", made, authors)
    if made.about is not None:
        yield from _parts(trace, "about", made.about, authors)
    for parent in made.parents:
        yield from _parts(trace, "parent", parent, authors)


def _parts(trace: str, part: str, made: Trace, authors: Authors) -> Iterator[dict[str, object]]:
    found = object_page.facts(made.sight, authors)
    effect = ", ".join(cause.reason for cause in made.causes) or made.state or made.stage
    row = {name: found[name] for name in ("id", "kind", "summary", "author", "time", "verified")}
    yield {"trace": trace, "part": part, **row, "effect": effect}
    if made.source is not None:
        yield from _parts(trace, f"{part}: source", made.source, authors)
    for step in (made.author.chain if made.author else None) or ():
        giver = {"author": step.giver.hex(), "summary": f"weight {step.weight:g} {step.scope}".rstrip()}
        yield {"trace": trace, "part": f"{part}: delegation", "id": step.id.hex(), "kind": "delegation", **giver}
    yield from _remarks(trace, f"{part}: said", made.remarks)


def _remarks(trace: str, part: str, remarks: list[Remark]) -> Iterator[dict[str, object]]:
    for remark in remarks:
        one = remark.statement
        yield {
            "trace": trace,
            "part": part,
            "id": one.id.hex(),
            "kind": one.relation,
            "summary": object_page.said(one),
            "author": one.author,
            "time": times.format_time(one.time),
            "effect": remark.effect or None,
        }
        yield from _remarks(trace, f"{part}: said", remark.remarks)
