from __future__ import annotations

import pytest

from repo_format import objects
from repo_format.errors import InvalidInput
from repo_format.objects.supersession import Supersession

DATA = (
    b'{"author":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa","kind":"supersession",'
    b'"new":"1111111111111111111111111111111111111111111111111111111111111111",'
    b'"old":"2222222222222222222222222222222222222222222222222222222222222222","time":7,"version":1}'
)


def made(**fields: object) -> Supersession:
    good = {
        "author": "aa" * 32,
        "new": "11" * 32,
        "old": "22" * 32,
        "time": 7,
    }
    return Supersession(**{**good, **fields})  # type: ignore[arg-type]


def test_bytes() -> None:
    assert objects.write(made()) == DATA
    assert objects.read(DATA) == made()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("new", "22" * 32),
        ("new", ""),
        ("old", "22" * 31),
        ("reason", "\u202e"),
    ],
)
def test_refused(field: str, value: object) -> None:
    with pytest.raises(InvalidInput) as caught:
        objects.write(made(**{field: value}))
    assert caught.value.field == field
