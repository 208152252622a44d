"""Whether a claim is about an observation: by predicate, and by concept path.

A claim's path is a beginning and an end. The end, at least topic and leaf, must be the end of the observation's path;
the beginning must be a run of whole segments that starts at its language, its project or its module. ``*`` is any one
segment. So ``wallet/net/tls/certificate`` is about ``code://python/wallet/net/client/tls/certificate``, and so are
``tls/certificate`` and ``code://python/wallet/*/client/tls/certificate``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from aphoria.observation import SCHEME

if TYPE_CHECKING:
    from aphoria.observation import Observation

_END = 2
"""Segments of topic and leaf."""

_STARTS = 3
"""Language, project, module: where a beginning may start."""

ANY = "*"


def segments(path: str) -> tuple[str, ...]:
    """The segments of a path without its scheme."""
    return tuple(path.removeprefix(f"{SCHEME}://").split("/"))


def is_about(claimed: Sequence[str], seen: Sequence[str]) -> bool:
    """Whether a claim's path covers an observation's, both in segments. A path of one segment covers nothing."""
    if len(claimed) < _END or len(claimed) > len(seen) or not _same(claimed[-_END:], seen[-_END:]):
        return False
    return any(_splits(claimed, seen, cut) for cut in range(len(claimed) - _END + 1))


def _splits(claimed: Sequence[str], seen: Sequence[str], cut: int) -> bool:
    """Whether the first ``cut`` segments are a beginning and the others an end."""
    rest = len(claimed) - cut
    if not _same(claimed[cut:], seen[len(seen) - rest :]):
        return False
    starts = range(min(_STARTS, len(seen) - rest - cut + 1))
    return cut == 0 or any(_same(claimed[:cut], seen[start : start + cut]) for start in starts)


def _same(claimed: Sequence[str], seen: Sequence[str]) -> bool:
    return len(claimed) == len(seen) and all(one in (ANY, other) for one, other in zip(claimed, seen, strict=True))


class Observed:
    """Observations, ready to be asked for by claims."""

    def __init__(self, observations: Iterable[Observation]) -> None:
        self._by_leaf: dict[tuple[str, str], list[tuple[tuple[str, ...], Observation]]] = defaultdict(list)
        self._by_predicate: dict[str, list[tuple[tuple[str, ...], Observation]]] = defaultdict(list)
        for one in observations:
            entry = (segments(one.path), one)
            self._by_leaf[one.predicate, entry[0][-1]].append(entry)
            self._by_predicate[one.predicate].append(entry)

    def about(self, path: str, predicate: str) -> Iterator[Observation]:
        """The observations that a claim on ``path`` and ``predicate`` is about, in their order."""
        claimed = segments(path)
        leaf = claimed[-1]
        entries = self._by_predicate[predicate] if leaf == ANY else self._by_leaf[predicate, leaf]
        return (one for seen, one in entries if is_about(claimed, seen))
