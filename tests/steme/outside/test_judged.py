from __future__ import annotations

from pathlib import Path

import pytest

from steme.outside import judged as module
from steme.outside.judged import judged
from steme.wanted import Wanted
from tests.sample import Sample
from tests.steme.acts.world import ALICE, BOB, World


def test_claims_and_sources_with_their_standing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PAGE", 2)
    world = World(tmp_path / "world")
    source = world.source(ALICE, "census")
    claims = [world.claim(ALICE, n) for n in range(3)] + [world.claim(BOB, 3, source=source)]
    act, status = world.retract(ALICE, claims[1]), world.status(ALICE, source, "retracted")
    found = list(judged(world.repository, Wanted()))
    assert [one.entry.seq for one in found] == list(range(1, 8))
    reasons = {one.entry.record.id.hex(): (one.reason, one.by.hex()) for one in found if one.reason}
    assert reasons == {
        claims[1]: ("retracted", act),
        claims[3]: ("source retracted", status),
        source: ("retracted", status),
    }
    world.close()


def test_filters(sample: Sample) -> None:
    with sample.open() as repository:
        assert [one.entry.record.id.hex() for one in judged(repository, Wanted(kind="vote"))] == [sample.ids["vote"]]
