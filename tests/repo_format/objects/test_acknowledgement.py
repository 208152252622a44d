from __future__ import annotations

import pytest

from repo_format import objects
from repo_format.errors import InvalidInput
from repo_format.objects.acknowledgement import Acknowledgement

DATA = (
    b'{"author":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",'
    b'"kind":"acknowledgement","path":"code://rust/*/balance","reason":"Legacy.","time":7,"version":1}'
)


def made(**fields: object) -> Acknowledgement:
    good = {
        "author": "aa" * 32,
        "path": "code://rust/*/balance",
        "reason": "Legacy.",
        "time": 7,
    }
    return Acknowledgement(**{**good, **fields})  # type: ignore[arg-type]


def test_bytes() -> None:
    assert objects.write(made()) == DATA
    assert objects.read(DATA) == made()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("path", "a/b*"),
        ("path", ""),
        ("reason", None),
        ("reason", ""),
        ("extractor", " "),
        ("predicate", "a/b"),
        ("until", "soon"),
    ],
)
def test_refused(field: str, value: object) -> None:
    with pytest.raises(InvalidInput) as caught:
        objects.write(made(**{field: value}))
    assert caught.value.field == field
