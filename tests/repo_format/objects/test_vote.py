from __future__ import annotations

import pytest

from repo_format import objects
from repo_format.errors import InvalidInput
from repo_format.objects.vote import Vote

DATA = (
    b'{"author":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa","kind":"vote",'
    b'"target":"1111111111111111111111111111111111111111111111111111111111111111","time":7,"version":1,'
    b'"weight":0.5}'
)


def made(**fields: object) -> Vote:
    good = {
        "author": "aa" * 32,
        "target": "11" * 32,
        "weight": 0.5,
        "time": 7,
    }
    return Vote(**{**good, **fields})  # type: ignore[arg-type]


def test_bytes() -> None:
    assert objects.write(made()) == DATA
    assert objects.read(DATA) == made()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("weight", 1.5),
        ("weight", -1.1),
        ("weight", True),
        ("weight", float("nan")),
        ("target", "11"),
        ("target", None),
        ("reason", ""),
        ("reason", "a" * 4097),
        ("time", 1.0),
        ("author", "AA" * 32),
        ("kind", "epoch"),
        ("version", 2),
        ("version", True),
    ],
)
def test_refused(field: str, value: object) -> None:
    with pytest.raises(InvalidInput) as caught:
        objects.write(made(**{field: value}))
    assert caught.value.field == field
