"""A suggestion: a claim that somebody may want to make, where it comes from, and how much speaks for it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from aphoria.claims.drafting import free_name
from aphoria.claims.fields import claim_of
from aphoria.matching import segments
from aphoria.observation import Observation
from repo_format.objects.claim import Claim

DOCUMENT, AUTHORITY, CLAIM, HABIT = "document", "authority", "claim", "habit"
"""Where a draft comes from: a sentence, an authority on what is observed, a claim about another module, or what the
code does everywhere in the same way.
"""

BASE = {DOCUMENT: 0.75, AUTHORITY: 0.65, CLAIM: 0.6, HABIT: 0.4}
_SEEN, _ENOUGH, _SOURCED, _STRONG = 0.1, 10, 0.1, 0.05
_TAG = re.compile(r"<[^<>]{0,200}>")
MAX_TEXT = 300


@dataclass(frozen=True, slots=True)
class Suggestion:
    """``claim`` is a draft without author; ``quoted`` the sentence it comes from, with ``place``, "" for others;
    ``seen`` what it would be about today.
    """

    claim: Claim
    origin: str
    reasons: tuple[str, ...]
    seen: tuple[Observation, ...] = ()
    quoted: str = ""
    place: str = ""
    sourced: bool = False

    @property
    def score(self) -> float:
        """From 0 to 1: by origin, plus up to 0.1 for ten observations, 0.1 for a named authority, 0.05 for MUST."""
        strong = "MUST" in self.claim.invariant or "NEVER" in self.claim.invariant
        seen = _SEEN * min(1.0, len(self.seen) / _ENOUGH)
        return round(BASE[self.origin] + seen + _SOURCED * self.sourced + _STRONG * strong, 4)


def draft(fields: dict[str, Any], taken: Sequence[Claim]) -> Claim:
    """A draft with these fields and a free name. Raises InvalidInput."""
    stem = "-".join(segments(fields["path"])[-2:])
    kept = {name: value for name, value in fields.items() if value is not None}
    return claim_of({**kept, "id": free_name(stem, taken), "status": "draft"})


def plain(text: str) -> str:
    """A text from a document as one line without markup: no tags, no fences, nothing invisible, at most 300
    characters.
    """
    words = " ".join(_TAG.sub("", text).replace("`", "").replace("*", "").split())
    kept = "".join(letter for letter in words if letter.isprintable())
    return kept if len(kept) <= MAX_TEXT else kept[: MAX_TEXT - 3] + "..."
