"""Permission: whether an act would take effect under the policy, asked before it is made.

Nothing keeps anybody from signing an act; at reading one without the right changes nothing. So the doors refuse it,
unless it is meant as a dispute.
"""

from __future__ import annotations

from repo_format import objects
from repo_format.errors import Refused, shown
from repo_format.objects.alias import Alias
from repo_format.objects.epoch import Epoch
from repo_format.storage import tables
from steme import epochs
from steme.acts.act import Acts
from steme.acts.force import Force
from steme.bounds import EVERYTHING
from steme.policy import ENTERPRISE, SETTING, WHO

TYPE_CHECKING = False
if TYPE_CHECKING:
    from repo_format.objects import Payload
    from repo_format.storage.snapshot import Snapshot
    from steme.policy import Policy

_VERBS = {
    "retraction": "retract",
    "supersession": "supersede",
    "stage": "change the stage of",
    "source_status": "change the status of",
}


def target_of(payload: Payload) -> bytes | None:
    """The id of what an act under policy is about; None for any other object."""
    fields = {"retraction": "target", "supersession": "old", "stage": "target", "source_status": "source"}
    field = fields.get(payload.kind)
    return bytes.fromhex(getattr(payload, field)) if field else None


def root_of(view: Snapshot, object_id: bytes) -> tuple[bytes, Payload | None]:
    """What an act is about in the end, through acts on acts; for any other object that object. None: it is not here."""
    payload = read(view, object_id)
    while payload is not None and (target := target_of(payload)) is not None:
        object_id, payload = target, read(view, target)
    return object_id, payload


def read(view: Snapshot, object_id: bytes) -> Payload | None:
    """The payload of an object, None when it is not here or was erased."""
    seq = view.seq_of(object_id)
    data = view.record(seq).payload if seq else None
    return None if data is None else objects.read(data)


class Permission:
    """Answers for one author (a key of 32 bytes) in a view under a policy."""

    def __init__(self, view: Snapshot, policy: Policy, author: bytes) -> None:
        self._view = view
        self._policy = policy
        self.term = view.term(tables.TERM_KEY + author)
        """The author's term, 0 for somebody of whom the repository does not know yet."""
        self._force = Force(view, EVERYTHING, policy, Acts(view, EVERYTHING), newcomer=author)

    def require(self, payload: Payload, dispute: bool = False) -> bool:
        """Whether an act by the author would take effect; True for what anybody may say.

        Raises Refused for a key that was given up, and for an act without effect unless it is a ``dispute``.
        """
        if self.term in self._force.rights.agents.revoked:
            raise Refused("the key that signs was given up here, so nothing it says counts; use another one")
        deed = self._without_right(payload)
        if deed and not dispute:
            raise Refused(
                f"only {WHO[self._policy.name]} may {deed} ({SETTING} is {self._policy.name}); "
                "--dispute records the objection without effect"
            )
        return not deed

    def owns(self, object_id: bytes, time: int) -> bool:
        """Whether the author may, at ``time``, do with an object what its author may do with it."""
        owners, root = self._owned(object_id)
        return self._holds(self.term, owners, time, root)

    def _without_right(self, payload: Payload) -> str:
        """What the author has no right to do and the act does, in words; "" where they have it or need none."""
        if isinstance(payload, Epoch):
            return self._epoch(payload)
        if isinstance(payload, Alias):
            return self._alias(payload)
        target = target_of(payload)
        if target is None:
            return ""
        owners, root = self._owned(target)
        may = self._holds(self.term, owners, payload.time, root)
        return "" if may else f"{_VERBS[payload.kind]} {target.hex()[:12]}"

    def _epoch(self, payload: Epoch) -> str:
        elder = epochs.named(self._view, payload.supersedes, policy=self._policy) if payload.supersedes else None
        if elder is None or elder.owner is None:
            return ""
        may = self._force.rights.may(self.term, (elder.owner,), payload.time, lambda: None)
        return "" if may else f"supersede the epoch {shown(elder.name)}"

    def _alias(self, payload: Alias) -> str:
        """Anybody may name a subject, but in an enterprise."""
        if self._policy.name != ENTERPRISE:
            return ""
        trusted, time = self._force.rights.trusted, payload.time
        may = trusted(self.term, time, lambda: payload.alias) and trusted(self.term, time, lambda: payload.subject)
        return "" if may else f"say that {shown(payload.alias)} is {shown(payload.subject)}"

    def _holds(self, actor: int, owners: tuple[int, ...], time: int, root: bytes) -> bool:
        return self._force.rights.may(actor, owners, time, lambda: self._force.origins.subject(root))

    def _owned(self, object_id: bytes) -> tuple[tuple[int, ...], bytes]:
        """Whose an object is, and the object whose subject is its subject; as ``acts.force`` sees it."""
        payload = read(self._view, object_id)
        root, about = root_of(self._view, object_id)
        if payload is None or about is None:
            return (), root
        author, owner = self._author(payload), self._author(about)
        by_right = self._holds(author, (owner,), payload.time, root)
        return ((author, owner) if by_right else (author,)), root

    def _author(self, payload: Payload) -> int:
        return self._view.term(tables.TERM_KEY + bytes.fromhex(payload.author))
