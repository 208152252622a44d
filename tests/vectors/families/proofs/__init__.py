"""Inclusion proofs: valid ones for tries of several sizes, and broken siblings, each named by what is wrong."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from families.proofs.broken import OF_SEALED, OF_SIGNED, Case, texts
from families.proofs.made import KEY, document
from families.vector import Json, rendered


def files() -> Iterator[tuple[str, bytes]]:
    """Path below ``tests/vectors/proofs/`` and content of every file."""
    for count in (1, 2, 256, 257, 10_000):
        yield f"of-{count}.json", rendered({"description": f"An object among {count}.", "document": document(count)})
    sealed = document(257, 3)
    yield "sealed.json", rendered({"description": "Proved by a seal of 3 ids, among 257.", "document": sealed})
    yield from _broken("signed", document(257), OF_SIGNED)
    yield from _broken("sealed", sealed, OF_SEALED)
    for name, (description, text, error) in texts().items():
        yield f"{name}.json", rendered({"description": description, "text": text, "error": error})


def _broken(prefix: str, good: Json, cases: dict[str, Case]) -> Iterator[tuple[str, bytes]]:
    for name, (description, change, error) in cases.items():
        changed: dict[str, Any] = deepcopy(good)
        change(changed[KEY])
        yield f"{prefix}-{name}.json", rendered({"description": description, "document": changed, "error": error})
