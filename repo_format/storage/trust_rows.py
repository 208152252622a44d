"""The rows of the table ``trust``: what an author does to the trust in keys, their own and others'.

Made here for the indexer. What the rows mean is the library's business (docs/semantics/trust.md).
"""

from __future__ import annotations

from repo_format.storage import tables

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    Numbers = Mapping[str, int]

KINDS = frozenset(("agent", "delegation", "outcome"))
"""Kinds of objects that may have a row."""


def trust_key(act: int, author: int) -> bytes:
    """The key of the rows of an act (``tables.DELEGATION`` ...) by an author, a term."""
    return bytes((act,)) + tables.U32.pack(author)


def trust_row(
    seq: int, author: int, payload: Any, keys: Numbers, objects: Numbers, scopes: Numbers
) -> tuple[bytes, bytes] | None:
    """``(key, row)`` for an object of one of ``KINDS``, None for a profile.

    ``keys`` and ``objects`` number keys and ids by their hex, ``scopes`` number subject prefixes.
    """
    act, other, scope, amount, until = tables.REVOCATION, 0, 0, 0.0, tables.FOREVER
    if payload.kind == "outcome":
        act, other, amount = tables.OUTCOME, objects[payload.target], 1.0 if payload.correct else 0.0
    elif payload.kind == "delegation":
        act, other, amount = tables.DELEGATION, keys[payload.delegate], float(payload.weight)
        scope = scopes[normal_scope(payload.scope)] if payload.scope else 0
        until = tables.FOREVER if payload.expires is None else payload.expires
    elif payload.action == "rotation":
        act, other = tables.ROTATION, keys[payload.new_key]
    elif payload.action == "profile":
        return None
    return trust_key(act, author), tables.TRUST_ROW.pack(seq, payload.time, other, scope, amount, until)


def normal_scope(scope: str) -> str:
    """The one way to write a scope: ``drug/`` and ``drug`` hold the same subjects; ``rfc://`` stays as it is."""
    return scope if scope.endswith("://") else scope.removesuffix("/")
