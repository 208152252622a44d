from __future__ import annotations

import pytest

from repo_format.errors import InvalidInput
from repo_format.storage import tables
from steme.gold.closeness import compared, parse_share

N, T, B, R = tables.NUMBER, tables.TEXT, tables.BOOLEAN, tables.REFERENCE


@pytest.mark.parametrize(
    ("claim", "standard", "tolerance", "verdict"),
    [
        ((N, 0, 81.0, 5), (N, 0, 81.0, 5), 0, True),
        ((N, 0, 81.5, 5), (N, 0, 81.0, 5), 0, False),
        ((N, 0, 81.8, 5), (N, 0, 81.0, 5), 0.01, True),
        ((N, 0, 81.82, 5), (N, 0, 81.0, 5), 0.01, False),
        ((N, 0, -81.5, 5), (N, 0, -81.0, 5), 0.01, True),
        ((N, 0, -81.0, 5), (N, 0, 81.0, 5), 0.5, False),
        ((N, 0, 1e-9, 0), (N, 0, 0.0, 0), 0.5, False),
        ((N, 0, 81.0, 6), (N, 0, 81.0, 5), 0.01, None),
        ((N, 0, 81.0, 0), (N, 0, 81.0, 5), 0.01, None),
        ((T, 7, 0.0, 0), (N, 0, 81.0, 0), 0.01, None),
        ((T, 7, 0.0, 0), (T, 7, 0.0, 0), 0, True),
        ((T, 8, 0.0, 0), (T, 7, 0.0, 0), 0, False),
        ((T, 8, 0.0, 0), (R, 8, 0.0, 0), 0, None),
        ((B, 0, 1.0, 0), (B, 0, 0.0, 0), 0, False),
        ((B, 0, 1.0, 0), (N, 0, 1.0, 0), 0, None),
    ],
)
def test_a_value_is_right_wrong_or_incomparable(
    claim: tuple[int, int, float, int], standard: tuple[int, int, float, int], tolerance: float, verdict: bool | None
) -> None:
    assert compared(claim, standard, tolerance) is verdict


@pytest.mark.parametrize(
    ("text", "share"), [("1%", 0.01), ("0.5 %", 0.005), ("0.01", 0.01), ("0", 0), ("99.9%", 0.999)]
)
def test_a_share_is_a_fraction_or_a_percentage(text: str, share: float) -> None:
    assert parse_share(text) == pytest.approx(share)


@pytest.mark.parametrize("text", ["100%", "1", "-1%", "a lot", "", "%", "1e400", "1%%", "nan"])
def test_no_share_is_refused(text: str) -> None:
    with pytest.raises(InvalidInput, match="tolerance"):
        parse_share(text)
