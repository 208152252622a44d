"""Agents: keys that follow one another by rotation are one agent, and a revocation gives keys up
(docs/semantics/trust.md, section 2).

Rotations and revocations take effect in the order in which this repository learnt of them, because whoever stole a key
writes any time into what it signs.
"""

from __future__ import annotations

from repo_format.storage import tables
from steme.trust.acts import all_acts

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Set as AbstractSet

    from repo_format.storage.snapshot import Snapshot
    from steme.bounds import Bounds
    from steme.trust.acts import Act

_REMEMBERED = 8
_known: dict[tuple[bytes, int | None, int | None], Succession] = {}


class Succession:
    """Which keys belong together. Keys are terms; an agent is named by the last of its keys.

    ``revoked`` holds, for a key that was given up, the seq after which nothing it signs counts.
    """

    __slots__ = ("_before", "_later", "_next", "revoked")

    def __init__(self) -> None:
        self._next: dict[int, int] = {}
        self._later: dict[int, int] = {}
        self._before: dict[int, list[int]] = {}
        self.revoked: dict[int, int] = {}

    def agent(self, key: int) -> int:
        """The agent that a key belongs to: the last key that follows it, itself where none does."""
        later = self._later  # as _next, with short cuts: a long chain is walked once
        while key in later:
            after = later[key]
            if after in later:
                later[key] = later[after]
            key = after
        return key

    @property
    def replaced(self) -> AbstractSet[int]:
        """The keys that others took over from."""
        return self._next.keys()

    def keys(self, key: int) -> tuple[int, ...]:
        """All keys of the agent that a key belongs to, its last one first."""
        return tuple(self._with_those_before(self.agent(key)))

    def follows(self, new: int, old: int) -> bool:
        """Whether a key took over from another, at once or by keys between them; no key follows itself."""
        while old in self._next:
            old = self._next[old]
            if old == new:
                return True
        return False

    def counts(self, key: int, seq: int) -> bool:
        """Whether an object that a key signed, number ``seq`` here, was here before the key was given up."""
        return seq <= self.revoked.get(key, seq)

    def _with_those_before(self, key: int) -> Iterator[int]:
        waiting = [key]
        while waiting:
            one = waiting.pop()
            yield one
            waiting += self._before.get(one, ())

    def _rotate(self, old: int, new: int) -> None:
        """The first rotation of a key counts, unless it was given up before or the new key is one of those before."""
        if old not in self._next and old not in self.revoked and self.agent(new) != old:
            self._next[old] = self._later[old] = new
            self._before.setdefault(new, []).append(old)

    def _revoke(self, key: int, seq: int) -> None:
        """With a key those are given up that it took over from; what it signs afterwards, this included, is void."""
        if key not in self.revoked:
            for one in self._with_those_before(key):
                self.revoked.setdefault(one, seq)


def succession(view: Snapshot, bounds: Bounds) -> Succession:
    """The agents as of the bounds of a question (``as_of``, ``known_at``); kept for the next one.

    Costs two look-ups where no key was ever rotated or revoked, else a walk over all such acts.
    """
    state = (view.watermark.chain, bounds.known_at, bounds.as_of)
    made = _known.get(state)
    if made is None:
        made = Succession()
        for author, act, key in _acts(view, bounds):
            if key:
                made._rotate(author, key)  # noqa: SLF001 - who makes one is here
            else:
                made._revoke(author, act[0])  # noqa: SLF001
        if len(_known) >= _REMEMBERED:
            _known.clear()
        _known[state] = made
    return made


def _acts(view: Snapshot, bounds: Bounds) -> list[tuple[int, Act, int]]:
    """``(author, act, new key or 0)`` of all rotations and revocations, by seq."""
    found = [(author, act, act[2]) for author, act in all_acts(view, bounds, tables.ROTATION)]
    found += [(author, act, 0) for author, act in all_acts(view, bounds, tables.REVOCATION)]
    return sorted(found, key=lambda one: one[1][0])


def revoked_after(view: Snapshot, bounds: Bounds) -> dict[int, int]:
    """For every key that was given up by then, a term, the seq after which what it signed steps aside."""
    return succession(view, bounds).revoked
