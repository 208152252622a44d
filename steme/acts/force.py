"""Force: which acts count. An act is in force when who made it had the right to and it was not taken back.

What takes an act back is a retraction of it that is in force itself; so a retraction of a retraction brings back what
that took away. Acts name each other by hashes, hence there are no circles among them.
"""

from __future__ import annotations

from repo_format.storage import tables
from steme.acts.origin import Origins
from steme.acts.rights import Rights

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from repo_format.storage.snapshot import Snapshot
    from steme.acts.act import Act, Acts, ByTarget
    from steme.bounds import Bounds
    from steme.policy import Policy

_RETRACTION = frozenset((tables.ACT_RETRACTION,))
_AUTHOR = 3
"""Place in an act, for a loop that may see a hundred thousand of them."""


class Owned:
    """Who may take an object back: ``owners`` are terms; ``root`` is the object whose subject is its subject.

    The last owner is the author of the root, or of the object itself where it is not an act made by right.
    """

    __slots__ = ("owners", "root")

    def __init__(self, owners: tuple[int, ...], root: bytes) -> None:
        self.owners = owners
        self.root = root


class Force:
    """Judges ``acts`` of a view, within ``bounds``, under a policy; ``newcomer`` is as for ``Rights``."""

    def __init__(self, view: Snapshot, bounds: Bounds, policy: Policy, acts: Acts, newcomer: bytes = b"") -> None:
        self._acts = acts
        self.rights = Rights(view, bounds, policy, newcomer)
        self.origins = Origins(view, bounds)

    def on(self, targets: Mapping[bytes, int], kinds: frozenset[int]) -> tuple[ByTarget, set[bytes]]:
        """The acts of these kinds in force on objects, and the objects on which some have no force for want of right.

        ``targets`` gives the author (a term) of each object, by id.
        """
        made = self._made(targets, kinds)
        strange: ByTarget = {}
        for target, on_it in made.items():
            owner = targets[target]
            for act in on_it:
                if act[_AUTHOR] != owner and not self._has_right(act, (owner,), target):
                    strange.setdefault(target, []).append(act)
        taken_back = self._taken_back(made, strange, targets)
        rightless = {act.id for acts in strange.values() for act in acts}
        return _without(made, taken_back | rightless), set(_without(strange, taken_back))

    def _taken_back(self, made: ByTarget, strange: ByTarget, targets: Mapping[bytes, int]) -> set[bytes]:
        """The ids of those of some acts that were taken back. Only few are, so nothing is made for the others."""
        acts = {act.id for on_it in made.values() for act in on_it}
        retracted = self._made(acts, _RETRACTION)
        if not retracted:
            return set()
        owned: dict[bytes, Owned] = {}
        for target, on_it in made.items():
            rightless = strange.get(target, ())
            for act in on_it:
                if act.id in retracted:
                    owners = (act.author,) if act in rightless else (act.author, targets[target])
                    owned[act.id] = Owned(owners, target)
        return self.taken_back(owned)

    def left(self, acts: Iterable[Act]) -> list[Act]:
        """Those of some acts that everybody may make which their authors have not taken back or lost the right to."""
        counts = self.rights.counts
        made = [act for act in acts if counts(act.author, act.seq)]
        gone = self.taken_back({act.id: Owned((act.author,), act.id) for act in made})
        return [act for act in made if act.id not in gone]

    def taken_back(self, objects: Mapping[bytes, Owned]) -> set[bytes]:
        """Those of some objects, by id, on which a retraction is in force."""
        levels: list[tuple[Mapping[bytes, Owned], ByTarget]] = []
        while objects and (made := self._made(objects, _RETRACTION)):
            levels.append((objects, made))
            objects = {
                act.id: Owned((act.author, objects[target].owners[-1]), objects[target].root)
                for target, on_it in made.items()
                for act in on_it
            }
        gone: set[bytes] = set()
        for owned, made in reversed(levels):
            gone = {
                target
                for target, on_it in made.items()
                if any(
                    act.id not in gone and self._has_right(act, owned[target].owners, owned[target].root)
                    for act in on_it
                )
            }
        return gone

    def _made(self, targets: Iterable[bytes], kinds: frozenset[int]) -> ByTarget:
        """The acts on some objects, except those by keys that had been given up."""
        found = self._acts.on(targets, kinds)
        if self.rights.agents.revoked:
            counts = self.rights.counts
            found = {
                target: kept
                for target, on_it in found.items()
                if (kept := [act for act in on_it if counts(act.author, act.seq)])
            }
        return found

    def _has_right(self, act: Act, owners: tuple[int, ...], root: bytes) -> bool:
        return act.author in owners or self.rights.may(act.author, owners, act.time, lambda: self.origins.subject(root))


def _without(acts: ByTarget, taken_back: set[bytes]) -> ByTarget:
    if not taken_back:
        return acts
    left = {target: [act for act in on_it if act.id not in taken_back] for target, on_it in acts.items()}
    return {target: on_it for target, on_it in left.items() if on_it}
