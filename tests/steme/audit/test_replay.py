from __future__ import annotations

from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from repo_format import plain_json
from repo_format.audit.log import AuditLog
from steme import times
from steme.audit import reading
from steme.audit.recorded import Recorded
from steme.audit.replay import Replay, replay
from steme.civil import DAY
from steme.decay import Decay
from steme.filters import Filters
from steme.lens import names
from steme.query import Question
from tests.steme.audit.world import ALICE, BOB, CAROL, Audited

LENSES = [*names(), "epoch:authority"]


def again(world: Audited, made: Recorded, now: int | None = None) -> Replay:
    return replay(world.repository, made, now)


def moved(made: Replay) -> dict[str, tuple[object, object]]:
    return {one.field: (one.was, one.now) for one in made.moved if not one.field.startswith("weight")}


@pytest.mark.parametrize("lens", LENSES)
def test_nothing_has_happened(world: Audited, lens: str) -> None:
    world.claim(ALICE, 1)
    world.claim(BOB, 2, confidence=0.8)
    made = again(world, world.ask(lens=lens))
    assert (made.is_reproduced, made.holds, made.moved, made.problem) == (True, True, [], None)
    assert (made.changes.left, made.changes.joined, made.changes.said, made.changes.policy) == ([], [], [], False)


def test_a_new_claim_takes_the_place(world: Audited) -> None:
    world.claim(ALICE, 1)
    record = world.ask()
    new = world.claim(BOB, 2)
    made = again(world, record)
    assert made.is_reproduced
    assert not made.holds
    assert [one.id.hex() for one in made.changes.joined] == [new]
    assert moved(made)["value"] == (1, 2)
    assert made.today["answer"]["winner"] == new  # type: ignore[index]


def test_another_claim_for_the_same_value(world: Audited) -> None:
    world.claim(ALICE, 1)
    record = world.ask()
    world.claim(BOB, 1)
    made = again(world, record)
    assert made.is_reproduced
    assert made.holds
    assert set(moved(made)) == {"winner"}


def test_a_unit_is_part_of_the_value(world: Audited) -> None:
    world.claim(ALICE, 1, unit="kg")
    record = world.ask()
    world.claim(ALICE, 1, unit="g")
    assert not again(world, record).holds


def test_what_stepped_aside_and_why(world: Audited) -> None:
    source = world.source(ALICE, "census")
    kept = world.claim(ALICE, 0)
    world.vote(BOB, kept, -1)
    retracted, superseded, staged = (world.claim(ALICE, n) for n in (1, 2, 3))
    citing = world.claim(ALICE, 4, source=source)
    child = world.claim(BOB, 5, parent=retracted)
    record = world.ask(lens="skeptic")
    acts = {
        retracted: ("retracted", world.retract(ALICE, retracted, cascade=True)),
        superseded: ("superseded", world.supersede(ALICE, superseded, kept)),
        citing: ("source retracted", world.status(ALICE, source, "retracted")),
        child: ("parent retracted", retracted),
        staged: ("lifecycle: rejected", ""),
    }
    stage = world.stage(ALICE, staged, "rejected")
    vote = world.vote(BOB, kept)
    world.claim(BOB, 9, subject="else", parent=kept)
    made = again(world, record)
    assert made.is_reproduced
    assert not made.holds
    assert {one.id.hex(): (one.reason, one.by.hex()) for one in made.changes.left} == acts
    said = [(one.statement.relation, one.target.hex(), one.statement.id.hex()) for one in made.changes.said]
    assert said == [
        ("retraction", retracted, acts[retracted][1]),
        ("supersession", superseded, acts[superseded][1]),
        ("source_status", source, acts[citing][1]),
        ("stage", staged, stage),
        ("vote", kept, vote),
    ]


def test_what_was_asked_back_in_does_not_leave(world: Audited) -> None:
    one = world.claim(ALICE, 1)
    record = world.ask(Question("s", "p", include=frozenset(("retracted",))))
    world.retract(ALICE, one)
    made = again(world, record)
    assert (made.is_reproduced, made.holds, made.changes.left) == (True, True, [])
    assert len(made.changes.said) == 1


def test_an_alias_that_was_taken_back(world: Audited) -> None:
    world.claim(ALICE, 1)
    other = world.claim(ALICE, 2, subject="t")
    alias = world.alias(ALICE, "t", "s")
    record = world.ask()
    world.retract(ALICE, alias)
    made = again(world, record)
    assert made.is_reproduced
    assert [(one.id.hex(), one.reason) for one in made.changes.left] == [(other, "no longer an alias")]
    assert moved(made)["also"] == (["t"], [])


def test_votes_and_trust_of_that_time(world: Audited) -> None:
    one, two = world.claim(ALICE, 1, confidence=0.6), world.claim(BOB, 2, confidence=0.5)
    world.vote(CAROL, one)
    votes, authority = world.ask(lens="votes"), world.ask(lens="authority")
    world.vote(CAROL, one, -1)
    world.vote(ALICE, two)
    world.delegate(ALICE, BOB, 1)
    made = again(world, votes)
    assert (made.is_reproduced, made.holds) == (True, False)
    assert made.today["answer"]["winner"] == two  # type: ignore[index]
    assert again(world, authority).is_reproduced


def test_confidences_fade_as_the_clock_goes_on(world: Audited) -> None:
    today = times.now()
    world.claim(ALICE, 1, confidence=0.9, tier=4, time=today)
    world.claim(BOB, 2, confidence=0.6, tier=0, time=today)
    record = world.ask(Question("s", "p", "confidence", decay=Decay()))
    assert record.value == 1
    made = again(world, record, today + 90 * DAY)
    assert made.is_reproduced
    assert not made.holds
    assert moved(made)["value"] == (1, 2)
    assert (made.changes.joined, made.changes.left, made.changes.said) == ([], [], [])


