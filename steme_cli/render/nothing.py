"""What to say where a question has no answer: what stepped aside, or what there is to ask instead."""

from __future__ import annotations

from repo_format.errors import shown
from repo_format.storage import tables
from repo_format.storage.terms import key_of
from steme import patterns

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from repo_format.storage.snapshot import Snapshot

_NAMED = 8


def sentence(view: Snapshot, subject: str, predicate: str | None, aside: Mapping[str, int]) -> str:
    """That nobody claims anything about it, and why; ``aside`` counts what was set aside, by reason."""
    question = shown(subject) if predicate is None else f"{shown(subject)} {shown(predicate)}"
    said = f"nobody claims anything about {question}"
    if aside:
        counts = ", ".join(f"{number:,} by {reason}" for reason, number in aside.items())
        return f"{said} that these filters let pass; set aside: {counts}"
    if predicate is None or patterns.is_pattern(subject) or "*" in predicate:
        return f"{said} that these filters let pass"
    term = view.term(key_of(tables.TERM_SUBJECT, subject))
    known = sorted(view.text(one) for one in view.predicates(term)) if term else []
    if known:
        return f"{said}; there are claims about its {_listed(known, predicate)}"
    return f"{said}{_below(view, subject)}"


def _listed(known: list[str], predicate: str) -> str:
    from difflib import get_close_matches  # only where something was not found

    names = get_close_matches(predicate[:100], known, n=3) or known
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return ", ".join(shown(name) for name in names[:_NAMED]) + more


def _below(view: Snapshot, subject: str) -> str:
    folder = f"{subject}/"
    for key, _ in view.terms_from(tables.TERM_SUBJECT + folder.encode(errors="replace")):
        if key[1:].decode().startswith(folder):
            return f"; there is something below it, ask about {shown(folder)}"
        break
    return ""
