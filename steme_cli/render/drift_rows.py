"""Drift as rows, and in one line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from steme_cli import output
from steme_cli.render import figures
from steme_cli.render.column import Column
from steme_cli.render.json_text import document
from steme_cli.render.rows import rows
from steme_cli.render.text import safe

if TYPE_CHECKING:
    from aphoria.drift import Change, Drift

_COLUMNS = (
    Column("change"),
    Column("path"),
    Column("predicate"),
    Column("before"),
    Column("after"),
    Column("file"),
    Column("claims"),
)


def write(found: Drift, name: str, format: str | None) -> None:
    """Write a row for every change; ``name`` is that of the scan that was kept. JSON has the measure as well."""
    if format == "json":
        facts: dict[str, object] = {
            "since": name,
            "measure": round(found.measure, 4),
            "then": found.then,
            "now": found.now,
            "both": found.both,
            "changes": [_row(one) for one in found.changes],
        }
        output.write(document("aphoria.drift", facts))
    else:
        rows("aphoria.drift", _COLUMNS, map(_row, found.changes), format=format)
    if format in (None, "table"):
        kinds = [one.kind for one in found.changes]
        counted = ", ".join(f"{kinds.count(kind)} {kind}" for kind in ("changed", "new", "gone"))
        output.note(f"{counted} since {safe(name)}; drift {figures.percent(found.measure)}")


def _row(one: Change) -> dict[str, object]:
    return {
        "change": one.kind,
        "path": one.path,
        "predicate": one.predicate,
        "before": [_value(value, unit) for value, unit in one.before],
        "after": [_value(value, unit) for value, unit in one.after],
        "file": one.file,
        "claims": list(one.claims),
    }


def _value(value: object, unit: str) -> str:
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return f"{text} {unit}" if unit else text
