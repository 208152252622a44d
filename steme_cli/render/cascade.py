"""The cascade of a source as a picture: what cites it, what follows from that, and so on from left to right."""

from __future__ import annotations

import os
import warnings
from collections import Counter

from repo_format.errors import InvalidInput, NotFound, StorageFailed, shown
from steme_cli.render import words
from steme_cli.render.drawing import new_figure
from steme_cli.render.impact_rows import counted, doing, summary
from steme_cli.render.text import safe

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from steme.acting.impact import Group, Impact
    from steme.acting.reach import Reached

    Places = dict[bytes, tuple[int, float]]

FORMATS = (".png", ".svg", ".pdf")
DRAWN = 120
"""Claims in a picture; more could not be told apart."""

LABELLED = 45
"""With at most this many claims each is labelled."""

_STANDS, _ASIDE, _SOURCE, _EDGE, _QUIET = "#3b75af", "#d1605e", "#222222", "#cfcfcf", "#666666"
_PREDICATES = 12
_LINE = 112
"""Characters of a label that find room beside each other over the whole width of the tree."""


def draw(found: Impact, path: str) -> None:
    """Write the picture to the file ``path``, whose ending says its format; one that is there is replaced.

    Raises NotFound without claims or without matplotlib, InvalidInput for another ending, StorageFailed.
    """
    if not found.claims:
        raise NotFound(f"{summary(found)}, so there is nothing to draw")
    if os.path.splitext(path)[1].lower() not in FORMATS:
        raise InvalidInput("--plot", f"{shown(path)} does not end in {', '.join(FORMATS)}")
    figure = _figure(found)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # a font may lack a sign; the picture then has a box
            figure.savefig(path, dpi=150, facecolor="white")
    except OSError as error:
        raise StorageFailed(f"cannot write {shown(path)}: {error.strerror or error}") from error


def places(found: Impact) -> Places:
    """Where the source and the claims of a picture stand: depth, and height in claims counted from the top.

    Claims without anything below them have a line each, in the order of the tree; the others stand in the midst of what
    follows from them.
    """
    below: dict[bytes, list[bytes]] = {}
    depth = {found.source.id: 0}
    for reached in found.claims[:DRAWN]:
        below.setdefault(reached.above, []).append(reached.row.id)
        depth[reached.row.id] = reached.depth
    height: dict[bytes, float] = {}
    waiting, line = [(found.source.id, False)], 0
    while waiting:
        one, is_done = waiting.pop()
        children = below.get(one, [])
        if is_done:
            height[one] = (height[children[0]] + height[children[-1]]) / 2
        elif children:
            waiting.append((one, True))
            waiting += [(child, False) for child in reversed(children)]
        else:
            height[one] = float(line)
            line += 1
    return {one: (depth[one], height[one]) for one in depth}


def _figure(found: Impact) -> Any:
    spots = places(found)
    lines = 1 + max(height for _, height in spots.values())
    tall = min(max(3.4, 1.6 + 0.1 * lines), 9.5)
    figure = new_figure(11, tall)
    tree, bars = figure.subplots(1, 2, width_ratios=(3, 1))
    total, name = found.total, safe(found.source.source.name)
    figure.suptitle(f"What rests on {name}", x=0.005, ha="left", weight="bold", size=14, parse_math=False)
    _draw_tree(tree, found, spots, lines)
    _draw_bars(bars, found.predicates, tall)
    tree.set_title(
        f"{counted(total.claims, 'claim')} by {counted(len(total.authors), 'author')}, {doing(total.aside, 'step')} "
        f"aside today; the source is {found.state}",
        loc="left", size=9.5, color=_QUIET, pad=26,
    )  # fmt: skip
    return figure


