from __future__ import annotations

import pytest

from repo_format import errors
from repo_format.errors import MalformedObject
from repo_format.wire import message
from repo_format.wire.refusal import BUSY, DAMAGED, INVALID, STORAGE, Refusal, code_of


@pytest.mark.parametrize(
    ("error", "code", "kind"),
    [
        (errors.InvalidInput("x", "is wrong"), 2, errors.InvalidInput),
        (errors.MalformedObject("x", "is wrong"), 2, errors.InvalidInput),
        (errors.AmbiguousId("x"), 3, errors.NotFound),
        (errors.BadSignature("x"), 5, errors.Refused),
        (errors.FromTheFuture("x"), 5, errors.Refused),
        (errors.Damaged("x"), 6, errors.RemoteFailed),
        (errors.Busy("x"), 7, errors.Busy),
        (errors.RemoteFailed("x"), 8, errors.RemoteFailed),
        (errors.NotARepository("x"), 8, errors.RemoteFailed),
        (errors.StorageFailed("x"), 9, errors.RemoteFailed),
    ],
)
def test_errors_travel(error: errors.StemeError, code: int, kind: type[errors.StemeError]) -> None:
    assert code_of(error) == code
    found = message.decode(message.encode(Refusal(code_of(error), str(error)))).error()
    assert type(found) is kind
    assert str(found) == f"the remote says: {error}"


def test_what_it_says_is_safe_to_show() -> None:
    hostile = Refusal(5, "\x1b[31mred\x07 and\nmore \u202e" + "x" * 5000)
    data = message.encode(hostile)
    assert len(data) == 10 + 3 + 1000
    assert message.decode(data).text.startswith("?[31mred? and?more ?xxx")
    with pytest.raises(MalformedObject, match="not printable"):
        message.decode(message.encode(Refusal(BUSY, "a?b")).replace(b"a?b", b"a\x1bb"))
    with pytest.raises(MalformedObject, match="not UTF-8"):
        message.decode(message.encode(Refusal(BUSY, "a?b")).replace(b"a?b", b"a\xffb"))


def test_text_is_cut_between_characters() -> None:
    assert Refusal.decode(Refusal(STORAGE, "é" * 600).encode()).text == "é" * 500
    assert Refusal.decode(Refusal(INVALID, "a" + "é" * 600).encode()).text == "a" + "é" * 499
    assert Refusal(DAMAGED, "x").code == DAMAGED
