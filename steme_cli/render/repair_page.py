"""What a repair found, fetched and did, in sentences."""

from __future__ import annotations

from steme_cli import output
from steme_cli.render import figures
from steme_cli.render.text import safe

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from steme.repairing.repair import Repair

_SHOWN = 8


def show(done: Repair, sources: Sequence[str], *, dry_run: bool) -> None:
    """Say on stderr how it went."""
    output.note(f"{_many(done.damages, 'damaged transaction')}, {_many(done.stretches, 'bad stretch', 'es')}.")
    if done.lost_commits:
        output.note(f"Heads that cannot be read: of commit {_some([str(one) for one in done.lost_commits])}.")
    if dry_run:
        _would_fetch(done, sources)
        return
    for name, number in done.fetched.items():
        output.note(f"{_many(number, 'object')} fetched from {safe(name)} and verified.")
    for problem in done.problems:
        output.note(f"Not to be had: {safe(problem)}.")
    if done.missing:
        ids = _some([figures.short_id(one.hex()) for one in done.missing])
        output.note(f"Not to be had: {_many(len(done.missing), 'object')}: {ids}.")
    if done.kept:
        output.note(f"The bad bytes are kept in {_some(done.kept)}.")
    if done.done:
        output.note("The log is mended: every object, number, commit and head is as it was.")
    else:
        output.note("Nothing was changed. Name another source as well: a backup has the heads too.")


def _would_fetch(done: Repair, sources: Sequence[str]) -> None:
    unnamed = f", and {_many(done.unnamed, 'object')} whose ids are not known" if done.unnamed else ""
    ids = _some([figures.short_id(one.hex()) for one in done.wanted])
    named = f": {ids}" if done.wanted else ""
    places = ", ".join(map(safe, sources))
    output.note(f"Would ask {places} for {_many(len(done.wanted), 'object')}{named}{unnamed}.")


def _some(words: Sequence[str]) -> str:
    more = len(words) - _SHOWN
    return " ".join(words[:_SHOWN]) + (f" and {more:,} more" if more > 0 else "")


def _many(number: int, word: str, ending: str = "s") -> str:
    return f"1 {word}" if number == 1 else f"{number:,} {word}{ending}"
