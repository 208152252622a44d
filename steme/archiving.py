"""An archive: a backup that follows its repository (``steme archive --follow``).

Every so many seconds what was committed since is copied. A place that cannot be reached is tried again, less and less
often, and nothing is lost meanwhile but time: the log is still there. How far the archive is behind is measured.
"""

from __future__ import annotations

from repo_format.errors import Busy, InvalidInput, RemoteFailed, StorageFailed, shown
from steme.backup import origin
from steme.backup.copying import back_up

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from steme.backup.copying import Taken
    from steme.backup.place import Place

MAX_PAUSE = 300.0
"""Seconds between two tries at most, however long a place is away."""

_UNITS = {"s": 1.0, "m": 60.0, "h": 3600.0}
_LOW, _HIGH = 0.1, 86_400.0
_PASSING = (Busy, RemoteFailed, StorageFailed)


def follow(
    path: str, place: Place, interval: float, wait: Callable[[float], bool], *, config: bool = True, audit: bool = True
) -> Iterator[Taken | Busy | RemoteFailed | StorageFailed]:
    """Bring the archive up to the repository in ``path`` every ``interval`` seconds; what each round did, or its error.

    ``wait(seconds)`` says whether it is time to end; one more round is made then. Rounds without news are not given,
    and cost nothing but a look at three files. Raises what will not pass by itself: Refused, Damaged, NotARepository.
    """
    seen: list[tuple[int, int, int]] = []
    pause, ending = interval, False
    while True:
        now = origin.look(path)
        if now != seen:
            try:
                yield back_up(path, place, config=config, audit=audit, idle=False)
            except _PASSING as error:
                pause, now = min(2 * pause, max(interval, MAX_PAUSE)), []
                yield error
            else:
                pause = interval
        seen = now
        if ending:
            return
        ending = wait(pause)


def interval_of(text: str) -> float:
    """Seconds of an interval such as ``5s``, ``0.5s``, ``15m`` or ``1h``. Raises InvalidInput."""
    try:
        seconds = float(text[:-1]) * _UNITS[text[-1:]]
    except (ValueError, KeyError):
        seconds = 0.0
    if not _LOW <= seconds <= _HIGH:
        raise InvalidInput("--interval", f"{shown(text)} is not an interval from 0.1s to 24h, such as 5s or 15m")
    return seconds
