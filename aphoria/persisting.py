"""Observations kept as signed assertions in a repository of steme, so that later ones can be compared with them.

One scan is one source object, named by project and commit, and the assertions of the same author that cite it:
subject the concept path, predicate, value, unit, confidence and tier as observed. What is the same at several places
of a module is one assertion. They are sealed, so a thousand cost one signature.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from aphoria.changes import open_git
from repo_format import objects
from repo_format.errors import InvalidInput, NotFound
from repo_format.ids import object_id
from repo_format.objects.assertion import Assertion
from repo_format.objects.source import Source
from repo_format.payload import Reference
from repo_format.signature import sign_object
from steme import times
from steme.importing.intake import Recording
from steme.importing.report import Report
from steme.sources import FoundSource, citing, list_sources

if TYPE_CHECKING:
    from aphoria.observation import Observation, Value
    from aphoria.scan import Scan
    from repo_format.storage.snapshot import Snapshot
    from steme.keys import SigningKey
    from steme.repository import Repository

PUBLISHER = "aphoria"
_SECOND = 1_000_000
_SHORT = 12
_NAME = 60

Fact = tuple[str, str, "Value", str]
"""Concept path, predicate, value, unit: what drift compares."""


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit of git: its id in hex, its time (microseconds), and whether files differ from it."""

    id: str
    time: int
    changed: bool


@dataclass(frozen=True, slots=True)
class Persisted:
    """What was kept: the source's id and name, the number of assertions, and of facts that no assertion can state."""

    source: bytes
    name: str
    kept: int
    left_out: int


def commit_of(top: str) -> Commit | None:
    """The commit that the tree at ``top`` is checked out from; None outside of git and before the first one."""
    import pygit2

    try:
        git = open_git(top)
    except NotFound:
        return None
    if git.head_is_unborn:
        return None
    commit = git.head.peel(pygit2.Commit)
    changed = any(
        status & ~(pygit2.enums.FileStatus.IGNORED | pygit2.enums.FileStatus.WT_NEW) for status in git.status().values()
    )
    return Commit(str(commit.id), commit.commit_time * _SECOND, changed)


Facts = dict[str, tuple[Fact, str]]
"""Facts by their marks, each with a file it was seen in."""


def mark_of(fact: Fact) -> str:
    """A text that two facts share when they are the same: numbers by value, and never the same as a boolean."""
    path, predicate, value, unit = fact
    told = repr(value) if isinstance(value, bool | str) else repr(float(value))
    return "\0".join((path, predicate, told, unit))


def fact_of(seen: Observation) -> Fact:
    """What is compared of an observation: everything but where it stands."""
    return seen.path, seen.predicate, seen.value, seen.unit


def persist(repository: Repository, key: SigningKey, seen: Scan, code: Iterable[Observation]) -> Persisted:
    """Keep the observations of a scan over everything (``code``: without those of comments), in one commit; durable.

    Raises Busy, StorageFailed, Damaged; nothing was written then.
    """
    now = times.now()
    commit = commit_of(seen.root)
    source = _source(key, seen, commit, now)
    payload = objects.write(source)
    source_id, report = object_id(payload), Report()
    kept, left_out = 0, 0
    with repository.begin() as transaction:
        transaction.add(source_id, payload, source, sign_object(key.secret, source_id))
        recording = Recording(transaction, key, now, report, sealed=True)
        for assertion in _assertions(code, key, source_id, now):
            try:
                data = objects.write(assertion)
            except InvalidInput:
                left_out += 1
                continue
            recording.add_claim(object_id(data), data, assertion)
            kept += 1
        recording.finish()
        transaction.commit(key, times.now())
    return Persisted(source_id, source.name, kept, left_out)


def _source(key: SigningKey, seen: Scan, commit: Commit | None, now: int) -> Source:
    mark = commit.id[:_SHORT] if commit else "no commit"
    changed = ", with changes that were not committed" if commit and commit.changed else ""
    return Source(
        author=key.public.hex(),
        edition=commit.id if commit else None,
        name=f"{seen.project[:_NAME]}@{mark} {times.format_time(now - now % _SECOND)[:19]}",
        note=f"observations of {seen.files} files of {seen.project}{changed}",
        published=commit.time if commit else None,
        publisher=PUBLISHER,
        time=now,
    )


def _assertions(code: Iterable[Observation], key: SigningKey, source_id: bytes, now: int) -> Iterator[Assertion]:
    places: dict[str, list[Observation]] = defaultdict(list)
    for seen in code:
        places[mark_of(fact_of(seen))].append(seen)
    for _, group in sorted(places.items()):
        first = group[0]
        yield Assertion(
            author=key.public.hex(),
            confidence=max(one.confidence for one in group),
            meta={"extractor": first.extractor, "file": first.file, "line": first.line, "places": len(group)},
            predicate=first.predicate,
            source=source_id.hex(),
            subject=first.path,
            tier=min(one.tier for one in group),
            time=now,
            unit=first.unit or None,
            value=first.value,
        )


def kept_scans(view: Snapshot, project: str) -> list[FoundSource]:
    """The scans of a project that were kept, in order of arrival."""
    found = [
        one for one in list_sources(view) if one.source.publisher == PUBLISHER and _project(one) == project[:_NAME]
    ]
    return sorted(found, key=lambda one: one.seq)


def _project(one: FoundSource) -> str:
    return one.source.name.rpartition("@")[0]


def facts_in(view: Snapshot, scan: FoundSource) -> Facts:
    """The facts of a kept scan, as its author stated them, each with the file it was first seen in."""
    found: Facts = {}
    for seq in citing(view, scan.id):
        record = view.record(seq)
        said = objects.read(record.payload) if record.payload is not None else None
        if isinstance(said, Assertion) and said.author == scan.source.author and not isinstance(said.value, Reference):
            file = str((said.meta or {}).get("file", ""))
            fact = (said.subject, said.predicate, said.value, said.unit or "")
            found[mark_of(fact)] = (fact, file)
    return found
