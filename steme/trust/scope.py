"""Scopes: which subjects a delegation is about. A scope is a subject prefix by whole segments, "" for all subjects."""

from __future__ import annotations

from repo_format.storage.trust_rows import normal_scope

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

ALL = ""

__all__ = ["ALL", "holds", "normal_scope", "scopes_of"]


def scopes_of(subject: str) -> Iterator[str]:
    """Every scope that holds a subject, in normal form, from the widest: ``""``, ``rfc://``, ``rfc://7519``, the
    subject itself.
    """
    yield ALL
    at = subject.find("://")
    if at >= 0:
        yield subject[: at + 3]
        at += 2
    at = subject.find("/", at + 1)
    while at >= 0:
        yield subject[:at]
        at = subject.find("/", at + 1)
    if subject and not subject.endswith("://"):
        yield subject


def holds(scope: str, subject: str) -> bool:
    """Whether a scope in normal form is about a subject: it is the subject, or ends where one of its segments does."""
    if not scope or scope == subject:
        return True
    return subject.startswith(scope if scope.endswith("://") else scope + "/")
