from __future__ import annotations

import pytest

from repo_format import objects
from repo_format.errors import InvalidInput
from repo_format.objects.stage import Stage

DATA = (
    b'{"author":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa","kind":"stage",'
    b'"stage":"approved","target":"1111111111111111111111111111111111111111111111111111111111111111",'
    b'"time":7,"version":1}'
)


def made(**fields: object) -> Stage:
    good = {
        "author": "aa" * 32,
        "stage": "approved",
        "target": "11" * 32,
        "time": 7,
    }
    return Stage(**{**good, **fields})  # type: ignore[arg-type]


def test_bytes() -> None:
    assert objects.write(made()) == DATA
    assert objects.read(DATA) == made()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("stage", "done"),
        ("stage", None),
        ("target", "x"),
        ("reason", ""),
    ],
)
def test_refused(field: str, value: object) -> None:
    with pytest.raises(InvalidInput) as caught:
        objects.write(made(**{field: value}))
    assert caught.value.field == field
