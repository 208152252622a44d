"""Events: every object that could move the answer to a question, and when it begins to (docs/semantics/timeline.md).

They are found in the index, whether the answer moved with them or not; what they did, asking tells (``timeline.py``).
"""

from __future__ import annotations

from repo_format.storage import tables
from repo_format.storage.terms import key_of
from steme import lens as lenses
from steme.acts.act import Acts
from steme.acts.origin import NO_PARENT, Origins
from steme.bounds import EVERYTHING
from steme.candidate import Candidate, candidates
from steme.context import EPOCHS, TRUST, VOTES
from steme.trust.acts import all_acts

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from repo_format.storage.snapshot import Snapshot
    from steme.query import Question

_ALIASES = frozenset((tables.ACT_ALIAS,))
_OF_EPOCHS = frozenset((tables.ACT_EPOCH, tables.ACT_EPOCH_SUPERSESSION))
_ALWAYS = ("retraction", "supersession", "stage", "source_status")


class Event:
    """The object ``seq``, which counts from ``time`` on (microseconds, by its author's clock)."""

    __slots__ = ("seq", "time")

    def __init__(self, seq: int, time: int) -> None:
        self.seq = seq
        self.time = time


class Events:
    """What could move the answer to ``question``: ``found``, in no order, and how many of it are ``claims``.

    These are the claims under the subject and all its other names; what they derive from and cite; what anybody said
    about any of it, and about that; aliases; rotations, revocations and delegations of keys. With a lens that needs
    them also votes, outcomes and epochs. Neither bounds nor filters of the question are looked at. Costs a look-up for
    each object. Raises InvalidInput for an unknown lens.
    """

    def __init__(self, view: Snapshot, question: Question) -> None:
        lenses.load(question.lens)
        self._view = view
        self._needed = lenses.needs(question.lens)
        relations = (*_ALWAYS, "vote") if VOTES in self._needed else _ALWAYS
        self._relations = frozenset(map(tables.RELATIONS.index, relations))
        self._acts = Acts(view, EVERYTHING)
        self.found: list[Event] = []
        targets: set[bytes] = set()
        rows = self._claims(self._names(question.subject, targets), question.predicate)
        self.claims = len(rows)
        targets.update(one.id for one in rows)
        self._evidence(rows, targets)
        self._keys()
        if EPOCHS in self._needed:
            self._epochs(targets)
        self._said_about(targets)

    def _add(self, seq: int, time: int) -> None:
        self.found.append(Event(seq, time))

    def _names(self, subject: str, targets: set[bytes]) -> set[int]:
        """The terms of all names that the subject ever had; the aliases become events and ``targets``."""
        start = self._view.term(key_of(tables.TERM_SUBJECT, subject))
        met, waiting = {start}, [start]
        while waiting and start:
            made = self._acts.on(map(tables.U32.pack, waiting), _ALIASES)
            acts = [act for on_it in made.values() for act in on_it]
            for act in acts:
                if act.id not in targets:
                    targets.add(act.id)
                    self._add(act.seq, act.time)
            waiting = list({act.extra for act in acts} - met)
            met.update(waiting)
        return met - {0}

    def _claims(self, subjects: set[int], name: str) -> list[Candidate]:
        predicate = self._view.term(key_of(tables.TERM_PREDICATE, name))
        rows = [one for term in subjects for one in candidates(self._view.rows(term, predicate))] if predicate else []
        for one in rows:
            self._add(one.seq, one.time)
        return rows

    def _evidence(self, rows: list[Candidate], targets: set[bytes]) -> None:
        """What the claims derive from, at any depth, and the sources that are cited on the way."""
        origins = Origins(self._view, EVERYTHING)
        cited = {one.source for one in rows}
        above = set(origins.parents([one.id for one in rows if one.flags & tables.HAS_PARENT]).values())
        while above := above - targets - {NO_PARENT}:
            targets |= above
            found = origins.of(above).values()
            for origin in found:
                self._add(origin.seq, origin.time)
            cited |= {origin.source for origin in found}
            above = {origin.parent for origin in found}
        sources = {bytes.fromhex(self._view.text(term)) for term in cited if term} - targets
        targets |= sources
        for origin in origins.of(sources).values():
            self._add(origin.seq, origin.time)

    def _keys(self) -> None:
        """What moves trust and rights; an end of trust is an event of its own where a lens weighs authors."""
        acts = (tables.DELEGATION, tables.ROTATION, tables.REVOCATION)
        for kind in (*acts, tables.OUTCOME) if TRUST in self._needed else acts:
            for _, act in all_acts(self._view, EVERYTHING, kind):
                self._add(act[0], act[1])
                if TRUST in self._needed and kind == tables.DELEGATION and act[5] != tables.FOREVER:
                    self._add(act[0], max(act[1], act[5]))

    def _epochs(self, targets: set[bytes]) -> None:
        terms = [tables.U32.pack(term) for _, term in self._view.terms_from(tables.TERM_EPOCH)]
        for made in self._acts.on(terms, _OF_EPOCHS).values():
            for act in made:
                self._add(act.seq, max(act.time, int(act.amount)))
                targets.add(act.id)

    def _said_about(self, targets: Iterable[bytes]) -> None:
        """Acts on the targets, acts on those acts, and so on."""
        waiting, met = set(targets), set(targets)
        while waiting:
            with self._view.txn.cursor(self._view.databases[tables.ABOUT]) as cursor:
                rows = [tables.ABOUT_ROW.unpack(row) for _, row in cursor.getmulti(waiting, dupdata=True)]
            waiting = set()
            for seq, relation, time, _, _, _, one in rows:
                if relation in self._relations and one not in met:
                    met.add(one)
                    waiting.add(one)
                    self._add(seq, time)
