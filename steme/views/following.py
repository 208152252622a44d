"""States of a view's answer: made from an answer, and with the claims that arrived since taken in."""

from __future__ import annotations

import os

from repo_format.storage import tables
from repo_format.storage.terms import key_of
from steme import lens as lenses
from steme.context import EPOCHS, TRUST
from steme.views import reduction
from steme.views.clock import exact_until
from steme.views.rests import Rest, Rests
from steme.views.state import FOREVER, UNFORESEEN, KeptResolution, State, rows_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from repo_format.storage.snapshot import Snapshot
    from steme.asking import Asker
    from steme.candidate import Candidate
    from steme.lens import Resolution
    from steme.policy import Policy
    from steme.query import Answer, Question


def of_answer(answer: Answer, asker: Asker, moment: int) -> tuple[State, Rest]:
    """The state that an answer of ``asker``, given at ``moment`` (microseconds), amounts to, and what goes with it."""
    question, made = answer.question, answer.resolution
    state = _state(made, asker, question, moment)
    state.count, state.disputed, state.also = len(answer.candidates), answer.disputed, answer.also
    state.aside = {reason: count for reason, count in answer.aside.items() if reason not in made.aside}
    if TRUST in lenses.needs(question.lens):
        current = _current(answer.candidates, asker, question)
        until = exact_until(made, current, asker.trust(), question.subject)
        state.until = min(until, UNFORESEEN)
    rests = Rests.of(asker.view, _rows(asker.view, question, answer.also))
    return state, Rest(state.token, rests, reduction.reduced(made, state.count))


def moved(state: State, view: Snapshot) -> State:
    """The same answer as of a view in which nothing moved it."""
    made = State()
    for name in State.__slots__:
        setattr(made, name, getattr(state, name))
    made.next_seq = view.watermark.next_seq
    return made


def taken_in(
    state: State, rest: Rest, new: list[Candidate], asker: Asker, question: Question, moment: int
) -> tuple[State, Rest] | None:
    """The state with some ``new`` claims under its question; None where it has to be made anew for them."""
    counted, aside, disputed = asker.sifted(new, question)
    found = [*(rest.reduced or ()), *counted]
    context = asker.context(question, found)
    resolution = lenses.load(question.lens)(found, context)
    if rest.reduced is None or reduction.in_several_units(resolution):
        return None
    layers = {tier: count for tier, count, _ in state.resolution.layers}
    reduction.recount(resolution, state.resolution.aside, layers, counted, context)
    made = _state(resolution, asker, question, moment)
    made.index, made.also = state.index, state.also
    made.count, made.disputed = state.count + len(counted), state.disputed + disputed
    made.aside = reduction.added(state.aside, aside)
    if TRUST in lenses.needs(question.lens):
        made.until = min(asker.trust().web.until, UNFORESEEN)  # ranks drift only after outcomes, see ``arrivals``
    rests = rest.rests.and_of(Rests.of(asker.view, rows_of(new)))
    return made, Rest(made.token, rests, reduction.reduced(resolution, made.count))


def policy_text(policy: Policy) -> str:
    """A policy and its roots; equal where they are."""
    return " ".join((policy.name, *sorted(key.hex() for key in policy.roots)))


def roots_text(asker: Asker, question: Question) -> str:
    """Whose view of authors is taken; nothing where the lens weighs no authors."""
    weighs = TRUST in lenses.needs(question.lens)
    return " ".join(sorted(key.hex() for key in asker.whose)) if weighs else ""


def _state(made: Resolution, asker: Asker, question: Question, moment: int) -> State:
    state = State()
    state.next_seq = asker.view.watermark.next_seq
    state.policy, state.roots = policy_text(asker.policy), roots_text(asker, question)
    state.made, state.until, state.token = moment, FOREVER, os.urandom(16)
    if TRUST in lenses.needs(question.lens):
        state.made = max(moment, asker.trust().moment)  # authors may have been weighed a little later
    state.resolution = KeptResolution.of(made)
    return state


def _current(found: list[Candidate], asker: Asker, question: Question) -> list[Candidate]:
    """The candidates that the lens looks at: not those of epochs that it leaves out."""
    if EPOCHS not in lenses.needs(question.lens):
        return found
    gone = asker.context(question, []).superseded_epochs
    return [one for one in found if one.epoch not in gone]


def _rows(view: Snapshot, question: Question, also: Iterable[str]) -> bytes:
    """The index rows of all claims under a question, whatever becomes of them."""
    predicate = view.term(key_of(tables.TERM_PREDICATE, question.predicate))
    subjects = [view.term(key_of(tables.TERM_SUBJECT, name)) for name in (question.subject, *also)] if predicate else []
    return b"".join([view.rows(subject, predicate) for subject in subjects if subject])
