"""Patterns: subjects that ask for more than one (docs/semantics/questions.md, section 2)."""

from __future__ import annotations

from repo_format.errors import InvalidInput, shown
from repo_format.storage import tables

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from repo_format.storage.snapshot import Snapshot


def questions(view: Snapshot, subject: str, predicate: str | None = None) -> Iterator[tuple[str, str]]:
    """``(subject, predicate)`` of all questions that have claims and match, by subject in byte order, then predicate.

    ``subject`` is exact, a prefix that ends in ``/``, or a pattern in which a segment ``*`` stands for any one segment
    and a last segment ``**`` for any number of them. ``predicate`` None means every one.
    """
    for key, term in view.terms_from(tables.TERM_SUBJECT + literal_start(subject).encode()):
        path = key[1:].decode()
        if matches(subject, path):
            found = sorted(view.text(number) for number in view.predicates(term))
            for name in found:
                if predicate in (None, "*", name):
                    yield path, name


def subjects_of(view: Snapshot, pattern: str) -> frozenset[int] | None:
    """The terms of the subjects that a pattern asks for; None for all of them (``**``). Raises as ``check_pattern``."""
    if check_pattern(pattern) == "**":
        return None
    prefix = tables.TERM_SUBJECT + literal_start(pattern).encode()
    return frozenset(term for key, term in view.terms_from(prefix) if matches(pattern, key[1:].decode()))


def literal_start(pattern: str) -> str:
    """What every path that fits a pattern begins with."""
    star = pattern.find("*")
    return pattern if star < 0 else pattern[:star]


def check_pattern(pattern: str, field: str = "subject") -> str:
    """The pattern, if it can fit anything; InvalidInput for an empty one or a ``*`` that is not a whole segment."""
    segments = pattern.removesuffix("/").split("/")
    if not pattern:
        raise InvalidInput(field, "is empty; ** asks for everything")
    for place, segment in enumerate(segments):
        if "*" in segment and segment != "*" and not (segment == "**" and place == len(segments) - 1):
            raise InvalidInput(field, f"{shown(pattern)}: * stands for a whole segment, ** only for the last ones")
    return pattern


def is_pattern(subject: str) -> bool:
    """Whether a subject asks for more than one: it ends in ``/`` or has a ``*``."""
    return subject.endswith("/") or "*" in subject


def matches(pattern: str, path: str) -> bool:
    """Whether a path fits a pattern as described at ``questions``."""
    if "*" not in pattern:
        return path.startswith(pattern) if pattern.endswith("/") else path == pattern
    wanted, given = pattern.rstrip("/").split("/"), path.split("/")
    if wanted[-1] == "**" or pattern.endswith("/"):
        rest = wanted[:-1] if wanted[-1] == "**" else wanted
        wanted, given = rest, given[: len(rest)] if len(given) > len(rest) else []
    return len(wanted) == len(given) and all(w in ("*", g) for w, g in zip(wanted, given, strict=True))
