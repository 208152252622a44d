"""Targets: what would be erased, what is known of it, and what refers to it."""

from __future__ import annotations

from repo_format import objects
from repo_format.errors import InvalidInput, Refused
from repo_format.storage import tables
from steme.repository import resolve

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from repo_format.objects import Payload
    from repo_format.storage.snapshot import Snapshot


class Target:
    """An object that is to lose its payload, of ``size`` bytes. ``payload`` is None when it has lost it already.

    ``referring`` is the number of objects that are about it, follow from it or cite it; they stay as they are.
    """

    __slots__ = ("id", "payload", "referring", "seq", "size")

    def __init__(self, view: Snapshot, object_id: bytes) -> None:
        self.id = object_id
        self.seq = view.seq_of(object_id)
        data = view.record(self.seq).payload
        self.size = len(data or b"")
        self.payload: Payload | None = None if data is None else objects.read(data)
        self.referring = _referring(view, object_id)

    def check(self) -> None:
        """Raise InvalidInput or Refused for what may not be erased: what keeps others safe, and the reasons."""
        kind, action = getattr(self.payload, "kind", ""), getattr(self.payload, "action", "")
        if kind == "erasure":
            raise InvalidInput("erase", f"{self.id.hex()[:12]} is the reason of an erasure, which has to stay")
        if kind == "agent" and action != "profile":
            raise Refused(
                f"{self.id.hex()[:12]} is the {action} of a key; without it others would go on trusting that key"
            )


def find(view: Snapshot, texts: Iterable[str]) -> list[Target]:
    """The targets that ids or their first digits name, each once, in that order.

    Raises InvalidInput, NotFound, AmbiguousId, Refused.
    """
    found = [Target(view, object_id) for object_id in dict.fromkeys(resolve(view, text) for text in texts)]
    for target in found:
        target.check()
    return found


def _referring(view: Snapshot, object_id: bytes) -> int:
    about = len(view.duplicates(tables.ABOUT, object_id)) // tables.ABOUT_ROW.size
    term = view.term(tables.TERM_OBJECT + object_id)
    return about + (len(view.seqs(tables.BY_SOURCE, tables.U32.pack(term))) if term else 0)
