from __future__ import annotations

import pytest

from repo_format import objects
from repo_format.errors import InvalidInput
from repo_format.objects.outcome import Outcome

DATA = (
    b'{"author":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa","correct":true,'
    b'"kind":"outcome","target":"1111111111111111111111111111111111111111111111111111111111111111",'
    b'"time":7,"version":1}'
)


def made(**fields: object) -> Outcome:
    good = {
        "author": "aa" * 32,
        "correct": True,
        "target": "11" * 32,
        "time": 7,
    }
    return Outcome(**{**good, **fields})  # type: ignore[arg-type]


def test_bytes() -> None:
    assert objects.write(made()) == DATA
    assert objects.read(DATA) == made()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("correct", 1),
        ("correct", None),
        ("gold", ""),
        ("target", "x"),
        ("reason", ""),
    ],
)
def test_refused(field: str, value: object) -> None:
    with pytest.raises(InvalidInput) as caught:
        objects.write(made(**{field: value}))
    assert caught.value.field == field
