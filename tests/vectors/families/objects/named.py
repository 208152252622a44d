"""The people, ids and moment that the example objects speak of, and how an example is made."""

from __future__ import annotations

from typing import Any

from families.vector import key_of
from repo_format.objects import class_of
from repo_format.payload import Payload

ALICE, BOB, CAROL = key_of("alice"), key_of("bob"), key_of("carol")
NOON = 1_767_268_800_000_000
"""2026-01-01T12:00:00Z."""
ONE, OTHER = "11" * 32, "ee" * 32

Example = tuple[str, Payload]
"""Description and payload."""


def example(description: str, kind: str, /, **fields: Any) -> Example:
    """A payload by Alice at noon, unless the fields say otherwise."""
    return description, class_of(kind)(**{"author": ALICE, "time": NOON, **fields})
