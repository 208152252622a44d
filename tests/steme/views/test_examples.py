"""The examples of docs/semantics/views.md, section 5."""

from __future__ import annotations

import pytest

from steme.civil import DAY
from steme.views.rests import Rest
from steme.views.turn import EXACT, FOLLOWED, MADE
from tests.steme.views.worlds import ALICE, BOB, CAROL, DAVE, Kept, about


def test_following_what_comes_in(world: Kept) -> None:
    view = about("consensus")
    a, b = world.claim(ALICE, 81, confidence=0.6), world.claim(ALICE, 81, confidence=0.3)
    c, d = world.claim(BOB, 81, confidence=0.4), world.claim(CAROL, 100, confidence=0.5)
    assert (world.ask(view).value, world.done) == (81, MADE)
    kept = Rest.decode(world.repository.views.files.rest(view.id) or b"").reduced or []
    assert {one.id.hex() for one in kept} == {a, c, d}
    assert b not in {one.id.hex() for one in kept}
    theirs = world.claim(DAVE, 100, confidence=0.6)
    answer = world.ask(view)
    assert (answer.value, world.done, len(answer.candidates)) == (100, FOLLOWED, 5)
    assert answer.resolution.sides[0].support == pytest.approx(0.8)
    world.vote(BOB, a)
    assert (world.ask(view).value, world.done) == (100, FOLLOWED)
    assert (world.ask(view).value, world.done) == (100, EXACT)
    world.retract(DAVE, theirs)
    assert (world.ask(view).value, world.done) == (81, MADE)


def test_the_clock(world: Kept) -> None:
    view, now = about("authority"), 100 * DAY
    world.claim(BOB, 1, confidence=0.75)
    world.claim(CAROL, 2, confidence=0.8)
    other = world.claim(BOB, 7, subject="elsewhere")
    world.outcome(ALICE, other, time=now)
    assert world.ask(view, now).value == 1
    state = world.repository.views.files.state(view.id)
    assert state is not None
    assert (state.until - now) / DAY == pytest.approx(17.549, abs=0.001)
    assert (world.ask(view, state.until - 1).value, world.done) == (1, EXACT)
    assert (world.ask(view, now + 1765 * DAY // 100).value, world.done) == (2, MADE)
    assert (world.ask(view, now + 900 * DAY).value, world.done) == (2, EXACT)
