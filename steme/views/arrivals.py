"""What arrived since an answer was made, and whether any of it can have moved the answer (docs/semantics/views.md,
section 3).

New claims under the question can be taken in one by one. Everything else that could matter makes the answer invalid as
a whole; where it is not certain that something does not matter, it does.
"""

from __future__ import annotations

from itertools import islice

from repo_format.storage import tables
from repo_format.storage.terms import key_of
from repo_format.vocabulary import KINDS
from steme.candidate import by_seq
from steme.context import EPOCHS, TRUST, VOTES
from steme.views.state import candidates_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from repo_format.storage.snapshot import Snapshot
    from steme.candidate import Candidate
    from steme.query import Question
    from steme.views.rests import Rests

MOST = 1_000
"""Of so many new objects that are not assertions each is looked at; of more it is assumed that one matters."""

_OUTCOME = bytes((KINDS.index("outcome"),))
_HARMLESS = frozenset(("claim", "acknowledgement"))
_OF_A_PART = {"vote": (VOTES, "target"), "epoch": (EPOCHS, None), "outcome": (TRUST, None)}
"""Kinds that matter only to lenses that need some part of a context; the votes on other claims do not."""


class Arrivals:
    """What is new in a ``view`` from the seq ``since`` on for a question about ``subjects`` (it and its other names)
    that ``needs`` parts of a context and ``rests`` on sources and ancestors.
    """

    def __init__(
        self, view: Snapshot, since: int, question: Question, also: Iterable[str], needs: frozenset[str], rests: Rests
    ) -> None:
        self._view = view
        self._since = since
        self._predicate = question.predicate
        self._subjects = {question.subject, *also}
        self._needs = needs
        self._rests = rests

    def matter(self) -> bool:
        """Whether anything but new claims under the question may have moved the answer."""
        view = self._view
        if TRUST in self._needs and self._of_kind(_OUTCOME, 1):
            return True  # an outcome may have waited for the claim that it is about
        new = [seq for kind in range(len(KINDS)) for seq in self._of_kind(bytes((kind,)), self._since)]
        if len(new) > MOST or any(self._matters(seq) for seq in new):
            return True
        return any(map(view.seq_of, self._rests.missing))

    def claims(self) -> list[Candidate]:
        """The new claims under the question, by seq, whatever their standing."""
        view = self._view
        predicate = view.term(key_of(tables.TERM_PREDICATE, self._predicate))
        found: list[Candidate] = []
        for name in self._subjects if predicate else ():
            subject = view.term(key_of(tables.TERM_SUBJECT, name))
            if subject:
                found += candidates_of(view.rows_from(subject, predicate, self._since))
        return sorted(found, key=by_seq)

    def _of_kind(self, kind: bytes, since: int) -> list[int]:
        """At most ``MOST`` + 1 objects of a kind, from the seq ``since`` on."""
        with self._view.txn.cursor(self._view.databases[tables.BY_KIND]) as cursor:
            if not cursor.set_range_dup(kind, tables.U32.pack(since)):
                return []
            return [tables.U32.unpack(seq)[0] for seq in islice(cursor.iternext_dup(), MOST + 1)]

    def _payload(self, seq: int) -> Any:
        """An object as it was written, None for an erased one."""
        from repo_format import objects  # with it comes msgspec, for what came in and is no assertion

        data = self._view.record(seq).payload if seq else None
        return None if data is None else objects.read(data)

    def _matters(self, seq: int) -> bool:
        payload = self._payload(seq)
        kind = "erasure" if payload is None else payload.kind
        if kind in _OF_A_PART:
            part, target = _OF_A_PART[kind]
            return part in self._needs and (target is None or self._is_under(getattr(payload, target)))
        match kind:
            case "claim" | "acknowledgement":
                return False
            case "alias":
                return not self._subjects.isdisjoint((payload.alias, payload.subject))
            case "stage" | "supersession":
                return self._is_under(payload.target if kind == "stage" else payload.old)
            case "source_status" | "source":
                return self._is_beneath(payload.source if kind == "source_status" else self._view.id_of(seq).hex())
            case "retraction":
                return self._is_moved_by_fall(payload.target)
        return kind != "agent" or payload.action != "profile"  # what this does not know matters

    def _is_under(self, target: str) -> bool:
        """Whether an object is a claim under the question; what is not here yet is looked at when it comes."""
        seq = self._view.seq_of(bytes.fromhex(target))
        return seq > 0 and self._asked_about(self._payload(seq))

    def _asked_about(self, payload: Any) -> bool:
        if payload is None:
            return True
        return bool(
            payload.kind == "assertion" and payload.predicate == self._predicate and payload.subject in self._subjects
        )

    def _is_beneath(self, target: str) -> bool:
        """Whether the answer may rest on an object as a source or an ancestor."""
        term = self._view.term(tables.TERM_OBJECT + bytes.fromhex(target))
        return bool(self._rests.ancestors) or (term > 0 and term in self._rests.sources)

    def _is_moved_by_fall(self, target: str) -> bool:
        seq = self._view.seq_of(bytes.fromhex(target))
        if not seq:
            return False
        payload = self._payload(seq)
        if payload is None:
            return True
        if payload.kind == "vote":
            return VOTES in self._needs and self._is_under(payload.target)
        if payload.kind == "assertion":
            return self._asked_about(payload) or self._is_beneath(target)
        if payload.kind == "source":
            return self._is_beneath(target)
        return payload.kind not in _HARMLESS  # an act that is taken back
