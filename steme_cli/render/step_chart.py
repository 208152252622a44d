"""A timeline as a picture: the answer as a line of steps, and under it how far the claims were apart."""

from __future__ import annotations

import os
import warnings
from datetime import UTC, datetime, timedelta
from importlib import import_module

from repo_format.errors import InvalidInput, NotFound, StorageFailed, shown
from steme import times
from steme.scoring import CONTESTED
from steme_cli.render import figures, label_room, words
from steme_cli.render.drawing import new_figure
from steme_cli.render.text import safe

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from steme.query import Question
    from steme.timeline import Change, Timeline

FORMATS = (".png", ".svg", ".pdf")
LABELLED = 20
"""With at most this many steps each is labelled with its value."""

_STANDS, _CONTESTED, _INK, _QUIET, _LINK, _FAINT = "#3b75af", "#d1605e", "#222222", "#666666", "#b0b0b0", "#e4e4e4"
_TEXTS = 12
"""Values other than numbers that find room as lines of their own."""

_START = datetime(1970, 1, 1, tzinfo=UTC)


def draw(found: Timeline, question: Question, path: str, until: int | None = None) -> None:
    """Write the picture to the file ``path``, whose ending says its format; one that is there is replaced.

    The last answer goes on to ``until``, by default to this moment. Raises NotFound where there was no answer or
    without matplotlib, InvalidInput for another ending or for too many different texts, StorageFailed.
    """
    if os.path.splitext(path)[1].lower() not in FORMATS:
        raise InvalidInput("--plot", f"{shown(path)} does not end in {', '.join(FORMATS)}")
    changes = ([found.before] if found.before else []) + found.changes
    if not any(one.id for one in changes):
        raise NotFound("the question had no answer in that time, so there is nothing to draw")
    figure = _figure(found, changes, question, until)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # a font may lack a sign; the picture then has a box
            figure.savefig(path, dpi=150, facecolor="white")
    except OSError as error:
        raise StorageFailed(f"cannot write {shown(path)}: {error.strerror or error}") from error


def _figure(found: Timeline, changes: list[Change], question: Question, until: int | None) -> Any:
    end = max([times.now() if until is None else until, *(time for time, _ in found.conflicts[-1:]), changes[-1].time])
    figure = new_figure(10, 5.6)
    answer, conflict = figure.subplots(2, 1, sharex=True, height_ratios=(3.2, 1))
    title = safe(f"{question.subject} {question.predicate}")
    answer.set_title(words.cut(title, 76), loc="left", weight="bold", size=14, pad=30, parse_math=False)
    _draw_answer(answer, changes, end)
    answer.annotate(
        f"the answer by the lens {question.lens}, red while it was contested", (0, 1), xycoords="axes fraction",
        xytext=(0, 12), textcoords="offset points", size=9.5, color=_QUIET, annotation_clip=False,
    )  # fmt: skip
    _draw_conflict(conflict, found, changes, end)
    room = _room(changes, end)
    conflict.set_xlim(_moment(changes[0].time - room), _moment(end + 3 * room))
    _date(conflict)
    figure.align_ylabels()
    return figure


def _date(axes: Any) -> None:
    """Let the axis of time say what it is about once, and at its ticks only what changes."""
    dates = import_module("matplotlib.dates")
    locator = dates.AutoDateLocator()
    axes.xaxis.set_major_locator(locator)
    axes.xaxis.set_major_formatter(dates.ConciseDateFormatter(locator))
    axes.xaxis.get_offset_text().set(size=9, color=_QUIET)


def _draw_answer(axes: Any, changes: list[Change], end: int) -> None:
    heights = _heights(axes, changes)
    ends = [one.time for one in changes[1:]] + [end]
    for at, (one, stop) in enumerate(zip(changes, ends, strict=True)):
        if heights[at] is None:
            continue
        colour = _CONTESTED if one.status == "CONTESTED" else _STANDS
        axes.plot(
            [_moment(one.time), _moment(stop)], [heights[at]] * 2, color=colour, linewidth=2.6, solid_capstyle="butt",
            zorder=3,
        )  # fmt: skip
        if at and heights[at - 1] is not None:
            axes.plot([_moment(one.time)] * 2, [heights[at - 1], heights[at]], color=_LINK, linewidth=0.9, zorder=2)
        axes.plot([_moment(one.time)], [heights[at]], "o", color=colour, markersize=4.5, zorder=4)
    _plain(axes)
    axes.margins(y=0.18)
    if len(changes) <= LABELLED:
        _draw_labels(axes, changes, heights, end)


