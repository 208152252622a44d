from __future__ import annotations

import inspect
import os
import subprocess
import sys
from pathlib import Path

import pytest

from repo_format import plain_json
from repo_format.errors import Busy, Damaged, Refused, StorageFailed
from repo_format.storage.directory import Directory
from repo_format.storage.lock import WriterLock
from steme import times
from steme.audit import reading
from steme.audit.fields import Asked
from steme.audit.recorder import BATCH, Recorder
from steme.audit.writing import question_fields
from steme.decay import Decay
from steme.filters import Filters
from steme.query import Question
from steme.repository import Repository
from tests.steme.audit.world import ALICE, BOB, Audited, Reference


def test_a_record_says_what_was_asked_and_answered(world: Audited) -> None:
    before = times.now()
    one = world.claim(ALICE, 81, unit="mg", confidence=0.9)
    two = world.claim(BOB, 100, unit="mg")
    gone = world.claim(BOB, 1)
    world.retract(BOB, gone)
    made = world.ask(lens="authority")
    assert before <= made.fields.time <= times.now()
    assert made.plain == {
        "answer": {
            "confidence": 0.9 / 1.4, "conflict": pytest.approx(0.1743, abs=1e-3), "status": "AGREED", "unit": "mg",
            "value": 81, "winner": one,
        },
        "aside": {"retracted": 1},
        "contributing": {one: 0.9 / 1.4, two: 0.5 / 1.4},
        "head": head_of(world.repository),
        "policy": {"name": "author"},
        "program": "test 1",
        "question": {"lens": "authority", "predicate": "p", "subject": "s"},
        "time": made.fields.time,
        "trust_roots": [ALICE.public.hex()],
        "version": 1,
    }  # fmt: skip


def head_of(repository: Repository) -> str:
    with repository.snapshot() as view:
        from steme import moments

        return moments.newest(view).head.hex()


@pytest.mark.parametrize("value", [1, 1.5, -0.25, 1e300, 10**20, "text", True, False, Reference(ref="city/paris")])
def test_every_sort_of_value(world: Audited, value: object) -> None:
    world.claim(ALICE, float(value) if value == 10**20 else value)  # type: ignore[arg-type]
    expected = {"ref": "city/paris"} if isinstance(value, Reference) else value
    assert world.ask().value == expected
    assert type(world.ask().value) is type(expected) or expected == 10**20


def test_a_question_that_differs_in_everything(world: Audited) -> None:
    source = world.source(ALICE, "census")
    asked = Question(
        "s", "p", "epoch:authority",
        Filters(frozenset(("approved", "proposed")), 0, "e", ALICE.public.hex(), source, 0, 0),
        frozenset(("retracted", "superseded")), Decay(180.0),
    )  # fmt: skip
    world.claim(ALICE, 1)
    made = world.ask(asked)
    assert made.plain["question"] == {
        "as_of": 0, "author": ALICE.public.hex(), "decay": 180, "epoch": "e", "include": ["retracted", "superseded"],
        "known_at": 0, "lens": "epoch:authority", "lifecycles": ["approved", "proposed"], "predicate": "p",
        "source": source, "subject": "s", "tier": 0,
    }  # fmt: skip
    assert question_fields(made.question) == question_fields(asked)
    assert question_fields(world.ask(Question("s", "p", decay=Decay())).question)["decay"] == "tier"


def test_nothing_that_makes_a_question_is_forgotten() -> None:
    """A new field of a question has to be recorded, or an answer to it could not be rebuilt."""
    recorded = set(Asked.__struct_fields__)
    assert {*Question.__slots__, *Filters.__slots__} - {"filters"} == recorded
    assert Decay.__slots__ == ("days",)


def test_nobody_wins_or_nobody_claims(world: Audited) -> None:
    assert world.ask().plain["answer"] == {"confidence": 0, "conflict": 0, "status": "EMPTY"}
    assert world.ask().fields.head == "00" * 32
    world.claim(ALICE, 1, unit="kg")
    world.claim(BOB, 2)
    found = world.ask(lens="skeptic")
    assert sorted(plain_json.text(side) for side in found.plain["answer"]["sides"]) == [  # type: ignore[index]
        '{"share":0.5,"unit":"kg","value":1}',
        '{"share":0.5,"value":2}',
    ]
    assert found.fields.answer.winner is None


