"""A baseline, and what has changed since, as rows and in one line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from steme_cli import output
from steme_cli.render.column import Column
from steme_cli.render.rows import rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from aphoria.baseline import Baseline, Difference, Known

_COLUMNS = (Column("file"), Column("level"), Column("rule"), Column("message"))


def write(baseline: Baseline, format: str | None) -> None:
    """Write a row for every known finding."""
    rows("aphoria.baseline", _COLUMNS, map(_row, baseline.known), format=format)
    if format in (None, "table"):
        output.note(f"{len(baseline.known)} findings known since {baseline.saved}")


def write_difference(found: Difference, baseline: Baseline, format: str | None, *, same: bool) -> None:
    """Write a row for what is new and what is gone, and if asked for what is the ``same``."""
    every: list[tuple[str, Iterable[Known]]] = [("new", found.new), ("gone", found.gone)]
    every += [("same", found.same)] if same else []
    rows("aphoria.baseline_diff", (Column("state"), *_COLUMNS), _rows(every), format=format)
    if format in (None, "table"):
        counted = f"{len(found.new)} new, {len(found.gone)} gone, {len(found.same)} the same"
        output.note(f"{counted} since {baseline.saved}")


def _rows(every: Iterable[tuple[str, Iterable[Known]]]) -> Iterator[dict[str, object]]:
    for state, known in every:
        for one in known:
            yield {"state": state, **_row(one)}


def _row(one: Known) -> dict[str, object]:
    return {
        "file": one.file,
        "level": one.level,
        "rule": one.rule,
        "message": one.message,
        "fingerprint": one.fingerprint,
    }