def test_a_question_about_another_time_stays_there(world: Audited) -> None:
    first = world.claim(ALICE, 1, time=5)
    world.claim(ALICE, 2, time=9)
    for filters in (Filters(as_of=5), Filters(known_at=world.seq(first))):
        record = world.ask(Question("s", "p", "recency", filters))
        assert record.value == 1
        world.claim(BOB, 3, time=100)
        made = again(world, record)
        assert (made.is_reproduced, made.holds) == (True, True)
        assert moved(made) == ({"aside: later": (1, 2)} if filters.as_of else {})
    world.claim(BOB, 4, time=5, confidence=0.1)  # backdated
    made = again(world, next(reading.records(world.repository)))
    assert made.is_reproduced
    assert len(made.changes.joined) == 1


def test_an_answer_from_before_the_first_commit(world: Audited) -> None:
    record = world.ask()
    assert (again(world, record).is_reproduced, again(world, record).holds) == (True, True)
    world.claim(ALICE, 1)
    made = again(world, record)
    assert (made.is_reproduced, made.holds, len(made.changes.joined)) == (True, False, 1)


def test_another_policy(world: Audited) -> None:
    one = world.claim(ALICE, 1)
    world.claim(BOB, 2, time=0)
    world.delegate(ALICE, BOB)
    world.retract(BOB, one)
    record = world.ask()
    assert record.value == 2
    Path(world.repository.config_file).write_text('[policy]\nacts = "commons"\n')
    world.repository.configuration = type(world.repository.configuration)(f"{world.repository.path}/.steme")
    made = again(world, record)
    assert (made.is_reproduced, made.holds, made.changes.policy) == (True, False, True)
    assert made.today["answer"]["disputed"] == 1  # type: ignore[index]


def test_the_policy_of_that_time(world: Audited) -> None:
    one = world.claim(ALICE, 1)
    world.claim(BOB, 2, time=0)
    world.delegate(ALICE, BOB)
    world.retract(BOB, one)
    plain = world.repository.configuration
    Path(world.repository.config_file).write_text('[policy]\nacts = "commons"\n')
    world.repository.configuration = type(plain)(f"{world.repository.path}/.steme")
    record = world.ask()
    assert (record.value, record.fields.policy.name) == (1, "commons")
    Path(world.repository.config_file).write_text("")
    world.repository.configuration = type(plain)(f"{world.repository.path}/.steme")
    made = again(world, record)
    assert (made.is_reproduced, made.holds, made.changes.policy) == (True, False, True)


def forged(world: Audited, record: Recorded, **more: object) -> Recorded:
    """The record with other content, as somebody might write it who may write to the file."""
    log = AuditLog(world.repository.store.directory, world.repository.id)
    (identifier,) = log.append([plain_json.encode({**record.plain, **more})], 1)
    return reading.find(world.repository, identifier.hex())


def test_an_answer_that_was_never_given(world: Audited) -> None:
    one = world.claim(ALICE, 1)
    record = world.ask()
    answer = {**record.plain["answer"], "value": 2}  # type: ignore[dict-item]
    made = again(world, forged(world, record, answer=answer))
    assert [(diff.field, diff.was, diff.now) for diff in made.differences] == [("value", 2, 1)]
    assert not made.is_reproduced
    made = again(world, forged(world, record, contributing={"ab" * 32: 1}))
    assert {diff.field: (diff.was, diff.now) for diff in made.differences} == {
        f"weight of {'ab' * 32}": (1, None),
        f"weight of {one}": (None, 1.0),
    }
    assert [(left.id.hex(), left.reason) for left in made.changes.left] == [("ab" * 32, "not here")]


def test_a_head_of_somewhere_else(world: Audited) -> None:
    world.claim(ALICE, 1)
    made = again(world, forged(world, world.ask(), head="ab" * 32))
    assert (made.problem, made.is_reproduced) == ("its head is not one of this repository's", False)
    assert (made.holds, made.changes.said) == (True, [])


ACTS = st.sampled_from(("claim", "retract", "supersede", "vote", "stage", "delegate", "revoke", "ask"))


def act(world: Audited, claims: list[str], what: str, who: int, number: int) -> None:
    key, target = (ALICE, BOB, CAROL, BOB)[who], claims[number % len(claims)]
    match what:
        case "claim":
            claims.append(world.claim(key, number % 4, confidence=number / 50, tier=number % 6))
        case "retract":
            world.retract(key, target)
        case "supersede" if target != claims[-1]:
            world.supersede(key, target, claims[-1])
        case "vote":
            world.vote(key, target, (number - 25) / 25)
        case "stage":
            world.stage(key, target, ("approved", "rejected")[number % 2])
        case "delegate" if key is not ALICE:
            world.delegate(ALICE, key, number / 50)
        case "revoke" if who == 3:
            world.revoke(BOB)
        case "ask":
            world.ask(Question("s", "p", LENSES[number % len(LENSES)], decay=Decay() if number % 3 else None))


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(ACTS, st.integers(0, 3), st.integers(0, 50)), min_size=5, max_size=25))
def test_whatever_happens_every_old_answer_is_reproduced(tmp_path: Path, acts: list[tuple[str, int, int]]) -> None:
    world = Audited(tmp_path / uuid4().hex)
    try:
        claims = [world.claim(ALICE, 0)]
        for what, who, number in (("ask", 0, 0), *acts):
            act(world, claims, what, who, number)
        for record in reading.records(world.repository):
            assert replay(world.repository, record, record.fields.time + 90 * DAY).differences == []
    finally:
        world.close()