def _draw_tree(axes: Any, found: Impact, spots: Places, lines: float) -> None:
    drawn = found.claims[:DRAWN]
    deepest = max(depth for depth, _ in spots.values())
    for reached in drawn:
        _edge(axes, spots[reached.above], spots[reached.row.id])
    size = max(5.0, min(46.0, 2400 / lines))
    for label, colour, group in (
        ("stands", _STANDS, [one for one in drawn if one.row.id not in found.aside]),
        ("steps aside", _ASIDE, [one for one in drawn if one.row.id in found.aside]),
    ):
        points = [spots[one.row.id] for one in group]
        if points:
            axes.scatter(*zip(*points, strict=True), s=size, color=colour, zorder=3, label=label, linewidths=0)
    axes.scatter(*spots[found.source.id], s=110, marker="s", color=_SOURCE, zorder=3, label="the source")
    for reached in drawn if len(drawn) <= LABELLED else ():
        _label(axes, reached, spots[reached.row.id], max(12, _LINE // (deepest + 1) - 4))
    _heads(axes, found, deepest)
    axes.set_xlim(-0.15, deepest + (0.95 if len(drawn) <= LABELLED else 0.25))
    axes.set_ylim(lines, -1)
    axes.set_axis_off()
    axes.legend(loc="lower left", ncols=3, frameon=False, fontsize=8.5, bbox_to_anchor=(0, -0.02), borderaxespad=0)


def _edge(axes: Any, start: tuple[int, float], end: tuple[int, float]) -> None:
    (x, y), (to_x, to_y) = start, end
    steps = [step / 24 for step in range(25)]
    bend = [3 * step**2 - 2 * step**3 for step in steps]
    axes.plot(
        [x + (to_x - x) * step for step in steps], [y + (to_y - y) * part for part in bend],
        color=_EDGE, linewidth=0.7, zorder=1,
    )  # fmt: skip


def _label(axes: Any, reached: Reached, spot: tuple[int, float], length: int) -> None:
    claim = reached.claim
    text = safe(f"{claim.subject} {claim.predicate} = {words.value(claim.value, claim.unit)}")
    axes.annotate(
        words.cut(text, length), spot, xytext=(7, 0), textcoords="offset points", va="center", size=7.5,
        color=_SOURCE, parse_math=False, zorder=2, bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.8},
    )  # fmt: skip


def _heads(axes: Any, found: Impact, deepest: int) -> None:
    """Above every column what stands in it, and how many."""
    count = Counter(reached.depth for reached in found.claims)
    for depth in range(1, deepest + 1):
        what = doing(count[depth], "cite") + " it" if depth == 1 else f"{count[depth]:,} in step {depth}"
        if depth == 2:
            what = doing(count[depth], "follow") + " from those"
        axes.text(
            depth, 1.01, what, transform=axes.get_xaxis_transform(), ha="center", va="bottom",
            size=9, color=_SOURCE,
        )  # fmt: skip
    if len(found.claims) > DRAWN:
        more = f"the first {DRAWN:,} of {len(found.claims):,} claims are drawn"
        axes.text(0, 1.01, more, transform=axes.get_xaxis_transform(), ha="left", va="bottom", size=8, color=_QUIET)


def _draw_bars(axes: Any, groups: list[Group], tall: float) -> None:
    """How many claims there are of each predicate, the largest ones, in bars that do not grow with the picture."""
    shown_groups = groups[:_PREDICATES]
    rows = range(len(shown_groups))
    aside = [group.aside for group in shown_groups]
    axes.barh(rows, [group.claims - group.aside for group in shown_groups], left=aside, color=_STANDS, height=0.6)
    axes.barh(rows, aside, color=_ASIDE, height=0.6)
    largest = max((group.claims for group in shown_groups), default=1)
    for row, group in enumerate(shown_groups):
        axes.text(group.claims + largest * 0.03, row, f"{group.claims:,}", va="center", size=8, color=_QUIET)
    axes.set_yticks(rows, [words.cut(safe(group.name), 22) for group in shown_groups], size=8, parse_math=False)
    axes.set_ylim(max(len(shown_groups), (tall - 1.2) * 3) - 0.4, -0.6)
    axes.set_xlim(0, largest * 1.2)
    axes.set_xticks([])
    axes.tick_params(length=0)
    for side in ("top", "right", "bottom", "left"):
        axes.spines[side].set_visible(False)
    more = len(groups) - len(shown_groups)
    axes.set_title("by predicate" + (f" ({more:,} more)" if more else ""), loc="left", size=9.5, color=_QUIET)
