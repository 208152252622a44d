"""What stands behind the trust in one author, for people to see."""

from __future__ import annotations

from repo_format.storage import tables
from steme.trust.acts import key_bytes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from repo_format.storage.snapshot import Snapshot
    from steme.trust.link import Link


class Step:
    """One delegation of a chain: who gives (``giver``, the key that signed) to whom (``taker``), keys of 32 bytes.

    ``weight`` 0 to 1; ``scope`` a subject prefix, "" for all subjects; ``until`` the time at which it ends or None;
    ``id`` the object's.
    """

    __slots__ = ("giver", "id", "scope", "taker", "until", "weight")

    def __init__(self, view: Snapshot, link: Link) -> None:
        self.giver = key_bytes(view, link.by)
        self.taker = key_bytes(view, link.to)
        self.weight = link.weight
        self.scope = link.scope
        self.until = None if link.until == tables.FOREVER else link.until
        self.id = view.id_of(link.seq)


class Explanation:
    """Why an author is trusted as they are about ``subject`` ("" for all subjects at once).

    ``keys`` are all keys of the agent (32 bytes each), the last first; ``revoked`` those that were given up, with the
    seq after which they no longer count. ``chain`` is the best chain from a root, None where there is none and empty
    for a root; ``weight`` its product, 0 without one. ``right`` and ``wrong`` count the outcomes behind ``rank``.
    """

    __slots__ = ("chain", "key", "keys", "rank", "revoked", "right", "subject", "trust", "weight", "wrong")

    def __init__(self, key: bytes, subject: str) -> None:
        self.key = key
        self.subject = subject
        self.keys: tuple[bytes, ...] = (key,)
        self.revoked: dict[bytes, int] = {}
        self.chain: list[Step] | None = None
        self.weight = self.rank = self.trust = 0.0
        self.right = self.wrong = 0

    @property
    def is_root(self) -> bool:
        """Whether it is somebody whose view this is."""
        return self.chain == []

    @property
    def depth(self) -> int | None:
        """The number of links of the chain, 0 for a root, None without one."""
        return None if self.chain is None else len(self.chain)
