"""What can be observed at all: which extractors could see what a claim is about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from aphoria.extractor import Extractor, Observes
from aphoria.matching import ANY, segments

_END = 2


class Visibility:
    """The declarations of a set of extractors."""

    def __init__(self, extractors: Iterable[Extractor]) -> None:
        self._extractors = sorted(extractors, key=lambda one: one.name)

    def extractors_for(self, path: str, predicate: str) -> list[str]:
        """The names of the extractors that could observe what a claim on ``path`` and ``predicate`` is about."""
        claimed = segments(path)
        return [
            one.name
            for one in self._extractors
            if any(_could_be(declared, claimed, predicate) for declared in one.observes)
        ]


def needed(extractors: Mapping[str, Extractor], asked: Iterable[tuple[str, str]]) -> dict[str, Extractor]:
    """Those of ``extractors`` that a scan needs: all but the ones on demand, and of these the ones that could observe
    what is asked for, pairs of path and predicate.
    """
    rare = [one for one in extractors.values() if one.on_demand]
    visibility = Visibility(rare)
    wanted = (
        {name for path, predicate in asked for name in visibility.extractors_for(path, predicate)} if rare else set()
    )
    return {name: one for name, one in extractors.items() if not one.on_demand or name in wanted}


def _could_be(declared: Observes, claimed: tuple[str, ...], predicate: str) -> bool:
    if declared.predicate not in (predicate, ANY) or len(claimed) < _END:
        return False
    about = declared.about.split("/")
    if about[-1] == "**":
        stem = about[:-1]
        return any(list(claimed[at : at + len(stem)]) == stem for at in range(len(claimed)))
    return all(
        one in (ANY, "**") or other in (ANY, one) for one, other in zip(about[-_END:], claimed[-_END:], strict=True)
    )
