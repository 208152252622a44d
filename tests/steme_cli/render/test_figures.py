import io
import sys

import pytest

from steme_cli.render import figures


@pytest.mark.parametrize(
    ("count", "text"),
    [(0, "0 B"), (1023, "1023 B"), (1536, "1.5 KiB"), (64 * 1024**2, "64.0 MiB"), (5 * 1024**4, "5.0 TiB")],
)
def test_sizes(count: int, text: str) -> None:
    assert figures.size(count) == text


@pytest.mark.parametrize(
    ("share", "text"), [(0, ""), (1, "████"), (0.5, "██"), (0.53125, "██▏"), (2, "████"), (-1, ""), (0.99999, "████")]
)
def test_bars(share: float, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(io.BytesIO(), encoding="utf-8"))
    assert figures.bar(share, cells=4) == text


def test_bars_without_block_letters(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(io.BytesIO(), encoding="latin-1"))
    assert figures.bar(0.5, cells=4) == "##"


def test_counts_shares_and_ids() -> None:
    assert figures.count(1234567) == "1,234,567"
    assert figures.percent(2 / 3) == "66.7 %"
    assert figures.short_id("0123456789abcdef") == "0123456789ab"
