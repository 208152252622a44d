"""Where an answer out of a materialised view comes from, as programs and people read it."""

from __future__ import annotations

from steme.times import format_time
from steme_cli.render import clock, figures

TYPE_CHECKING = False
if TYPE_CHECKING:
    from steme.query import FromView


def source(given: FromView) -> dict[str, object]:
    """Where an answer comes from, as JSON has it. Ages are in seconds."""
    return {
        "id": given.id,
        "resolved": format_time(given.made),
        "age": given.age,
        "behind": given.behind,
        "exact_until": None if given.stale_since is None else format_time(given.stale_since),
    }


def sentence(given: FromView) -> str:
    """The same for people."""
    words = f"from view {figures.short_id(given.id)}, resolved {clock.age(given.asked - given.made)}"
    if given.stale_since is None:
        return words
    came = f"{given.behind} object{'' if given.behind == 1 else 's'} came in" if given.behind else "the clock moved it"
    return f"{words}; not exact: since then {came}, the first {clock.age(given.asked - given.stale_since)}"
