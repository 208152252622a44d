from __future__ import annotations

import pytest

from repo_format import objects
from repo_format.errors import InvalidInput
from repo_format.objects.retraction import Retraction

DATA = (
    b'{"author":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa","kind":"retraction",'
    b'"target":"1111111111111111111111111111111111111111111111111111111111111111","time":7,"version":1}'
)


def made(**fields: object) -> Retraction:
    good = {
        "author": "aa" * 32,
        "target": "11" * 32,
        "time": 7,
    }
    return Retraction(**{**good, **fields})  # type: ignore[arg-type]


def test_bytes() -> None:
    assert objects.write(made()) == DATA
    assert objects.read(DATA) == made()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("cascade", False),
        ("cascade", 1),
        ("target", None),
        ("reason", ""),
    ],
)
def test_refused(field: str, value: object) -> None:
    with pytest.raises(InvalidInput) as caught:
        objects.write(made(**{field: value}))
    assert caught.value.field == field
