"""How a team writes its claims: the words it groups them by, and how it names them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from aphoria.matching import segments
from repo_format.objects.claim import Claim

_HALF = 0.5
_SEVERAL = 2
_END = 2


def category_of(topic: str, claims: Iterable[Claim], otherwise: str | None) -> str | None:
    """The category that the team uses most for a topic, else the usual one."""
    used = Counter(one.category for one in claims if one.category and segments(one.path)[-_END:][0] == topic)
    return min(used, key=lambda word: (-used[word], word)) if used else otherwise


def stem_of(path: str, claims: Sequence[Claim]) -> str:
    """What a new claim is named by: topic and leaf, behind the word with which most names of the team begin."""
    end = "-".join(segments(path)[-_END:])
    first = Counter(one.name.partition("-")[0] for one in claims)
    word, count = first.most_common(1)[0] if first else ("", 0)
    if count < _SEVERAL or count / len(claims) <= _HALF or end.startswith(f"{word}-"):
        return end
    return f"{word}-{end}"
