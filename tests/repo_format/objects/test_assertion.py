from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repo_format import objects
from repo_format.errors import InvalidInput, MalformedObject
from repo_format.objects import Reference
from repo_format.objects.assertion import Assertion

DATA = (
    b'{"author":"' + b"aa" * 32 + b'","confidence":0.5,"kind":"assertion","predicate":"p","subject":"s","tier":1,'
    b'"time":7,"value":4,"version":1}'
)
SHORT = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cf", "Cn", "Co", "Mn"]), min_size=1, max_size=20
)
NUMBERS = st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False)


def made(**fields: object) -> Assertion:
    good = {"author": "aa" * 32, "confidence": 0.5, "predicate": "p", "subject": "s", "tier": 1, "time": 7, "value": 4}
    return Assertion(**{**good, **fields})  # type: ignore[arg-type]


def test_bytes() -> None:
    assert objects.write(made()) == DATA
    assert objects.read(DATA) == made()


@given(NUMBERS, st.floats(0, 1) | st.integers(0, 1))
def test_any_number_round_trips(value: float, confidence: float) -> None:
    payload = made(value=value, confidence=confidence)
    again = objects.read(objects.write(payload))
    assert again == payload
    assert isinstance(again, Assertion)
    assert math.copysign(1, float(again.value)) == 1 or float(again.value) < 0  # type: ignore[arg-type]


@given(SHORT | st.booleans() | st.builds(Reference, st.from_regex("[a-z]{1,5}(/[a-z]{1,5}){0,2}", fullmatch=True)))
def test_any_other_value_round_trips(value: object) -> None:
    _accepted_alike(made(value=value))


@given(
    st.dictionaries(
        st.from_regex("[a-z0-9_.-]{1,9}", fullmatch=True), NUMBERS | SHORT | st.booleans(), min_size=1, max_size=16
    )
)
def test_any_meta_round_trips(meta: dict[str, object]) -> None:
    _accepted_alike(made(meta=meta))


def _accepted_alike(payload: Assertion) -> None:
    """Written and read back equal, or refused."""
    try:
        data = objects.write(payload)
    except InvalidInput:  # a text that is not in NFC
        return
    assert objects.read(data) == payload


def test_equal_numbers_have_one_form() -> None:
    assert objects.write(made(value=4.0, confidence=1.0)) == objects.write(made(value=4, confidence=1))
    assert objects.write(made(value=-0.0)) == objects.write(made(value=0))


@pytest.mark.parametrize("text", [b"100000000000000000000", b"9007199254740994", b"1e+21", b"-9007199254740992"])
def test_large_numbers_are_read_as_the_doubles_they_are(text: bytes) -> None:
    data = DATA.replace(b'"value":4', b'"value":' + text)
    payload = objects.read(data)
    assert isinstance(payload, Assertion)
    assert payload.value == float(text)
    assert objects.write(payload) == data


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("subject", "a//b"), ("subject", None), ("subject", ["a"]), ("predicate", "a/b"), ("confidence", 1.5),
        ("confidence", math.nan), ("confidence", True), ("confidence", "1"), ("tier", 6), ("tier", True), ("tier", 1.0),
        ("value", None), ("value", ""), ("value", [1]), ("value", 2**53 + 1), ("value", math.inf), ("value", b"a"),
        ("value", "a" * 65537), ("unit", ""), ("epoch", " "), ("lifecycle", "proposed"), ("lifecycle", "x"),
        ("note", "a" * 4097), ("note", "\x1b[0m"), ("parent", "aa"), ("source", "AA" * 32), ("salt", ""),
        ("salt", "abc"), ("salt", "00" * 33), ("visual_hash", "00" * 7), ("meta", {}), ("meta", []),
        ("meta", {"A": 1}), ("meta", {"": 1}),
        ("meta", {5: 1}), ("meta", {"a" * 65: 1}), ("meta", {str(n): n for n in range(17)}),
    ],
)  # fmt: skip
def test_refused(field: str, value: object) -> None:
    with pytest.raises(InvalidInput) as caught:
        objects.write(made(**{field: value}))
    assert caught.value.field == field


@pytest.mark.parametrize("value", [None, math.nan, 2**54, "", "a" * 1025, [1], {}])
def test_refused_in_meta(value: object) -> None:
    with pytest.raises(InvalidInput) as caught:
        objects.write(made(meta={"lot": value}))
    assert caught.value.field == "meta.lot"


def test_a_reference_is_a_subject() -> None:
    with pytest.raises(InvalidInput) as caught:
        objects.write(made(value=Reference(ref="a//b")))
    assert caught.value.field == "value.ref"


@pytest.mark.parametrize("value", ["four", True, Reference(ref="a")])
def test_a_unit_stands_beside_a_number_only(value: object) -> None:
    objects.write(made(unit="g"))
    with pytest.raises(InvalidInput) as caught:
        objects.write(made(unit="g", value=value))
    assert caught.value.field == "unit"


def test_limits_are_of_bytes_and_include_their_bound() -> None:
    objects.write(made(value="é" * 32768, subject="é" * 200, predicate="é" * 50, note="é" * 2048))
    with pytest.raises(InvalidInput, match="65538 bytes"):
        objects.write(made(value="é" * 32769))


def test_the_largest_fields_together_fit_a_payload() -> None:
    payload = made(value="\n" * 65536, note="\n" * 4096, meta={f"k{n:02}": "\n" * 1024 for n in range(16)})
    assert len(objects.write(payload)) < 262_144


def test_a_wrong_kind_or_version_is_refused() -> None:
    for field, value in (("kind", "vote"), ("version", 2), ("version", True)):
        with pytest.raises(InvalidInput) as caught:
            objects.write(made(**{field: value}))
        assert caught.value.field == field


def test_a_payload_cannot_be_changed() -> None:
    with pytest.raises(AttributeError):
        made().value = 5  # type: ignore[misc]


def test_reading_names_the_field() -> None:
    with pytest.raises(MalformedObject) as caught:
        objects.read(DATA.replace(b'"tier":1', b'"tier":9'))
    assert caught.value.field == "tier"
