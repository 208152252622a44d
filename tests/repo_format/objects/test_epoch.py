from __future__ import annotations

import pytest

from repo_format import objects
from repo_format.errors import InvalidInput
from repo_format.objects.epoch import Epoch

DATA = (
    b'{"author":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa","kind":"epoch",'
    b'"name":"gaap-2025","time":7,"version":1}'
)


def made(**fields: object) -> Epoch:
    good = {
        "author": "aa" * 32,
        "name": "gaap-2025",
        "time": 7,
    }
    return Epoch(**{**good, **fields})  # type: ignore[arg-type]


def test_bytes() -> None:
    assert objects.write(made()) == DATA
    assert objects.read(DATA) == made()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", " a"),
        ("description", "\r"),
        ("starts", "2025"),
        ("starts", 2**60),
        ("supersedes", "gaap-2025"),
        ("supersedes", "a" * 101),
    ],
)
def test_refused(field: str, value: object) -> None:
    with pytest.raises(InvalidInput) as caught:
        objects.write(made(**{field: value}))
    assert caught.value.field == field
