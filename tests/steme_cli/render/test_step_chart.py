from __future__ import annotations

import pytest

from steme_cli.render.step_chart import tick


@pytest.mark.parametrize(
    ("value", "text"),
    [(5.2000000000000001, "5.2"), (5.000000000000001, "5"), (1.4e7, "14,000,000"), (-0.30000000000000004, "-0.3")],
)
def test_ticks_are_round(value: float, text: str) -> None:
    assert tick(value) == text
