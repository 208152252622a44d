"""Which units are convertible, exactly, and what is never handed to the library."""

from __future__ import annotations

import sys
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from steme import units

pytest.importorskip("pint")


def converted(number: float, unit: str, other: str) -> float | None:
    one, two = units.scale_of(unit), units.scale_of(other)
    assert one is not None
    assert two is not None
    assert one.dimension == two.dimension
    return one.into(two)(number)


@pytest.mark.parametrize(
    ("number", "unit", "other", "expected"),
    [
        (81.0, "mg", "g", 0.081),
        (0.3, "mg", "g", 0.0003),
        (1.0, "mi", "km", 1.609344),
        (50.0, "%", "1", 0.5),
        (3.0, "‰", "%", 0.3),
        (20.0, "°C", "K", 293.15),
        (68.0, "degF", "°C", 20.0),
        (68.0, "°F", "℃", 20.0),
        (-40.0, "degC", "degF", -40.0),
        (1.0, "kWh", "J", 3_600_000.0),
        (90.0, "km/h", "m/s", 25.0),
        (1.0, "g/cm3", "kg/m³", 1000.0),
        (2.0, "m2", "cm^2", 20_000.0),
        (5.0, "s⁻¹", "1/s", 5.0),
        (5.0, "m·s-1", "m / s", 5.0),
        (7.0, "µg", "μg", 7.0),
        (0.0, "mg", "g", 0.0),
    ],
)
def test_conversion(number: float, unit: str, other: str, expected: float) -> None:
    assert converted(number, unit, other) == expected


@pytest.mark.parametrize(
    "unit",
    ["EUR", "people", "dB", "furlongs per coconut", "milligramms", "9**9**9", "m**99", "2 m", "m//s", "__import__",
     "g" * 61, "", "m+s", "pi()", "1/1"],
)  # fmt: skip
def test_what_is_no_scale(unit: str) -> None:
    assert units.scale_of(unit) is None


def test_dimensions_differ() -> None:
    one, two = units.scale_of("mg"), units.scale_of("ml")
    assert one
    assert two
    assert one.dimension != two.dimension


def test_the_library_never_sees_an_expression(monkeypatch: pytest.MonkeyPatch) -> None:
    """``9**9**9`` would keep it busy for ever."""
    seen: list[str] = []
    registry = units._registry()
    monkeypatch.setattr(registry, "parse_units", lambda text: seen.append(text) or 1 / 0)
    for unit in ("8**8**8**8", "7 g", "(g)", "g**77", "g;s"):
        assert units.scale_of(unit) is None
    assert seen == []
    assert units.scale_of("never·heard/of**3") is None
    assert seen == ["never*heard/of**3"]


def test_what_no_double_holds() -> None:
    assert converted(1e308, "km", "nm") is None
    assert converted(5e-324, "nm", "km") is None


@given(st.floats(-1e12, 1e12, allow_subnormal=False))
def test_there_and_back(number: float) -> None:
    there = converted(number, "degF", "K")
    assert there is not None
    back = converted(there, "K", "degF")
    assert back == pytest.approx(number, rel=1e-12, abs=1e-9)


@given(st.integers(-(10**9), 10**9), st.integers(0, 6))
def test_decimal_digits_are_converted_exactly(digits: int, places: int) -> None:
    number = float(Fraction(digits, 10**places))
    assert converted(number, "mg", "g") == float(Fraction(digits, 10 ** (places + 3)))


def test_without_the_library(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pint", None)
    units._registry.cache_clear()
    assert not units.available()
    monkeypatch.undo()
    assert units.available()
