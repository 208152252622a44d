"""What has changed in what code does since a scan that was kept (docs/semantics/drift.md).

A fact is a concept path, a predicate, a value and its unit. What is only now is new, what was only then is gone, and
where one path and predicate has both, it has changed. The measure is the share of all facts, of then and now, that are
not in both.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from aphoria.matching import is_about, segments
from aphoria.observation import Observation
from aphoria.persisting import Facts, fact_of, kept_scans, mark_of
from repo_format.errors import InvalidInput, NotFound, StemeError, shown
from steme import moments

if TYPE_CHECKING:
    from repo_format.objects.claim import Claim
    from repo_format.storage.snapshot import Snapshot
    from steme.sources import FoundSource

NEW, GONE, CHANGED = "new", "gone", "changed"


@dataclass(frozen=True, slots=True)
class Change:
    """``before`` and ``after`` are values with their units, sorted; ``claims`` the names of active claims about it."""

    kind: str
    path: str
    predicate: str
    before: tuple[tuple[object, str], ...]
    after: tuple[tuple[object, str], ...]
    file: str
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Drift:
    """``changes`` by path and predicate; how many facts were there ``then`` and are ``now``, and how many are both."""

    changes: tuple[Change, ...]
    then: int
    now: int
    both: int

    @property
    def measure(self) -> float:
        """From 0, nothing has changed, to 1, nothing is as it was; 0 where there was and is nothing."""
        every = self.then + self.now - self.both
        return (every - self.both) / every if every else 0.0


def drift(then: Facts, code: Iterable[Observation], claims: Iterable[Claim]) -> Drift:
    """Compare the facts of a scan that was kept with what is observed now."""
    after: Facts = {}
    for seen in code:
        after.setdefault(mark_of(fact_of(seen)), (fact_of(seen), seen.file))
    touched: dict[tuple[str, str], str] = {}
    sides: dict[str, dict[tuple[str, str], set[tuple[object, str]]]] = {GONE: defaultdict(set), NEW: defaultdict(set)}
    for kind, these, others in ((GONE, then, after), (NEW, after, then)):
        for key, ((path, predicate, value, unit), file) in these.items():
            if key not in others:
                sides[kind][path, predicate].add((value, unit))
                touched[path, predicate] = file
    named = [(segments(one.path), one) for one in claims]
    changes = tuple(
        _change(place, file, sides[GONE][place], sides[NEW][place], named) for place, file in sorted(touched.items())
    )
    return Drift(changes, len(then), len(after), len(then.keys() & after.keys()))


def _change(
    place: tuple[str, str],
    file: str,
    gone: set[tuple[object, str]],
    new: set[tuple[object, str]],
    claims: Iterable[tuple[tuple[str, ...], Claim]],
) -> Change:
    path, predicate = place
    kind = CHANGED if gone and new else GONE if gone else NEW
    seen = segments(path)
    about = tuple(one.name for claimed, one in claims if one.predicate == predicate and is_about(claimed, seen))
    return Change(kind, path, predicate, tuple(sorted(gone, key=repr)), tuple(sorted(new, key=repr)), file, about)


def earlier(view: Snapshot, top: str, project: str, since: str | None) -> FoundSource:
    """The kept scan to compare with: the last one; that of a revision of git; or the last one by a tag, a head or a
    time of the repository. Raises NotFound, saying what there is.
    """
    kept = kept_scans(view, project)
    if not kept:
        raise NotFound(f"no scan of {shown(project)} is kept here; `aphoria scan --persist` keeps one")
    if since is None:
        return kept[-1]
    revision = _revision(top, since)
    of_commit = [one for one in kept if revision and one.source.edition == revision]
    if of_commit:
        return of_commit[-1]
    by_then = [one for one in kept if one.seq <= _bound(view, since, revision)]
    if not by_then:
        raise NotFound(f"no scan is kept from before {shown(since)}; the first is {kept[0].source.name}")
    return by_then[-1]


def _revision(top: str, text: str) -> str:
    """The commit that a revision of git names, "" where it names none."""
    import pygit2

    from aphoria.changes import open_git

    try:
        return str(open_git(top).revparse_single(text).peel(pygit2.Commit).id)
    except (NotFound, KeyError, ValueError, pygit2.GitError):
        return ""


def _bound(view: Snapshot, text: str, revision: str) -> int:
    try:
        return moments.resolve(view, text).bound
    except StemeError as error:
        if revision:
            told = f"no scan of the commit {revision[:12]} is kept; `steme source list` shows those that are"
            raise NotFound(told) from None
        if isinstance(error, NotFound | InvalidInput):
            raise NotFound(f"{shown(text)} is no revision of git with a kept scan, no tag and no time") from error
        raise
