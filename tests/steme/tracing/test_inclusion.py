from __future__ import annotations

from steme.tracing.inclusion import Inclusion
from tests.sample import Sample
from tests.steme.acts.world import ALICE, World


def test_the_newest_head_proves_it(world: World) -> None:
    claim = bytes.fromhex(world.claim(ALICE))
    world.claim(ALICE, 2)
    with world.repository.snapshot() as view:
        found = Inclusion(view, claim)
    assert found.head is not None
    assert (found.commit, found.head.count, found.levels, found.problem) == (2, 2, 0, None)


def test_levels(sample: Sample) -> None:
    with sample.open() as repository, repository.snapshot() as view:
        found = Inclusion(view, bytes.fromhex(sample.ids["sealed"]))
        assert found.levels == (1 if view.count > 256 else 0)
        assert found.head is not None
        assert found.head.id.hex() == sample.heads[-1]


def test_what_no_head_proves(world: World) -> None:
    world.claim(ALICE)
    with world.repository.snapshot() as view:
        found = Inclusion(view, bytes(32))
    assert found.head is None
    assert "no object here" in str(found.problem)
