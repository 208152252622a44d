from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from steme import times
from steme.audit import reading
from steme.audit.recorder import Recorder
from steme.audit.replay import replay
from steme.filters import Filters
from steme.query import Question
from steme.repository import Repository
from steme.views.kept_answer import KeptAnswer, Partly
from steme.views.turn import EXACT, FOLLOWED, MADE
from tests.steme.views.histories import facts
from tests.steme.views.worlds import ALICE, BOB, CAROL, DAVE, Kept, about

MINUTE = 60_000_000


@pytest.fixture
def world(world: Kept) -> Kept:
    for number, key in enumerate((ALICE, BOB, CAROL)):
        world.claim(key, number % 2, confidence=0.3 + number / 10)
    world.repository.views.add(about("consensus"), 1)
    world.repository._look_again = 0.0  # as after a second
    return world


def files(world: Kept) -> dict[str, bytes]:
    index = Path(world.repository.path) / ".steme/index"
    return {path.suffix: path.read_bytes() for path in index.iterdir() if path.suffix in (".view", ".rest")}


def test_a_repository_answers_out_of_its_views_by_itself(world: Kept) -> None:
    question = Question("s", "p", "consensus")
    first, second = world.repository.ask(question), world.repository.ask(question)
    assert (type(first).__name__, type(second).__name__) == ("Answer", "KeptAnswer")
    assert second.from_view is not None
    assert (second.from_view.id, second.from_view.behind) == (about("consensus").id, 0)
    assert 0 <= second.from_view.age < 60
    fresh = world.repository.ask(question, views=False)
    assert fresh.from_view is None
    assert facts(first) == facts(second) == facts(fresh)


@pytest.mark.parametrize(
    "question",
    [
        Question("s", "p", "recency"),
        Question("s", "q", "consensus"),
        Question("s", "p", "consensus", Filters(tier=4)),
        Question("s", "p", "consensus", Filters(as_of=10**16)),
        Question("s", "p", "consensus", Filters(known_at=99)),
        Question("s", "p", "consensus", include=frozenset({"retracted"})),
        Question("s", "p", "consensus", tolerance=0.1),
    ],
)
def test_no_other_question_is_answered(world: Kept, question: Question) -> None:
    world.repository.ask(Question("s", "p", "consensus"))
    assert world.repository.ask(question).from_view is None


def test_decay_is_never_kept(world: Kept) -> None:
    from steme.decay import Decay

    assert world.repository.ask(Question("s", "p", "consensus", decay=Decay())).from_view is None


def test_chosen_roots_are_answered_by_their_own_view_alone(world: Kept) -> None:
    repository, question = world.repository, Question("s", "p", "authority")
    repository.views.add(about("authority"), 1)

    def view_of(*names: str) -> str | None:
        with repository.snapshot() as snapshot:
            answer = repository.asker(snapshot, names, kept=repository.kept(names)).ask(question)
        return answer.from_view.id if answer.from_view else None

    bob = BOB.public.hex()
    from steme.views.definition import View

    assert (view_of(), view_of(bob)) == (about("authority").id, None)
    theirs = View(question, [BOB.public])
    repository.views.add(theirs, 1)
    assert (view_of(), view_of(bob), view_of(ALICE.public.hex())) == (about("authority").id, theirs.id, None)


def test_a_stale_answer_is_given_when_it_is_asked_for_and_says_so(world: Kept) -> None:
    question, now = Question("s", "p", "consensus"), times.now()
    before = world.repository.ask(question)
    world.claim(DAVE, 0, confidence=0.9)
    stale = world.repository.ask(question, max_stale=5 * MINUTE)
    assert facts(stale) == facts(before)
    assert stale.from_view is not None
    assert stale.from_view.stale_since is not None
    assert (stale.from_view.behind, 0 <= stale.from_view.stale_since - now < MINUTE) == (1, True)
    assert world.ask(about("consensus"), times.now() + 6 * MINUTE, max_stale=5 * MINUTE).value == 0
    assert world.done == FOLLOWED
    assert world.repository.ask(question).value == 0


def test_an_answer_that_the_clock_moved_may_be_stale_too(world: Kept) -> None:
    view = about("authority")
    world.delegate(ALICE, BOB, 1, time=1, expires=10**15 + 5)
    world.ask(view, 10**15)
    answer = world.ask(view, 10**15 + 9, max_stale=4)
    assert answer.from_view is not None
    assert (answer.from_view.behind, answer.from_view.stale_since, world.done) == (0, 10**15 + 5, EXACT)
    assert world.ask(view, 10**15 + 10, max_stale=4).from_view.stale_since is None  # type: ignore[union-attr]


def test_details_are_those_of_the_answer_whatever_comes_in(world: Kept) -> None:
    question = Question("s", "p", "consensus")
    expected = facts(world.repository.ask(question))
    answer = world.repository.ask(question)
    assert isinstance(answer, KeptAnswer)
    world.claim(DAVE, 9, confidence=0.9)
    assert facts(answer) == expected


def test_an_answer_out_of_a_view_is_recorded_and_replayed_like_any_other(world: Kept) -> None:
    question, repository = Question("s", "p", "consensus"), world.repository
    repository.ask(question)
    with repository.snapshot() as snapshot:
        recorder = Recorder(repository, snapshot, kept=repository.kept())
        answer = recorder.asker.ask(question)
        assert isinstance(answer, KeptAnswer)
        plain = Recorder(repository, snapshot)
        ids = recorder.record([answer]) + plain.record([plain.asker.ask(question)])
    one, other = (reading.find(repository, made.hex()) for made in ids)
    assert {**one.plain, "time": 0} == {**other.plain, "time": 0}
    world.claim(DAVE, 7, confidence=0.9)
    again = replay(repository, one)
    assert (again.is_reproduced, again.differences) == (True, [])


def test_without_views_nothing_is_imported_for_them(tmp_path: Path) -> None:
    Repository.init(str(tmp_path)).close()
    code = (
        "import sys; from steme.repository import Repository; from steme.query import Question\n"
        f"with Repository.open({str(tmp_path)!r}) as r: r.ask(Question('s', 'p'))\n"
        "print([name for name in sys.modules if name.startswith(('steme.views', 'numpy', 'msgspec'))])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout == "[]\n"


def test_a_sequence_of_which_the_beginning_is_here() -> None:
    loaded: list[bool] = []

    def load() -> list[int]:
        loaded.append(True)
        return list(range(10))

    some = Partly([0, 1, 2], 10, load)
    assert (len(some), some[0], some[2], some[:3], some[1:2], bool(some), loaded) == (
        10,
        0,
        2,
        [0, 1, 2],
        [1],
        True,
        [],
    )
    assert (some[3], some[-1], some[2:5], list(some), some == list(range(10))) == (
        3,
        9,
        [2, 3, 4],
        list(range(10)),
        True,
    )
    assert len(loaded) == 1
    assert Partly([1], 1, load)[-1] == 1
    assert len(loaded) == 1
    assert not Partly([], 0, load)


def test_where_there_is_nothing_to_reduce_asking_anew_costs_no_more(
    world: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("steme.views.reduction._FEW", 2)
    view = about("consensus")
    world.ask(view)
    world.claim(DAVE, 3)
    world.ask(view)
    assert world.done == MADE
    world.claim(DAVE, 3, subject="elsewhere")
    world.ask(view)
    assert world.done == FOLLOWED
