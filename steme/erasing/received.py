"""Erasures that came from elsewhere, or were interrupted here, and whose targets still have their payloads."""

from __future__ import annotations

from repo_format import objects, vocabulary
from repo_format.errors import StemeError
from repo_format.objects.erasure import Erasure
from repo_format.storage import tables
from steme import policy as policies
from steme.acting.permission import Permission
from steme.erasing.targets import Target

TYPE_CHECKING = False
if TYPE_CHECKING:
    from repo_format.storage.snapshot import Snapshot
    from steme.repository import Repository

_KIND_KEY = bytes((vocabulary.KINDS.index("erasure"),))


class Request:
    """An erasure that waits to be followed: its id, what it says, and its target.

    ``by_right`` tells that who signed it may act for the author of the target under the policy.
    """

    __slots__ = ("by_right", "erasure", "id", "target")

    def __init__(self, erasure_id: bytes, erasure: Erasure, target: Target, by_right: bool) -> None:
        self.id = erasure_id
        self.erasure = erasure
        self.target = target
        self.by_right = by_right


def waiting(repository: Repository) -> list[Request]:
    """The erasures here that were not followed, in order of arrival. Costs a read of each and of its target."""
    with repository.snapshot() as view:
        policy = policies.configured(view, repository.configuration)
        asked: dict[bytes, Permission] = {}
        found: list[Request] = []
        for seq in view.seqs(tables.BY_KIND, _KIND_KEY):
            record = view.record(seq)
            erasure = objects.read(record.payload or b"")
            target = _target(view, bytes.fromhex(erasure.target)) if isinstance(erasure, Erasure) else None
            if target is None or not isinstance(erasure, Erasure):
                continue
            author = bytes.fromhex(erasure.author)
            permission = asked.setdefault(author, Permission(view, policy, author))
            found.append(Request(record.id, erasure, target, permission.owns(target.id, erasure.time)))
        return found


def _target(view: Snapshot, object_id: bytes) -> Target | None:
    """The target of an erasure, if it is here with its payload and may be erased at all."""
    if not view.seq_of(object_id):
        return None
    target = Target(view, object_id)
    try:
        target.check()
    except StemeError:
        return None
    return target if target.payload is not None else None
