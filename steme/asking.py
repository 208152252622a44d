"""Asking: from a question to its answer.

Candidates are fetched, those outside of the question's time are left out, those that no longer stand step aside, the
filters pick, confidences age, and a lens resolves what is left (docs/semantics/questions.md).
"""

from __future__ import annotations

from repo_format.storage import tables
from repo_format.storage.terms import key_of
from steme import lens as lenses
from steme import policy as policies
from steme import times
from steme.aliases import subjects
from steme.bounds import EVERYTHING, Bounds
from steme.candidate import by_seq, candidates
from steme.context import EPOCHS, NEUTRAL, TRUST, VOTES, Context
from steme.filters import sift, within
from steme.query import Answer, Question
from steme.standing import Standing

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from repo_format.storage.snapshot import Snapshot
    from steme.candidate import Candidate
    from steme.policy import Policy
    from steme.trust.view import TrustView

    Roots = Callable[[Snapshot], frozenset[bytes]]


def _nobody(_: Snapshot) -> frozenset[bytes]:
    return frozenset()


class Asker:
    """Answers questions in one view, under one policy, as ``roots`` (called only where trust matters) see it."""

    def __init__(self, view: Snapshot, policy: Policy = policies.DEFAULT, roots: Roots = _nobody) -> None:
        self._view = view
        self._policy = policy
        self._roots = roots
        self._standing: tuple[Bounds, Standing] | None = None
        self._trust: tuple[Bounds, TrustView] | None = None

    def ask(self, question: Question) -> Answer:
        """The answer. A subject or predicate nobody has used gives an empty one. Raises InvalidInput."""
        resolve, filters = lenses.load(question.lens), question.filters
        bounds = Bounds(filters.as_of, filters.known_at)
        also = subjects(self._view, question.subject, bounds, self._policy)
        found, aside = within(self._rows(question, also), filters)
        found, fallen, disputed = self._standing_in(bounds).sift(found, question.include)
        found, filtered = sift(self._view, found, filters)
        if question.decay is not None:
            found = question.decay.applied(found, times.now() if filters.as_of is None else filters.as_of)
        resolution = resolve(found, self._context(question, bounds, found))
        answer = Answer(question, found, {**aside, **fallen, **filtered, **resolution.aside}, resolution, self._view)
        answer.disputed = disputed
        answer.also = also
        return answer

    @property
    def present(self) -> Standing:
        """The standing of claims at this moment."""
        return self._standing_in(EVERYTHING)

    def _rows(self, question: Question, also: list[str]) -> list[Candidate]:
        view = self._view
        predicate = view.term(key_of(tables.TERM_PREDICATE, question.predicate))
        found: list[Candidate] = []
        for name in (question.subject, *also) if predicate else ():
            subject = view.term(key_of(tables.TERM_SUBJECT, name))
            if subject:
                found += candidates(view.rows(subject, predicate))
        if also:
            found.sort(key=by_seq)
        return found

    def _standing_in(self, bounds: Bounds) -> Standing:
        if self._standing is None or self._standing[0] != bounds:
            self._standing = (bounds, Standing(self._view, bounds, self._policy))
        return self._standing[1]

    def _context(self, question: Question, bounds: Bounds, found: list[Candidate]) -> Context:
        needed = lenses.needs(question.lens)
        if not needed:
            return NEUTRAL
        return Context(
            trust=self._trust_in(found, bounds, question.subject) if TRUST in needed else None,
            votes=self._votes_for(found, bounds) if VOTES in needed else None,
            superseded_epochs=self._passed(bounds) if EPOCHS in needed else frozenset(),
        )

    def _trust_in(self, found: list[Candidate], bounds: Bounds, subject: str) -> dict[int, float]:
        if self._trust is None or self._trust[0] != bounds:
            from steme.trust.view import TrustView  # only a lens that weighs authors pays for it

            self._trust = (bounds, TrustView(self._view, bounds, self._roots(self._view)))
        view = self._trust[1]
        return {author: view.of(author, subject) for author in {one.author for one in found}}

    def _votes_for(self, found: list[Candidate], bounds: Bounds) -> dict[bytes, float]:
        from steme.votes import totals  # only the lens of votes pays for it

        return totals(self._view, [one.id for one in found], bounds, self._policy)

    def _passed(self, bounds: Bounds) -> frozenset[int]:
        from steme.epochs import superseded  # only the lens of epochs pays for it

        return superseded(self._view, bounds, self._policy)
