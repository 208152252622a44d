"""One claim in the file."""

from __future__ import annotations

from dataclasses import dataclass

from aphoria.claims.signing import is_good
from repo_format.objects.claim import Claim

SIGNED, UNSIGNED, CHANGED = "signed", "unsigned", "changed since it was signed"


@dataclass(frozen=True, slots=True)
class Entry:
    """``line`` is where it begins in the file, from 1; ``signature`` None where there is none."""

    claim: Claim
    signature: bytes | None
    line: int

    @property
    def state(self) -> str:
        """Whether the author's signature is there and fits the claim as it stands: one of the three words above.

        Costs a signature check of some 50 microseconds.
        """
        if self.signature is None:
            return UNSIGNED
        return SIGNED if is_good(self.claim, self.signature) else CHANGED
