from __future__ import annotations

import pytest

from repo_format.errors import InvalidInput, NotFound
from steme.bounds import EVERYTHING, Bounds, typed
from tests.steme.acts.world import ALICE, World


@pytest.mark.parametrize(
    ("bounds", "seq", "time", "there"),
    [
        (EVERYTHING, 1 << 31, 1 << 60, True),
        (Bounds(as_of=5), 1, 5, True),
        (Bounds(as_of=5), 1, 6, False),
        (Bounds(as_of=-5), 1, 0, False),
        (Bounds(known_at=5), 5, 100, True),
        (Bounds(known_at=5), 6, 0, False),
        (Bounds(known_at=0), 1, 0, False),
        (Bounds(5, 5), 5, 5, True),
        (Bounds(5, 5), 5, 6, False),
        (Bounds(5, 5), 6, 5, False),
    ],
)
def test_both_ends_are_included(bounds: Bounds, seq: int, time: int, there: bool) -> None:
    assert bounds.hold(seq, time) is there


def test_bounds_are_values() -> None:
    assert Bounds(1, 2) == Bounds(1, 2) != Bounds(2, 1)
    assert len({Bounds(1, 2), Bounds(1, 2), Bounds()}) == 2
    assert (EVERYTHING.is_open, Bounds(as_of=0).is_open, Bounds(known_at=0).is_open) == (True, False, False)
    assert Bounds(known_at=3).until(7) == Bounds(7, 3)
    assert Bounds(as_of=3).until(7) == Bounds(as_of=7).until(3) == Bounds(as_of=3)


def test_as_people_type_them(world: World) -> None:
    world.claim(ALICE, 1)
    world.claim(ALICE, 2)
    with world.repository.snapshot() as view:
        assert typed(view) == EVERYTHING
        assert typed(view, "1970-01-01T00:00:05Z", "seq:1") == Bounds(5_000_000, 1)
        assert typed(view, "1d", now=86_400_000_001) == Bounds(1)
        assert typed(view, known_at="main") == Bounds(known_at=2)
        assert typed(view, known_at="main~1") == Bounds(known_at=1)
        with pytest.raises(InvalidInput, match="--as-of"):
            typed(view, "soon")
        with pytest.raises(NotFound):
            typed(view, known_at="no-such-tag")
