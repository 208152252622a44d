"""Authors by the names people use: the labels of keys on this machine, and beginnings of public keys."""

from __future__ import annotations

from repo_format.errors import AmbiguousId, NotFound, shown
from repo_format.storage import tables
from steme.keys.folder import public_keys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from repo_format.storage.snapshot import Snapshot

SHORT = 12


class Authors:
    """Labels for public keys as this machine knows them; read once."""

    def __init__(self) -> None:
        self._labels = public_keys()

    def name(self, key_hex: str) -> str:
        """The label of a key, or its first 12 digits where nobody here has given it one."""
        return self._labels.get(bytes.fromhex(key_hex)) or key_hex[:SHORT]

    def find(self, view: Snapshot, text: str) -> str:
        """The public key (64 hex digits) of an author of this repository by label or by 7 or more first digits.

        Raises NotFound for a name that no author here has, AmbiguousId where it fits several.
        """
        for key, label in self._labels.items():
            if label == text:
                return key.hex()
        digits = text.lower()
        found = [key[1:].hex() for key, _ in view.terms_from(tables.TERM_KEY) if key[1:].hex().startswith(digits)]
        if len(digits) < 7 or not found:
            raise NotFound(f"no author here is called {shown(text)}; give the label of a key or 7 digits of one")
        if len(found) > 1:
            raise AmbiguousId(f"{shown(text)} begins the keys of {len(found)} authors; give more digits")
        return found[0]
