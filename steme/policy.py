"""Policy: who may retract, supersede or stage what others said (docs/adr/0009, docs/semantics/acts.md).

    author       its author, the keys that follow the author's, and whom the author delegated it to
    enterprise   also everybody whom the roots of trust vouch for, directly or by others
    commons      its author and the keys that follow; what others say is shown as a dispute

This says which policy holds; ``acts/rights.py`` applies it.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from repo_format.storage.snapshot import Snapshot
    from steme.configuration import Configuration

SETTING = "policy.acts"
AUTHOR, ENTERPRISE, COMMONS = "author", "enterprise", "commons"

WHO = {
    AUTHOR: "its author, a key that follows the author's, or a key that the author delegated this to",
    ENTERPRISE: "its author, a key that the author delegated this to, or a key that trust.roots lead to",
    COMMONS: "its author or a key that follows the author's",
}
"""Who may act under each policy, as a message says it."""


class Policy:
    """``name`` is one of the three; ``roots`` are public keys (32 bytes) that are trusted, for enterprise."""

    __slots__ = ("name", "roots")

    def __init__(self, name: str = AUTHOR, roots: frozenset[bytes] = frozenset()) -> None:
        self.name = name
        self.roots = roots

    def __repr__(self) -> str:
        return f"Policy({self.name})"


DEFAULT = Policy()
"""What holds where nothing is configured."""


def configured(view: Snapshot, configuration: Configuration) -> Policy:
    """The policy that the setting ``policy.acts`` names; for enterprise the roots are those of ``trust.roots``.

    Raises InvalidInput, NotFound or AmbiguousId for a root that is no key.
    """
    name = configuration.text(SETTING) or AUTHOR
    if name != ENTERPRISE:
        return Policy(name)
    from steme.trust.roots import trust_roots  # with it come the key files

    return Policy(name, trust_roots(view, configuration))
