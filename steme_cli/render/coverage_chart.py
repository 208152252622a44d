"""Coverage as a picture: how much of every module is claimed, and the widest gaps beside it."""

from __future__ import annotations

import os
import warnings

from repo_format.errors import InvalidInput, NotFound, StorageFailed, shown
from steme_cli.render import figures, words
from steme_cli.render.drawing import new_figure
from steme_cli.render.text import safe

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from aphoria.coverage import Coverage, Covered, Gap

FORMATS = (".png", ".svg", ".pdf")
MODULES, GAPS = 24, 12
"""So many are drawn; the modules with the most observations, the widest gaps."""

_HOLDS, _CONTRADICTED, _UNCLAIMED, _INK, _QUIET, _FAINT = (
    "#3b75af",
    "#d1605e",
    "#d6d9dd",
    "#222222",
    "#666666",
    "#e4e4e4",
)
_NAME, _ABOUT = 34, 40


def draw(found: Coverage, path: str) -> None:
    """Write the picture to the file ``path``, whose ending says its format; one that is there is replaced.

    Raises NotFound where nothing is observed or without matplotlib, InvalidInput for another ending, StorageFailed.
    """
    if os.path.splitext(path)[1].lower() not in FORMATS:
        raise InvalidInput("--plot", f"{shown(path)} does not end in {', '.join(FORMATS)}")
    if not found.total.observations:
        raise NotFound("nothing is observed here, so there is nothing to draw")
    figure = _figure(found)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # a font may lack a sign; the picture then has a box
            figure.savefig(path, dpi=150, facecolor="white")
    except OSError as error:
        raise StorageFailed(f"cannot write {shown(path)}: {error.strerror or error}") from error


def headline(found: Coverage) -> str:
    """What the picture and the page say first."""
    return f"{figures.percent(found.total.density or 0.0)} of what {safe(found.project)} does is claimed"


def under_headline(found: Coverage) -> str:
    """The numbers behind it."""
    total = found.total
    shows = f"{total.missing} of them shown by nothing" if total.missing else "every one of them shown by the code"
    count = sum(one.observations > 0 for one in found.modules)
    modules = f"{figures.count(count)} module{'s' * (count != 1)}"
    claims = f"{figures.count(total.claims)} active claim{'s' * (total.claims != 1)}"
    tail = f", {shows}" if total.claims else ""
    return f"{figures.count(total.observations)} observations in {modules}; {claims}{tail}"


def _figure(found: Coverage) -> Any:
    largest = sorted(found.modules, key=lambda one: (-one.observations, one.module))
    modules = [one for one in largest if one.observations][:MODULES]
    gaps = found.gaps[:GAPS]
    lines = max(len(modules), len(gaps), 3)
    figure = new_figure(12, 1.7 + 0.27 * lines)
    left, right = figure.subplots(1, 2, width_ratios=(1.5, 1))
    figure.suptitle(headline(found), x=0.008, ha="left", weight="bold", size=15, parse_math=False)
    _draw_modules(left, modules, lines)
    more = len([one for one in largest if one.observations]) - len(modules)
    shown_of = f"the {len(modules)} modules with the most observations; {more} more" if more > 0 else "by module"
    left.set_title(f"{under_headline(found)}\n{shown_of}", loc="left", size=9.5, color=_QUIET, pad=26)
    _draw_gaps(right, gaps, lines)
    right.set_title("\nthe widest gaps: observed, and nobody claims it", loc="left", size=9.5, color=_QUIET, pad=26)
    return figure


def _draw_modules(axes: Any, modules: Sequence[Covered], lines: int) -> None:
    places = range(len(modules))
    start = [0] * len(modules)
    for label, color, sizes in (
        ("claimed, and so", _HOLDS, [one.claimed - one.conflicts for one in modules]),
        ("claimed, and otherwise", _CONTRADICTED, [one.conflicts for one in modules]),
        ("not claimed", _UNCLAIMED, [one.unclaimed for one in modules]),
    ):
        axes.barh(places, sizes, left=start, color=color, label=label, height=0.7, zorder=2)
        start = [one + size for one, size in zip(start, sizes, strict=True)]
    for place, one in enumerate(modules):
        axes.annotate(
            figures.percent(one.density or 0.0), (one.observations, place), xytext=(5, 0), textcoords="offset points",
            va="center", size=8.5, color=_INK,
        )  # fmt: skip
    _plain(axes, [words.cut(safe(one.module), _NAME) for one in modules], lines)
    axes.margins(x=0.14)
    axes.legend(loc="lower left", bbox_to_anchor=(0, 1.0), ncols=3, frameon=False, fontsize=8.5, borderaxespad=0.2)


def _draw_gaps(axes: Any, gaps: Sequence[Gap], lines: int) -> None:
    axes.barh(range(len(gaps)), [one.observations for one in gaps], color=_UNCLAIMED, height=0.7, zorder=2)
    for place, one in enumerate(gaps):
        axes.annotate(
            f"{one.observations:,}", (one.observations, place), xytext=(5, 0), textcoords="offset points",
            va="center", size=8.5, color=_INK,
        )  # fmt: skip
    _plain(axes, [words.cut(safe(f"{one.about} {one.predicate}"), _ABOUT) for one in gaps], lines)
    axes.margins(x=0.12)


def _plain(axes: Any, labels: Sequence[str], lines: int) -> None:
    axes.set_yticks(range(len(labels)), labels, parse_math=False)
    axes.set_ylim(lines - 0.4, -0.6)
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.spines["bottom"].set_color(_FAINT)
    axes.grid(axis="x", color=_FAINT, linewidth=0.6)
    axes.set_axisbelow(True)
    axes.xaxis.get_major_locator().set_params(integer=True)
    axes.tick_params(length=0, labelsize=9, labelcolor=_INK)
    axes.tick_params(axis="x", labelcolor=_QUIET)
