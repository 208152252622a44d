from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from repo_format import objects
from repo_format.errors import FromTheFuture
from repo_format.payload import Payload
from repo_format.vocabulary import KINDS

ROOT = Path(__file__).parents[3]


def test_the_files_are_the_kinds_of_the_vocabulary() -> None:
    assert objects.kinds() == KINDS == tuple(sorted(KINDS))


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_is_its_file(kind: str) -> None:
    found = objects.class_of(kind)
    assert issubclass(found, Payload)
    assert kind == found.KIND
    assert found.__module__ == f"repo_format.objects.{kind}"


@pytest.mark.parametrize("kind", KINDS)
def test_fields_stand_in_the_order_of_canonical_json(kind: str) -> None:
    fields = msgspec.structs.fields(objects.class_of(kind))
    names = [field.name for field in fields]
    assert names == sorted(names)
    assert {"author", "kind", "time", "version"} <= set(names)
    assert {field.name for field in fields if not field.required} - {"kind", "version"} == {
        field.name for field in fields if field.default is None
    }


@pytest.mark.parametrize("kind", KINDS)
def test_fields_that_hold_numbers_are_listed(kind: str) -> None:
    """The encoder looks at no others, and msgspec would misspell a float elsewhere."""
    found = objects.class_of(kind)
    fractional = {name for name, hint in found.__annotations__.items() if "Number" in hint or "Value" in hint}
    assert set(found.NUMBERS) == fractional


@pytest.mark.parametrize("kind", ["hologram", "", "__init__", "vote.x", "Vote"])
def test_an_unknown_kind_needs_a_newer_steme(kind: str) -> None:
    with pytest.raises(FromTheFuture, match="newer steme"):
        objects.class_of(kind)


def test_only_the_kinds_in_use_are_imported() -> None:
    code = (
        "import sys; from repo_format import objects; from repo_format.objects.assertion import Assertion;"
        "a = Assertion(author='aa'*32, confidence=1, predicate='p', subject='s', tier=0, time=0, value=1);"
        "objects.read(objects.write(a));"
        "print(sorted(m for m in sys.modules if m.startswith('repo_format.objects.') or m == 'unicodedata'))"
    )
    found = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert found.stdout == "['repo_format.objects.assertion']\n"
