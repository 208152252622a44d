"""Numbers and units as code writes them."""

from __future__ import annotations

import pytest

from aphoria.syntax.measure import in_seconds, quantity, snake, unit_of


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("30", (30, "")), ("1_000u64", (1000, "")), ("0x10", (16, "")),
        ("1 << 20", (1 << 20, "")), ("60 * 60", (3600, "")),
        ("2**4", (16, "")), ("1.5", (1.5, "")), ("5 * time.Second", (5, "s")), ("time.Minute", (60, "s")),
        ("250 * time.Millisecond", (0.25, "s")), ("Duration::from_secs(5)", (5, "s")),
        ("Duration.ofMillis(500)", (0.5, "s")), ("timedelta(minutes=2)", (120, "s")), ("1 << 4000", None),
        ("10 ** 400", None), ("9" * 100, None),
    ],
)  # fmt: skip
def test_quantities(text: str, wanted: tuple[float, str] | None) -> None:
    assert quantity(text.encode()) == wanted


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("timeout_ms", ("timeout", "ms")), ("connectTimeoutMs", ("connect_timeout", "ms")),
        ("MAX_BODY_BYTES", ("max_body", "byte")),
        ("ms", ("ms", "")), ("HTTPTimeoutSeconds", ("http_timeout", "s")), ("size", ("size", "")),
    ],
)  # fmt: skip
def test_units_of_names(name: str, wanted: tuple[str, str]) -> None:
    assert unit_of(name) == wanted


def test_seconds_and_snakes() -> None:
    assert in_seconds(1500, "ms") == 1.5
    assert in_seconds(3, "MB") is None
    assert snake("maxHTTPSize") == "max_http_size"
