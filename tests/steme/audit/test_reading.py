from __future__ import annotations

from pathlib import Path

import pytest

from repo_format.audit.log import AuditLog
from repo_format.errors import AmbiguousId, Damaged, InvalidInput, NotFound
from steme import audit
from steme.audit import reading
from steme.query import Question
from tests.steme.audit.world import ALICE, BOB, Audited


def test_filters(world: Audited) -> None:
    for subject in ("drug/a", "drug/b/c", "city/a"):
        world.ask(Question(subject, "p"))
    found = list(reading.records(world.repository))
    assert [one.fields.question.subject for one in found] == ["drug/a", "drug/b/c", "city/a"]
    assert list(subjects(world, "drug/")) == ["drug/a", "drug/b/c"]
    assert list(subjects(world, "*/a")) == ["drug/a", "city/a"]
    assert list(subjects(world, "drug/a")) == ["drug/a"]
    later = found[1].fields.time
    assert [one.id for one in reading.records(world.repository, since=later)] == [one.id for one in found[1:]]
    assert [one.id for one in reading.records(world.repository, "city/", later + 10**9)] == []


def subjects(world: Audited, pattern: str) -> list[str]:
    return [one.fields.question.subject for one in reading.records(world.repository, pattern)]


def test_one_by_its_id(world: Audited, monkeypatch: pytest.MonkeyPatch) -> None:
    made = [world.ask() for _ in range(3)]
    assert reading.find(world.repository, made[1].id.hex()[:9].upper()).id == made[1].id
    with pytest.raises(NotFound, match="no audit record has an id that begins with 0000000"):
        reading.find(world.repository, "0000000")
    with pytest.raises(InvalidInput, match="at least 7"):
        reading.find(world.repository, "000000")
    monkeypatch.setattr(reading, "parse_prefix", lambda _: "")
    with pytest.raises(AmbiguousId, match="begins the ids of 3 audit records"):
        reading.find(world.repository, "")


def test_which_answers_used_some_objects(world: Audited) -> None:
    one = world.claim(ALICE, 1)
    first = world.ask()
    two = world.claim(BOB, 2)
    second = world.ask()
    world.retract(BOB, two)
    third = world.ask()
    used = lambda *ids: [found.id for found in audit.uses(world.repository, map(bytes.fromhex, ids))]  # noqa: E731
    assert used(one) == [first.id, second.id, third.id]
    assert used(two) == [second.id]
    assert used(two, "00" * 32) == [second.id]
    assert used("00" * 32) == used() == []


def test_a_record_that_is_no_answer(world: Audited) -> None:
    log = AuditLog(world.repository.store.directory, world.repository.id)
    log.append([b'{"version":1}'], 1)
    with pytest.raises(Damaged, match="at byte 0, cannot be read"):
        list(reading.records(world.repository))
    assert Path(log.place).exists()


def test_newest_first(world: Audited) -> None:
    for subject in ("drug/a", "drug/b/c", "city/a"):
        world.ask(Question(subject, "p"))
    made = list(reading.records(world.repository))
    assert [one.id for one in reading.records(world.repository, newest_first=True)] == [one.id for one in made[::-1]]
    drugs = reading.records(world.repository, "drug/", made[1].fields.time, newest_first=True)
    assert [one.fields.question.subject for one in drugs] == ["drug/b/c"]
