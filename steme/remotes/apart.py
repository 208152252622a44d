"""How far a remote and this repository are apart, as far as is known without asking."""

from __future__ import annotations

from steme.remotes import state as states
from steme.remotes.remote import every, find

TYPE_CHECKING = False
if TYPE_CHECKING:
    from repo_format.storage.snapshot import Snapshot
    from steme.remotes.remote import Remote
    from steme.remotes.state import State
    from steme.repository import Repository


class Distance:
    """``ahead`` objects are here and not there, ``behind`` are there and not here, as of ``seen`` (microseconds).

    ``known`` is False where there was no exchange yet, or none that fits this history: then both are 0. ``head`` is
    their newest head that was seen, ``signers`` the keys that signed such heads.
    """

    __slots__ = ("ahead", "behind", "head", "known", "seen", "signers")

    def __init__(self, view: Snapshot, state: State | None) -> None:
        usable = state if state is not None and state.fits(view) else None
        self.known = usable is not None
        self.head = usable.latest if usable else None
        self.seen = usable.seen if usable else 0
        self.signers = list(usable.signers) if usable else []
        self.ahead, self.behind = apart(view.count, usable) if usable else (0, 0)


def apart(count: int, state: State) -> tuple[int, int]:
    """``(ahead, behind)`` for a repository of ``count`` objects."""
    shared = len(state.shared)
    return count - shared, max(0, (state.latest.count if state.latest else 0) - shared)


def distance(repository: Repository, name: str) -> Distance:
    """How far the remote of that name is. Raises NotFound."""
    find(repository, name)
    with repository.snapshot() as view:
        return Distance(view, states.load(repository, name))


def distances(repository: Repository) -> list[tuple[Remote, Distance]]:
    """All remotes, by name, each with its distance."""
    known = every(repository)
    if not known:
        return []
    with repository.snapshot() as view:
        return [(remote, Distance(view, states.load(repository, remote.name))) for remote in known]
