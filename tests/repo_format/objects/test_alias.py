from __future__ import annotations

import pytest

from repo_format import objects
from repo_format.errors import InvalidInput
from repo_format.objects.alias import Alias

DATA = (
    b'{"alias":"drug/asa","author":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",'
    b'"kind":"alias","subject":"drug/aspirin","time":7,"version":1}'
)


def made(**fields: object) -> Alias:
    good = {
        "author": "aa" * 32,
        "alias": "drug/asa",
        "subject": "drug/aspirin",
        "time": 7,
    }
    return Alias(**{**good, **fields})  # type: ignore[arg-type]


def test_bytes() -> None:
    assert objects.write(made()) == DATA
    assert objects.read(DATA) == made()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("alias", "drug/aspirin"),
        ("alias", "a//b"),
        ("subject", "*"),
        ("reason", ""),
    ],
)
def test_refused(field: str, value: object) -> None:
    with pytest.raises(InvalidInput) as caught:
        objects.write(made(**{field: value}))
    assert caught.value.field == field
