from __future__ import annotations

import pytest

from repo_format import objects
from repo_format.errors import InvalidInput
from repo_format.objects.delegation import Delegation

DATA = (
    b'{"author":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",'
    b'"delegate":"bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb","kind":"delegation",'
    b'"time":7,"version":1,"weight":1}'
)


def made(**fields: object) -> Delegation:
    good = {
        "author": "aa" * 32,
        "delegate": "bb" * 32,
        "weight": 1,
        "time": 7,
    }
    return Delegation(**{**good, **fields})  # type: ignore[arg-type]


def test_bytes() -> None:
    assert objects.write(made()) == DATA
    assert objects.read(DATA) == made()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("delegate", "aa" * 32),
        ("delegate", "bb"),
        ("expires", -(2**60)),
        ("scope", "a//"),
        ("scope", "drug/*"),
        ("weight", -0.1),
        ("weight", 1.1),
        ("reason", ""),
    ],
)
def test_refused(field: str, value: object) -> None:
    with pytest.raises(InvalidInput) as caught:
        objects.write(made(**{field: value}))
    assert caught.value.field == field


@pytest.mark.parametrize("scope", ["fda://", "drug/", "drug/aspirin"])
def test_scope_is_the_beginning_of_a_subject(scope: str) -> None:
    payload = made(scope=scope)
    assert objects.read(objects.write(payload)) == payload