def test_aliases_and_disputes_are_recorded(world: Audited) -> None:
    one = world.claim(ALICE, 1)
    world.claim(ALICE, 2, subject="other")
    world.alias(BOB, "other", "s")
    world.retract(BOB, one)
    made = world.ask()
    assert made.fields.also == ["other"]
    assert made.fields.answer.disputed == 1
    assert len(made.contributing) == 2


def test_the_label_of_who_asks(world: Audited, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from steme.keys import KeyFile

    folder = tmp_path / "config" / "keys"
    folder.mkdir(parents=True, mode=0o700)
    monkeypatch.setenv("STEME_CONFIG_HOME", str(tmp_path / "config"))
    assert world.ask().fields.by is None
    for label, key in (("alice", ALICE), ("bob", BOB)):
        file = folder / f"{label}.key"
        file.write_bytes(KeyFile(label, key.public, 0, key.secret[:32]).encode())
        file.chmod(0o600)
        assert world.ask().fields.by == ("alice" if label == "alice" else None)
    monkeypatch.setenv("STEME_KEY", "bob")
    assert world.ask().fields.by == "bob"
    monkeypatch.setenv("STEME_KEY", "nobody")
    assert world.ask().fields.by is None


def test_answers_are_handed_on_once_they_are_recorded(world: Audited, monkeypatch: pytest.MonkeyPatch) -> None:
    syncs: list[int] = []
    real = os.fdatasync
    with world.repository.snapshot() as view:
        recorder = Recorder(world.repository, view)
        answers = [recorder.asker.ask(Question("s", str(n))) for n in range(BATCH + 5)]
        monkeypatch.setattr(os, "fdatasync", lambda fd: (syncs.append(len(seen)), real(fd)))
        seen = []
        for answer in recorder.recorded(answers):
            seen.append(answer)
            assert len(list(reading.records(world.repository))) >= len(seen)
    assert seen == answers
    assert syncs == [0, BATCH]


def test_an_answer_that_cannot_be_recorded_is_not_given(world: Audited) -> None:
    world.ask()
    with world.repository.snapshot() as view:
        recorder = Recorder(world.repository, view)
        answer = recorder.asker.ask(Question("s", "p"))
        lock = WriterLock(Directory.open("audit", world.repository.store.directory))
        lock.acquire(0)
        recorder._timeout = 0
        with pytest.raises(Busy, match=r"the answer cannot be recorded, so it is not given \(.*; --no-audit asks"):
            next(recorder.recorded([answer]))
        lock.release()
        place = Path(world.repository.path, ".steme", "audit")
        (place / "records.seg").write_bytes(b"x" * 200 + (place / "records.seg").read_bytes())
        with pytest.raises(Damaged, match="the answer cannot be recorded"):
            next(recorder.recorded([answer]))
        (place / "records.seg").unlink()
        (place / "lock").unlink()
        place.rmdir()
        place.write_text("in the way")
        with pytest.raises(Refused, match="the answer cannot be recorded"):
            next(recorder.recorded([answer]))


def test_a_repository_that_may_only_be_read(world: Audited, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(30, "Read-only file system")

    with world.repository.snapshot() as view:
        recorder = Recorder(world.repository, view)
        answer = recorder.asker.ask(Question("s", "p"))
        monkeypatch.setattr(os, "mkdir", refuse)
        with pytest.raises(StorageFailed, match=r"cannot be recorded, so it is not given .*Read-only file system"):
            next(recorder.recorded([answer]))


def test_recording_needs_no_msgspec(world: Audited) -> None:
    world.claim(ALICE, 1)
    code = inspect.cleandoc(
        f"""
        import sys
        from steme.query import Question
        from steme.repository import Repository
        from steme.audit.recorder import Recorder
        with Repository.open({world.repository.path!r}) as repository, repository.snapshot() as view:
            recorder = Recorder(repository, view)
            recorder.record([recorder.asker.ask(Question("s", "p"))])
        print(*sys.modules)
        """
    )
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert not {"msgspec", "typing", "json", "re"} & set(loaded) - at_start()
    assert len(list(reading.records(world.repository))) == 1


def at_start() -> set[str]:
    code = "import sys; print(*sys.modules)"
    return set(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split())


def test_the_bytes_are_canonical(world: Audited) -> None:
    world.claim(ALICE, 0.1)
    for record in reading._log(world.repository).records():
        assert plain_json.encode(plain_json.decode(record.payload)) == record.payload
