from __future__ import annotations

import pytest

from steme_cli.render import clock

SECOND, HOUR, DAY = 1_000_000, 3_600_000_000, 86_400_000_000


@pytest.mark.parametrize(
    ("length", "words"),
    [
        (-1, "in the future"), (0, "just now"), (59 * SECOND, "just now"), (60 * SECOND, "1 minute ago"),
        (119 * SECOND, "1 minute ago"), (HOUR, "60 minutes ago"), (2 * HOUR, "2 hours ago"), (DAY, "24 hours ago"),
        (2 * DAY, "2 days ago"), (13 * DAY, "13 days ago"), (14 * DAY, "2 weeks ago"), (55 * DAY, "7 weeks ago"),
        (56 * DAY, "1 month ago"), (300 * DAY, "9 months ago"), (366 * DAY, "1 year ago"), (4000 * DAY, "10 years ago"),
    ],
)  # fmt: skip
def test_ages(length: int, words: str) -> None:
    assert clock.age(length) == words


def test_moments(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: 3 * DAY)
    assert clock.minute(-1) == "1969-12-31 23:59"
    assert clock.with_age(1) == "1970-01-01T00:00:00.000001Z (2 days ago)"
