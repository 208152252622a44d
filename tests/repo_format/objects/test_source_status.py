from __future__ import annotations

import pytest

from repo_format import objects
from repo_format.errors import InvalidInput
from repo_format.objects.source_status import SourceStatus

DATA = (
    b'{"author":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa","kind":"source_status",'
    b'"source":"1111111111111111111111111111111111111111111111111111111111111111","status":"quarantined",'
    b'"time":7,"version":1}'
)


def made(**fields: object) -> SourceStatus:
    good = {
        "author": "aa" * 32,
        "source": "11" * 32,
        "status": "quarantined",
        "time": 7,
    }
    return SourceStatus(**{**good, **fields})  # type: ignore[arg-type]


def test_bytes() -> None:
    assert objects.write(made()) == DATA
    assert objects.read(DATA) == made()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("source", "gg" * 32),
        ("status", "fine"),
        ("status", None),
        ("reason", 5),
    ],
)
def test_refused(field: str, value: object) -> None:
    with pytest.raises(InvalidInput) as caught:
        objects.write(made(**{field: value}))
    assert caught.value.field == field
