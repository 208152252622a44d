"""Keeper: answers questions out of views, and keeps these up with what arrives (docs/semantics/views.md).

An answer out of a view is the answer that asking would give. One that is behind is followed, or made again; only with a
``max_stale`` it may be an older one, and then says so.
"""

from __future__ import annotations

from repo_format.errors import StemeError
from steme import lens as lenses
from steme.context import TRUST
from steme.views import register
from steme.views.definition import is_kept
from steme.views.files import Files
from steme.views.turn import Turn

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from repo_format.storage.store import Store
    from steme.asking import Asker, Kept
    from steme.query import Answer, Question
    from steme.views.definition import View
    from steme.views.state import State


class Keeper:
    """The views of the repository in ``store``; ``files`` holds their answers."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.files = Files(store.directory)
        self._register = register.Register(store.directory)

    @property
    def views(self) -> Sequence[View]:
        """All views, in the order of their definitions. Raises Damaged, FromTheFuture, Refused for a bad register."""
        return self._register.views()

    def find(self, text: str) -> View:
        """The view whose id begins with 7 or more hex digits. Raises InvalidInput, NotFound, AmbiguousId."""
        return self._register.find(text)

    def add(self, view: View, timeout: float) -> bool:
        """Define a view, durably; False where it was defined already. Raises Busy, StorageFailed, InvalidInput."""
        return register.add(self.store, view, timeout)

    def drop(self, views: Sequence[View], timeout: float) -> None:
        """Forget views and what they answered, durably. Raises Busy, StorageFailed."""
        register.drop(self.store, views, timeout)
        for view in views:
            self.files.remove(view.id)

    def kept(self, view: View) -> State | None:
        """The answer that is kept of a view, whatever has arrived since; None where none is kept."""
        state = self.files.state(view.id)
        return state if state is not None and state.index == self.store.index.file else None

    def serving(self, max_stale: int = 0, usual_roots: bool = True) -> Kept:
        """What ``Asker`` takes: answers out of views, in which something may be missing that arrived at most
        ``max_stale`` microseconds ago. ``usual_roots`` is whether the asker takes nobody's view in particular.
        """
        return lambda asker, question: self._answer(asker, question, max_stale, usual_roots)

    def _answer(self, asker: Asker, question: Question, max_stale: int, usual_roots: bool) -> Answer | None:
        """The answer out of the view that fits a question, None where none does. Raises as ``Asker.ask``."""
        if not is_kept(question) or asker.view.databases is not self.store.databases:
            return None  # or the index was replaced while the asker looked at the old one
        try:
            view = self._fitting(asker, question, usual_roots)
        except StemeError:
            return None  # `steme view list` tells what is wrong with the register
        return None if view is None else Turn(self.store, self.files, asker, view, question).answer(max_stale)

    def _fitting(self, asker: Asker, question: Question, usual_roots: bool) -> View | None:
        for view in self._register.about(question.key):
            if TRUST not in lenses.needs(question.lens):
                return view
            if usual_roots if view.roots is None else view.roots == asker.whose:
                return view
        return None

    def refresh(self, asker: Asker, view: View, timeout: float) -> Turn:
        """Bring a view up to date; the turn tells what was ``done`` and has the ``given`` answer.

        Raises Busy, StorageFailed where the answer cannot be kept, and as ``Asker.ask``.
        """
        turn = Turn(self.store, self.files, asker, view, view.question, timeout)
        turn.answer()
        return turn
