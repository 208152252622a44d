"""Naming the objects that a damaged frame held: by the seal that lists them, or by what the index remembers."""

from __future__ import annotations

from repo_format import frame

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from repo_format.checking.idset import IdSet
    from repo_format.checking.pending import Lost, Pending

    Names = Callable[[int, int], list[bytes] | None]
    """The ids of so many objects from a sequence number on, as the index has them; None when there is no index."""

_OBJECTS = frozenset((0, frame.SIGNED, frame.BLOCK))


def name_lost(pending: Pending, known: IdSet, first_seq: int, total: int, names: Names) -> list[bytes]:
    """The ids of the objects missing from a transaction of ``total`` objects, each told to the finding it belongs to.

    Where there are more than could be named, the findings count them. Costs nothing when no object is missing.
    """
    missing = total - pending.count
    places = [lost for lost in pending.lost if lost.kind in _OBJECTS]
    if missing <= 0 or not places:
        return []
    candidates = _listed(places, set(pending.ids), known)
    if len(candidates) != missing:
        candidates = _remembered(pending, first_seq, total, names) or candidates
    candidates = candidates[:missing]
    for object_id in candidates:
        _owner(places, object_id).finding.ids.append(object_id)
    places[-1].finding.unnamed += missing - len(candidates)
    return candidates


def _listed(places: list[Lost], held: set[bytes], known: IdSet) -> list[bytes]:
    """What the seals list in the stretches that could not be read, and that has not turned up elsewhere."""
    found: dict[bytes, None] = {}
    for lost in places:
        if lost.seal is not None:
            for object_id in lost.seal.ids[lost.low : lost.high]:
                if object_id not in held and object_id not in known:
                    found[object_id] = None
    return list(found)


def _remembered(pending: Pending, first_seq: int, total: int, names: Names) -> list[bytes]:
    remembered = names(first_seq, total)
    if remembered is None:
        return []
    held = set(pending.ids)
    return [object_id for object_id in remembered if object_id not in held]


def _owner(places: list[Lost], object_id: bytes) -> Lost:
    for lost in places:
        if lost.seal is not None and object_id in lost.seal.ids[lost.low : lost.high]:
            return lost
    return next((lost for lost in places if lost.seal is None), places[0])
