from __future__ import annotations

import subprocess
import sys

import pytest
import rfc8785
from hypothesis import given, settings
from hypothesis import strategies as st

from repo_format import plain_json
from repo_format.errors import InvalidInput, MalformedObject

NUMBERS = st.integers(-(2**53) + 1, 2**53 - 1) | st.floats(allow_nan=False, allow_infinity=False)
VALUES = st.recursive(
    st.booleans() | NUMBERS | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@settings(max_examples=60)
@given(VALUES)
def test_it_writes_what_the_reference_implementation_writes(value: object) -> None:
    data = plain_json.encode(value)
    assert data == rfc8785.dumps(value)  # type: ignore[arg-type]
    assert plain_json.decode(data) == value


def test_known_answer() -> None:
    value = {"\u20ac": "Euro", "\r": '\x1f\x7f"\\/\n', "1": [1.0, 1e-7, 1e21], "\U0001f600": True, "\ufb33": -0.0}
    expected = '{"\\r":"\\u001f\x7f\\"\\\\/\\n","1":[1,1e-7,1e+21],"\u20ac":"Euro","\U0001f600":true,"\ufb33":0}'
    assert plain_json.text(value) == expected


def test_whole_numbers_beyond_what_a_double_holds() -> None:
    assert plain_json.text(10**20) == "100000000000000000000"
    assert plain_json.decode(b"100000000000000000000") == 1e20
    assert type(plain_json.decode(b"9007199254740992")) is int


@pytest.mark.parametrize(
    "data",
    [
        b"", b"nul", b"null", b"[null]", b"NaN", b"Infinity", b"1.0", b"1e1", b"-0", b"[1, 2]", b'{"b":1,"a":2}',
        b'{"a":1,"a":1}', b'"\\u0041"', b'"\xff"', b"9007199254740993", b"1" * 400, b"[" * 100_000, b"{}x",
        b'"\\ud800"',
    ],
)  # fmt: skip
def test_anything_but_the_canonical_form_is_refused(data: bytes) -> None:
    with pytest.raises(MalformedObject, match="JSON"):
        plain_json.decode(data)


def test_what_has_no_form() -> None:
    with pytest.raises(InvalidInput, match="null"):
        plain_json.encode({"a": None})
    with pytest.raises(InvalidInput, match="nan"):
        plain_json.encode(float("nan"))
    with pytest.raises(InvalidInput, match="beyond the range of a double"):
        plain_json.encode(10**400)
    with pytest.raises(TypeError, match="bytes has no JSON form"):
        plain_json.encode(b"")


def test_writing_imports_nothing_slow() -> None:
    code = "import sys; from repo_format import plain_json; plain_json.encode({'a': [1.5]}); print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert not {"json", "msgspec", "re", "typing"} & set(loaded) - set(sys_modules_at_start())


def sys_modules_at_start() -> list[str]:
    code = "import sys; print(*sys.modules)"
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
