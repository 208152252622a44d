"""What a repository offers to those who push to it (docs/format/sync.md)."""

from __future__ import annotations

from steme.receiving.gate import Gate
from steme.receiving.quarantine import NOTHING
from steme.receiving.receive import receive, waiting

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from repo_format.head import Head
    from repo_format.pack.source import Bytes
    from repo_format.storage.transaction import Signer
    from steme.receiving.received import Received
    from steme.repository import Repository

UNNAMED = bytes(32)
"""A transfer that will not be resumed."""


class PushIntake:
    """Takes in what others push, through the gate for pushes; commits are signed with the key of whoever serves."""

    def __init__(self, repository: Repository, signer: Signer) -> None:
        """Raises InvalidInput where the settings ``receive.*`` are wrong."""
        self._repository = repository
        self._signer = signer
        self.gate = Gate.for_push(repository)

    @property
    def max_bytes(self) -> int:
        """How many bytes one transfer may bring."""
        return self.gate.max_bytes

    @property
    def max_objects(self) -> int:
        """How many objects one transfer may bring, and come in a minute."""
        return min(self.gate.max_objects, self.gate.rate or self.gate.max_objects)

    def waiting(self, transfer: bytes) -> tuple[int, bytes]:
        """How much is here of a transfer (its id of 32 bytes), and the chain hash behind it."""
        return NOTHING if transfer == UNNAMED else waiting(self._repository, _name(transfer))

    def take(self, transfer: bytes, offset: int, source: Bytes, refs: Iterable[tuple[str, Head]]) -> Received:
        """Receive the pack of a push from its byte ``offset`` on, and its tags. Raises as ``receive``."""
        return receive(
            self._repository,
            source,
            signer=self._signer,
            name=_name(transfer),
            gate=self.gate,
            offset=offset,
            tags=dict(refs),
        )


def _name(transfer: bytes) -> str:
    return "" if transfer == UNNAMED else f"push-{transfer.hex()}"
