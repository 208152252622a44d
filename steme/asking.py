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
from steme.candidate import by_author, by_id, by_seq, candidates
from steme.context import EPOCHS, NEUTRAL, TRUST, VOTES, Context
from steme.filters import sift, within
from steme.query import Answer, Question
from steme.standing import Standing
from steme.undisturbed import undisturbed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from repo_format.storage.snapshot import Snapshot
    from steme.candidate import Candidate
    from steme.lens import Resolution
    from steme.policy import Policy
    from steme.trust.view import TrustView

    Roots = Callable[[Snapshot], frozenset[bytes]]
    Kept = Callable[["Asker", Question], Answer | None]
    """Gives the answer that a view keeps (``views/keeper.py``), None where no view fits."""


def _nobody(_: Snapshot) -> frozenset[bytes]:
    return frozenset()


def _in_several_units(resolution: Resolution) -> bool:
    """Whether there are numbers in more than one unit; costs nothing where all values are one."""
    units = {side.value[3] for side in resolution.sides} if len(resolution.sides) > 1 else ()
    return len(units) > (2 if 0 in units else 1)


class Asker:
    """Answers questions in one view, under one policy, as ``roots`` (called only where trust matters) see it; out of a
    materialised view where ``kept`` knows one.
    """

    def __init__(
        self, view: Snapshot, policy: Policy = policies.DEFAULT, roots: Roots = _nobody, kept: Kept | None = None
    ) -> None:
        self.view = view
        self.policy = policy
        self._roots = roots
        self._kept = kept
        self._standing: tuple[Bounds, Standing] | None = None
        self._trust: tuple[Bounds, TrustView] | None = None

    def ask(self, question: Question) -> Answer:
        """The answer. A subject or predicate nobody has used gives an empty one. Raises InvalidInput."""
        kept = None if self._kept is None else self._kept(self, question)
        return self.fresh(question) if kept is None else kept

    @undisturbed
    def fresh(self, question: Question) -> Answer:
        """As ``ask``, from the claims themselves whatever views there are."""
        resolve, filters = lenses.load(question.lens), question.filters
        bounds = Bounds(filters.as_of, filters.known_at)
        has_aliases = self._standing_in(bounds).has_aliases
        also = subjects(self.view, question.subject, bounds, self.policy) if has_aliases else []
        found, aside, disputed = self.sifted(self._rows(question, also), question)
        if question.decay is not None:
            found = question.decay.applied(found, times.now() if filters.as_of is None else filters.as_of)
        context = self.context(question, found)
        alike = None
        resolution = None if question.tolerance else resolve(found, context)
        if resolution is None or _in_several_units(resolution):
            from steme.alike import CountedAs  # only where values may be one though they are not equal

            alike = CountedAs(self.view, found, question.tolerance)
            resolution = alike.resolved(lambda changed: resolve(changed, context), resolution)
        answer = Answer(question, found, {**aside, **resolution.aside}, resolution, self.view)
        if alike is not None:
            answer.counted, answer.unlike = alike.counted, alike.unlike
        answer.disputed = disputed
        answer.also = also
        return answer

    @property
    def present(self) -> Standing:
        """The standing of claims at this moment."""
        return self._standing_in(EVERYTHING)

    def standing(self, bounds: Bounds) -> Standing:
        """The standing of claims within some bounds."""
        return self._standing_in(bounds)

    def sifted(self, found: list[Candidate], question: Question) -> tuple[list[Candidate], dict[str, int], int]:
        """``(kept, aside, disputed)`` of claims under a question: those that count for it, in their order, how many do
        not by reason, and how many of those that count are disputed. It says of each claim what it says of it alone.
        """
        filters = question.filters
        found, aside = within(found, filters)
        standing = self._standing_in(Bounds(filters.as_of, filters.known_at))
        found, fallen, disputed = standing.sift(found, question.include)
        found, filtered = sift(self.view, found, filters)
        return found, {**aside, **fallen, **filtered}, disputed

    def _rows(self, question: Question, also: list[str]) -> list[Candidate]:
        view = self.view
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
            self._standing = (bounds, Standing(self.view, bounds, self.policy))
        return self._standing[1]

    def context(self, question: Question, found: list[Candidate]) -> Context:
        """What the lens of a question has to know of some candidates."""
        bounds = Bounds(question.filters.as_of, question.filters.known_at)
        needed = lenses.needs(question.lens)
        if not needed:
            return NEUTRAL
        return Context(
            trust=self._trust_in(found, bounds, question.subject) if TRUST in needed else None,
            votes=self._votes_for(found, bounds) if VOTES in needed else None,
            superseded_epochs=self._passed(bounds) if EPOCHS in needed else frozenset(),
        )

    @property
    def clock(self) -> int:
        """The moment (microseconds) at which is asked."""
        return times.now()

    @property
    def whose(self) -> frozenset[bytes]:
        """The public keys (32 bytes) whose view of authors counts."""
        return self._roots(self.view)

    def trust(self, bounds: Bounds = EVERYTHING) -> TrustView:
        """The trust in authors within some bounds; looked up once."""
        if self._trust is None or self._trust[0] != bounds:
            from steme.trust.view import TrustView  # only a lens that weighs authors pays for it

            self._trust = (bounds, TrustView(self.view, bounds, self.whose, self.clock))
        return self._trust[1]

    def _trust_in(self, found: list[Candidate], bounds: Bounds, subject: str) -> dict[int, float]:
        return self.trust(bounds).among(set(map(by_author, found)), subject)

    def _votes_for(self, found: list[Candidate], bounds: Bounds) -> dict[bytes, float]:
        from steme.votes import totals  # only the lens of votes pays for it

        return totals(self.view, list(map(by_id, found)), bounds, self.policy)

    def _passed(self, bounds: Bounds) -> frozenset[int]:
        from steme.epochs import superseded  # only the lens of epochs pays for it

        return superseded(self.view, bounds, self.policy)