def _draw_labels(axes: Any, changes: list[Change], heights: list[float | None], end: int) -> None:
    """The value at the beginning of each step, but for the same value by another claim and where there is no room."""
    low, high = axes.get_ylim()
    first = changes[0].time - _room(changes, end)
    wide = end + 3 * _room(changes, end) - first
    new: list[tuple[Change, float]] = []
    for at, (one, height) in enumerate(zip(changes, heights, strict=True)):
        if height is not None and not (at and changes[at - 1].id and changes[at - 1].value == one.value):
            new.append((one, height))
    points = [((one.time - first) / wide, (height - low) / (high - low), _label_text(one)) for one, height in new]
    for (one, height), place in zip(new, label_room.places(points), strict=True):
        if place is not None:
            _label(axes, one, height, place)


def _room(changes: list[Change], end: int) -> float:
    """What is left free before the first step; behind the last one it is three times as much."""
    return max(end - changes[0].time, 60_000_000) * 0.03


def _heights(axes: Any, changes: list[Change]) -> list[float | None]:
    """How high each answer stands: a number at its value, anything else on a line for each value, by first use."""
    numbers = [one.value for one in changes if one.id]
    units = {one.unit for one in changes if one.id}
    if len(units) == 1 and all(isinstance(one, int | float) and not isinstance(one, bool) for one in numbers):
        axes.set_ylabel(safe(min(units)), color=_QUIET, parse_math=False)
        axes.yaxis.set_major_formatter(lambda value, _: tick(value))
        return [float(str(one.value)) if one.id else None for one in changes]
    lines = list(dict.fromkeys(_text(one) for one in changes if one.id))
    if len(lines) > _TEXTS:
        raise InvalidInput("--plot", f"can draw {_TEXTS} different values, not {len(lines)}; --since narrows it")
    axes.set_yticks(range(len(lines)), [words.cut(line, 28) for line in lines], parse_math=False)
    return [float(lines.index(_text(one))) if one.id else None for one in changes]


def tick(value: float) -> str:
    """What stands beside a line of the grid: 5.2, where the double is 5.2000000000000001."""
    rounded = float(f"{value:.12g}")
    return figures.value(int(rounded) if rounded.is_integer() else rounded)


def _label_text(change: Change) -> str:
    return words.cut(_text(change), 24)


def _label(axes: Any, change: Change, height: float, place: tuple[str, str]) -> None:
    horizontal, vertical = place
    offset = (4 if horizontal == "left" else -4, 6 if vertical == "bottom" else -6)
    axes.annotate(
        _label_text(change), (_moment(change.time), height), xytext=offset, textcoords="offset points",
        size=8.5, color=_INK, parse_math=False, zorder=5, ha=horizontal, va=vertical,
        bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.6, "alpha": 0.8},
    )  # fmt: skip


def _draw_conflict(axes: Any, found: Timeline, changes: list[Change], end: int) -> None:
    steps = [(found.before.time, found.before.conflict)] if found.before else []
    steps += [step for step in found.conflicts if step[0] >= changes[0].time]
    moments = [*(_moment(time) for time, _ in steps), _moment(end)]
    scores = [*(score for _, score in steps), steps[-1][1]]
    axes.fill_between(moments, scores, step="post", color=_QUIET, alpha=0.25, linewidth=0)
    axes.step(moments, scores, where="post", color=_QUIET, linewidth=1.2)
    axes.axhline(CONTESTED, color=_CONTESTED, linewidth=0.9, linestyle=(0, (4, 3)))
    axes.text(
        0.995, CONTESTED + 0.04, "contested", transform=axes.get_yaxis_transform(), ha="right", size=8, color=_CONTESTED
    )
    axes.set_ylim(0, 1)
    axes.set_yticks([0, 0.5, 1])
    axes.set_ylabel("conflict", color=_QUIET)
    _plain(axes)


def _plain(axes: Any) -> None:
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    for side in ("left", "bottom"):
        axes.spines[side].set_color(_FAINT)
    axes.grid(axis="y", color=_FAINT, linewidth=0.6)
    axes.set_axisbelow(True)
    axes.tick_params(length=0, labelsize=9, labelcolor=_QUIET)


def _text(change: Change) -> str:
    return safe(words.value(change.value, change.unit))


def _moment(microseconds: float) -> datetime:
    return _START + timedelta(microseconds=microseconds)
