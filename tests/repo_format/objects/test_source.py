from __future__ import annotations

import pytest

from repo_format import objects
from repo_format.errors import InvalidInput
from repo_format.objects.source import Source

DATA = (
    b'{"author":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa","kind":"source",'
    b'"name":"WHO","time":7,"version":1}'
)


def made(**fields: object) -> Source:
    good = {
        "author": "aa" * 32,
        "name": "WHO",
        "time": 7,
    }
    return Source(**{**good, **fields})  # type: ignore[arg-type]


def test_bytes() -> None:
    assert objects.write(made()) == DATA
    assert objects.read(DATA) == made()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("digest", "ab"),
        ("edition", "a\n"),
        ("licence", ""),
        ("note", "a" * 4097),
        ("published", 0.5),
        ("publisher", " "),
        ("tier", 6),
        ("tier", True),
        ("title", "\x1b[0m"),
        ("url", "example.org"),
        ("url", "https://a b"),
    ],
)
def test_refused(field: str, value: object) -> None:
    with pytest.raises(InvalidInput) as caught:
        objects.write(made(**{field: value}))
    assert caught.value.field == field
