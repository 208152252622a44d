"""A turn: one answer of a view, as it is kept, followed by what came in, or made anew."""

from __future__ import annotations

import struct

from repo_format.errors import Busy, NotFound, Refused, StorageFailed
from repo_format.storage import commits
from steme import lens as lenses
from steme.asking import Asker
from steme.filters import Filters
from steme.query import FromView
from steme.views import following
from steme.views.arrivals import Arrivals
from steme.views.files import Files
from steme.views.kept_answer import KeptAnswer
from steme.views.rests import Rest
from steme.views.state import FOREVER, State

TYPE_CHECKING = False
if TYPE_CHECKING:
    from repo_format.storage.store import Store
    from steme.query import Answer, Question
    from steme.views.definition import View

EXACT, FOLLOWED, MADE, NOT_KEPT = "up to date", "followed", "made anew", "cannot be kept"
"""What had to be done for an answer. One in which values of several units count as one cannot be kept."""

_NOT_WRITTEN = (Busy, StorageFailed, Refused, NotFound, OSError)


class Turn:
    """One answer of a view to its question as ``asker`` asks it; ``done`` says what that took.

    A new state is kept if nobody else is writing at this moment; with a ``timeout`` it must be, within so many seconds.
    """

    def __init__(
        self,
        store: Store,
        files: Files,
        asker: Asker,
        view: View,
        question: Question,
        timeout: float | None = None,
    ) -> None:
        self._store = store
        self._files = files
        self._asker = asker
        self._view = view
        self._question = question
        self._timeout = timeout
        self._moment = asker.clock
        self.done = EXACT
        self.given: Answer | None = None

    def answer(self, max_stale: int = 0) -> Answer:
        """The answer."""
        self.given = self._kept(max_stale) or self._made()
        return self.given

    def _kept(self, max_stale: int) -> Answer | None:
        state = self._files.state(self._view.id)
        if state is None or not self._is_of(state):
            return None
        behind = self._asker.view.watermark.next_seq - state.next_seq
        holds = state.until == FOREVER or state.made <= self._moment < state.until
        if not behind and holds:
            return self._served(state)
        since = self._exact_until(state, behind, holds)
        if max_stale and 0 <= self._moment - since <= max_stale:
            return self._served(state, behind, since)
        followed = self._followed(state) if holds else None
        return None if followed is None else self._served(followed)

    def _is_of(self, state: State) -> bool:
        """Whether a state was made from this index, from nothing that the asker cannot see, and as they would."""
        return (
            state.index == self._store.index.file
            and state.next_seq <= self._asker.view.watermark.next_seq
            and state.policy == following.policy_text(self._asker.policy)
            and state.roots == following.roots_text(self._asker, self._question)
        )

    def _exact_until(self, state: State, behind: int, holds: bool) -> int:
        """When a state ceased to be the newest one, or to hold by the clock."""
        ends = [] if holds else [state.until]
        if behind:
            ends.append(commits.of_seq(self._asker.view, state.next_seq).received or 0)
        return min(ends)

    def _served(self, state: State, behind: int = 0, since: int | None = None) -> Answer:
        answer = KeptAnswer(self._question, state, self._asker.view, lambda: self._whole(state))
        answer.from_view = FromView(self._view.id, state.made, self._moment, behind, since)
        return answer

    def _whole(self, state: State) -> Answer:
        """The answer as of a state, for its claims and sides, none of which depends on trust or on the clock."""
        own, store = self._question.filters, self._store
        filters = Filters(own.lifecycles, own.tier, own.epoch, own.author, own.source, None, state.next_seq - 1)
        with store.snapshot() as view:
            if store.index.file != state.index:
                raise Busy("the index was made anew while this answer was looked at; ask again")
            return Asker(view, self._asker.policy).fresh(self._question.but(filters=filters))

    def _followed(self, state: State) -> State | None:
        """The state with what arrived taken in; None where it has to be made anew."""
        rest = self._rest(state)
        if rest is None:
            return None
        asker, question = self._asker, self._question
        news = Arrivals(asker.view, state.next_seq, question, state.also, lenses.needs(question.lens), rest.rests)
        if news.matter():
            return None
        new = news.claims()
        made = following.taken_in(state, rest, new, asker, question, self._moment) if new else None
        if new and made is None:
            return None
        followed, more = made or (following.moved(state, asker.view), None)
        self.done = FOLLOWED
        self._keep(followed, more)
        return followed

    def _rest(self, state: State) -> Rest | None:
        data = self._files.rest(self._view.id)
        try:
            rest = None if data is None else Rest.decode(data)
        except (struct.error, ValueError):
            return None
        return rest if rest is not None and rest.token == state.token else None

    def _made(self) -> Answer:
        """The answer asked anew, and kept."""
        answer = self._asker.fresh(self._question)
        if answer.counted or answer.unlike:
            self.done = NOT_KEPT
            return answer
        self.done = MADE
        state, rest = following.of_answer(answer, self._asker, self._moment)
        state.index = self._store.index.file
        self._keep(state, rest)
        answer.from_view = FromView(self._view.id, self._moment, self._moment)
        return answer

    def _keep(self, state: State, rest: Rest | None) -> None:
        try:
            self._write(state, rest)
        except _NOT_WRITTEN:
            if self._timeout is not None:
                raise

    def _write(self, state: State, rest: Rest | None) -> None:
        store = self._store
        store.lock.acquire(self._timeout or 0)
        try:
            if store.index.is_current:
                self._files.write(self._view.id, state, None if rest is None else rest.encode())
        finally:
            store.lock.release()
