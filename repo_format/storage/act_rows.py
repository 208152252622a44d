"""The rows of the table ``acts``: statements that move what stands in an answer.

Made here for the indexer. What the rows mean is the library's business (docs/semantics/acts.md).
"""

from __future__ import annotations

from repo_format.storage import tables

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    Numbers = Mapping[str, int]

ABOUT_OBJECTS = {
    "retraction": tables.ACT_RETRACTION,
    "supersession": tables.ACT_SUPERSESSION,
    "stage": tables.ACT_STAGE,
    "source_status": tables.ACT_SOURCE_STATUS,
}
"""The act that an object of each kind is, where it is about another object."""


def about_terms(payload: Any, subjects: Numbers, epochs: Numbers) -> list[tuple[int, int, float, int]]:
    """``(term, act, amount, extra)`` of what an alias says of its two subjects, and an epoch of itself and its elder.

    ``subjects`` and ``epochs`` number subjects and names of epochs. Nothing for any other kind.
    """
    if payload.kind == "alias":
        preferred, other = subjects[payload.subject], subjects[payload.alias]
        return [(other, tables.ACT_ALIAS, 1.0, preferred), (preferred, tables.ACT_ALIAS, 0.0, other)]
    if payload.kind != "epoch":
        return []
    epoch = epochs[payload.name]
    holds_from = float(payload.time if payload.starts is None else payload.starts)
    rows = [(epoch, tables.ACT_EPOCH, holds_from, 0)]
    if payload.supersedes:
        rows.append((epochs[payload.supersedes], tables.ACT_EPOCH_SUPERSESSION, holds_from, epoch))
    return rows
