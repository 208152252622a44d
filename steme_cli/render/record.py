"""One thing with named parts, such as a version, a status or a head."""

from __future__ import annotations

from steme_cli import output
from steme_cli.render.column import Column, shown
from steme_cli.render.rows import rows
from steme_cli.render.text import safe, width

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping


def record(
    kind: str, facts: Mapping[str, object], *, format: str | None = None, human: Mapping[str, object] | None = None
) -> None:
    """Write it to stdout: a line per fact, or a JSON document ``{"KIND/v1": {...}}``, or one row of jsonl or csv.

    ``human`` holds other words for some of the facts, for people only. Names are shown with spaces for underscores.
    """
    if format == "json":
        from steme_cli.render.json_text import document

        output.write(document(kind, facts))
    elif format in ("jsonl", "csv"):
        rows(kind, [Column(name) for name in facts], [facts], format=format)
    else:
        _lines({**facts, **(human or {})})


def _lines(facts: Mapping[str, object]) -> None:
    titles = {name: safe(name.replace("_", " ")) for name in facts}
    wide = max((width(title) for title in titles.values()), default=0)
    for name, value in facts.items():
        if value is not None:
            output.write(f"{titles[name]}{' ' * (wide - width(titles[name]))}  {safe(shown(value))}\n")
