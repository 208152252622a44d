"""Counts of a repository: one short list under another for people, one document or one list of rows for programs."""

from __future__ import annotations

from steme_cli import output
from steme_cli.render import figures
from steme_cli.render.record import record
from steme_cli.render.rows import Column, rows
from steme_cli.render.text import safe, width

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from steme.statistics import Statistics
    from steme.status import Sizes

    Names = Mapping[str, str]
    """Words for public keys and ids of sources."""

_LISTS = (
    ("kinds", "Objects by kind"),
    ("authors", "Objects by author"),
    ("sources", "Claims by source"),
    ("tiers", "Claims by tier"),
    ("predicates", "Claims by predicate"),
)
_NAMED = ("authors", "sources")
_BAR = 20


def write(found: Statistics, sizes: Sizes, names: Names, *, top: int, format: str | None) -> None:
    """Write the counts; of each list the ``top`` largest."""
    totals = _totals(found, sizes)
    if format == "json":
        lists = {name: list(_entries(found, name, names, top)) for name, _ in _LISTS}
        record("steme.stats", {**totals, **lists}, format=format)
    elif format in ("jsonl", "csv"):
        columns = [Column(name) for name in ("list", "name", "label", "count")]
        rows("steme.stats", columns, _flat(found, totals, names, top), format=format)
    else:
        output.write("".join(f"{safe(line)}\n" for line in _page(found, sizes, names, top)))


def _totals(found: Statistics, sizes: Sizes) -> dict[str, object]:
    return {
        "objects": found.objects,
        "subjects": found.subjects,
        "questions": found.questions,
        "questions_with_several_values": found.disputed,
        "log_bytes": sizes.log,
        "index_bytes": sizes.index,
        "bytes_per_object": round((sizes.log + sizes.index) / found.objects, 1) if found.objects else None,
    }


def _entries(found: Statistics, name: str, names: Names, top: int) -> Iterator[dict[str, object]]:
    counts: dict[str, int] = getattr(found, name)
    for key, count in list(counts.items())[:top]:
        yield {"name": key, **({"label": names.get(key)} if name in _NAMED else {}), "count": count}


def _flat(found: Statistics, totals: dict[str, object], names: Names, top: int) -> Iterator[dict[str, object]]:
    for name, count in totals.items():
        yield {"list": "totals", "name": name, "count": count}
    for name, _ in _LISTS:
        for entry in _entries(found, name, names, top):
            yield {"list": name, **entry}


def _page(found: Statistics, sizes: Sizes, names: Names, top: int) -> Iterator[str]:
    several = f"{figures.count(found.disputed)} of {figures.counted(found.questions, 'question')}"
    yield f"{figures.counted(found.objects, 'object')} about {figures.counted(found.subjects, 'subject')}"
    yield f"{several} {'has' if 1 in (found.disputed, found.questions) else 'have'} several values"
    log, index = figures.size(sizes.log), figures.size(sizes.index)
    each = f", {(sizes.log + sizes.index) / found.objects:,.0f} bytes an object" if found.objects else ""
    yield f"log {log}, index {index}{each}"
    for name, title in _LISTS:
        counts: dict[str, int] = getattr(found, name)
        if counts:
            more = f" (the largest {top} of {figures.count(len(counts))})" if len(counts) > top else ""
            yield ""
            yield f"{title}{more}"
            yield from _lines(list(counts.items())[:top], names)


def _lines(counts: list[tuple[str, int]], names: Names) -> Iterator[str]:
    shown = [(safe(names.get(name) or name), count) for name, count in counts]
    wide = max(width(name) for name, _ in shown)
    digits = max(len(figures.count(count)) for _, count in shown)
    largest = max(count for _, count in shown)
    for name, count in shown:
        bar = figures.bar(count / largest, _BAR)
        yield f"  {name}{' ' * (wide - width(name))}  {figures.count(count).rjust(digits)}  {bar}".rstrip()
