from __future__ import annotations

import copy
from collections.abc import Callable

import pytest

from repo_format import frame, plain_json
from repo_format.audit import frames
from repo_format.audit.frames import AuditRecord
from repo_format.errors import FromTheFuture, MalformedObject
from steme.audit.recorded import Recorded

PLAIN: dict[str, object] = {
    "answer": {"confidence": 1, "conflict": 0, "status": "UNANIMOUS", "unit": "mg", "value": 81, "winner": "ab" * 32},
    "contributing": {"ab" * 32: 1},
    "head": "cd" * 32,
    "policy": {"name": "author"},
    "question": {"lens": "recency", "predicate": "p", "subject": "s"},
    "time": 1_767_225_600_000_000,
    "version": 1,
}


def read(plain: object) -> Recorded:
    data, _ = frames.encode(plain_json.encode(plain), frame.START)
    return Recorded(AuditRecord(list(frame.unchain(data, frame.START))))


def test_known_answer() -> None:
    made = read(PLAIN)
    assert (made.value, made.contributing, made.head) == (81, {b"\xab" * 32: 1.0}, b"\xcd" * 32)
    assert (made.question.subject, made.question.lens, made.question.decay) == ("s", "recency", None)
    assert made.plain == PLAIN


def changed(path: str, value: object) -> dict[str, object]:
    plain = copy.deepcopy(PLAIN)
    place: dict[str, object] = plain
    *folders, name = path.split(".")
    for folder in folders:
        place = place[folder]  # type: ignore[assignment]
    if value is None:
        del place[name]
    else:
        place[name] = value
    return plain


@pytest.mark.parametrize(
    "made",
    [
        list,
        lambda: "record",
        lambda: changed("more", 1),
        lambda: changed("version", 0),
        lambda: changed("version", True),
        lambda: changed("version", None),
        lambda: changed("head", "cd" * 31),
        lambda: changed("head", "CD" * 32),
        lambda: changed("head", None),
        lambda: changed("time", "now"),
        lambda: changed("time", 1.5),
        lambda: changed("time", 2**53 + 2),
        lambda: changed("question.as_of", -(2**53) - 2),
        lambda: changed("question.author", "alice"),
        lambda: changed("question.decay", "often"),
        lambda: changed("question.tier", "strong"),
        lambda: changed("question.include", []),
        lambda: changed("question.subject", None),
        lambda: changed("answer.value", None),
        lambda: changed("answer.value", [1]),
        lambda: changed("answer.value", {"subject": "s"}),
        lambda: changed("answer.winner", None),
        lambda: changed("answer.sides", []),
        lambda: changed("answer.disputed", 0),
        lambda: changed("contributing", {"short": 1}),
        lambda: changed("contributing", {"ab" * 32: "much"}),
        lambda: changed("policy.name", None),
        lambda: changed("policy.roots", ["root"]),
        lambda: changed("trust_roots", ["root"]),
        lambda: changed("aside", {"retracted": "two"}),
    ],
)
def test_anything_else_is_refused(made: Callable[[], object]) -> None:
    with pytest.raises(MalformedObject):
        read(made())


def test_a_newer_version() -> None:
    with pytest.raises(FromTheFuture, match="an audit record of version 2 needs a newer steme"):
        read(changed("version", 2) | {"more": 1})
