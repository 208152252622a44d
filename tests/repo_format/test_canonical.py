from __future__ import annotations

import msgspec
import rfc8785
from hypothesis import example, given
from hypothesis import strategies as st

from repo_format.canonical import encode
from repo_format.objects.assertion import Assertion
from repo_format.objects.claim import Claim

doubles = st.floats(allow_nan=False, allow_infinity=False)
numbers = st.integers(1 - 2**53, 2**53 - 1) | doubles | st.floats(1e-7, 1e-4) | st.floats(1e15, 1e22)
# Every text that UTF-8 has, valid in a payload or not: the encoder does not judge.
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


def _assertion(**fields: object) -> Assertion:
    common = {"author": "aa", "confidence": 0.5, "predicate": "p", "subject": "s", "tier": 1, "time": 1, "value": 1}
    return Assertion(**{**common, **fields})  # type: ignore[arg-type]


def _as_rfc_8785(payload: msgspec.Struct) -> bytes:
    fields = msgspec.structs.asdict(payload)
    return rfc8785.dumps({name: value for name, value in fields.items() if value is not None})


@given(numbers)
@example(1e-6)
@example(9.999999999999999e-6)
@example(1e-5)
@example(1e16)
@example(-0.0)
def test_numbers(value: float) -> None:
    payload = _assertion(value=value, confidence=value)
    assert encode(payload) == _as_rfc_8785(payload)


@given(texts)
def test_texts(text: str) -> None:
    payload = _assertion(value=text, note=text, unit=text)
    assert encode(payload) == _as_rfc_8785(payload)


@given(st.dictionaries(st.from_regex("[a-z0-9_.-]{1,9}", fullmatch=True), numbers | texts | st.booleans(), max_size=5))
def test_meta_is_sorted_and_its_numbers_spelled(meta: dict[str, object]) -> None:
    payload = _assertion(meta=meta)
    assert encode(payload) == _as_rfc_8785(payload)


@given(st.lists(numbers | texts | st.booleans(), max_size=5))
def test_lists_keep_their_order(values: list[object]) -> None:
    fields = dict.fromkeys(("author", "comparison", "consequence", "invariant", "name", "path"), "x")
    rest = {"predicate": "x", "provenance": "x", "status": "x", "tier": 1, "time": 1}
    payload = Claim(**fields, **rest, values=tuple(values))  # type: ignore[arg-type]
    assert encode(payload) == _as_rfc_8785(payload)


@given(doubles)
def test_msgspec_departs_from_the_rfc_where_the_module_says_and_nowhere_else(double: float) -> None:
    departs = msgspec.json.encode(double) != rfc8785.dumps(double)
    assert departs is (double.is_integer() or 1e-6 <= abs(double) < 1e-5)


def test_encoding_changes_nothing_in_the_payload() -> None:
    payload = _assertion(value=1e20, meta={"b": 1.0, "a": 2.0})
    encode(payload)
    assert payload == _assertion(value=1e20, meta={"b": 1.0, "a": 2.0})
    assert type(payload.value) is float
