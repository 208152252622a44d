from __future__ import annotations

import pytest

from repo_format.errors import InvalidInput
from repo_format.storage import tables
from steme import standing
from steme.acts.act import Acts
from steme.bounds import Bounds
from steme.standing import REASONS, Standing, included
from tests.steme.acts.world import ALICE, BOB, World, rows


def test_every_reason_at_once_is_counted_once_and_asked_back_in_together(world: World) -> None:
    source = world.source(ALICE, "src")
    study = world.claim(ALICE, 0, subject="study")
    world.revoke(BOB)
    claim = world.claim(BOB, 1, source=source, parent=study)
    acts = [world.status(ALICE, source, "quarantined"), world.retract(ALICE, study, cascade=True)]
    assert world.sift()[1] == {"source quarantined": 1}
    with world.repository.snapshot() as view:
        causes = Standing(view).causes(rows(view))[bytes.fromhex(claim)]
    assert [(cause.reason, cause.by.hex()) for cause in causes] == [
        ("source quarantined", acts[0]),
        ("parent retracted", study),
        ("author revoked", ""),
    ]
    assert world.sift(include={"source quarantined"})[1] == {"parent retracted": 1}
    assert world.sift(include={"source quarantined", "parent retracted"})[1] == {"author revoked": 1}
    assert world.sift(include=standing.ALL) == ({1.0}, {}, 0)


def test_the_first_reason_that_applies_is_counted(world: World) -> None:
    source = world.source(ALICE, "src")
    first, second = world.claim(ALICE, 1, source=source), world.claim(ALICE, 2)
    seen = []
    for act in (
        lambda: world.status(ALICE, source, "retracted"),
        lambda: world.supersede(ALICE, first, second),
        lambda: world.retract(ALICE, first),
    ):
        act()
        seen.append(world.sift()[1])
    assert seen == [{"source retracted": 1}, {"superseded": 1}, {"retracted": 1}]


def test_counts_come_in_the_order_of_reasons(world: World) -> None:
    claims = [world.claim(ALICE, number) for number in range(3)]
    world.supersede(ALICE, claims[0], claims[2])
    world.retract(ALICE, claims[1])
    assert list(world.sift()[1].items()) == [("retracted", 1), ("superseded", 1)]


def test_each_supersedes_the_other_and_both_step_aside(world: World) -> None:
    first, second = world.claim(ALICE, 1), world.claim(ALICE, 2)
    world.supersede(ALICE, first, second)
    world.supersede(ALICE, second, first)
    assert world.sift() == (set(), {"superseded": 2}, 0)


def test_the_old_claim_stays_superseded_when_the_new_one_is_retracted(world: World) -> None:
    first, second = world.claim(ALICE, 1), world.claim(ALICE, 2)
    act = world.supersede(ALICE, first, second)
    world.retract(ALICE, second)
    assert world.sift() == (set(), {"retracted": 1, "superseded": 1}, 0)
    world.retract(ALICE, act)
    assert world.sift()[0] == {1.0}


def test_kept_candidates_have_their_present_stage(world: World) -> None:
    claim = world.claim(ALICE, 1, lifecycle="under_review")
    world.claim(ALICE, 2)
    world.stage(ALICE, claim, "approved")
    world.stage(BOB, claim, "rejected")
    with world.repository.snapshot() as view:
        kept, _, disputed = Standing(view).sift(rows(view))
        assert [(one.value_key[2], one.lifecycle, type(one)) for one in kept] == [
            (1.0, 2, type(kept[0])),
            (2.0, 0, type(kept[0])),
        ]
    assert disputed == 1
    assert world.stages(Bounds(known_at=2)) == {1.0: 1, 2.0: 0}


def test_states_of_sources(world: World) -> None:
    sources = [bytes.fromhex(world.source(ALICE, name)) for name in "abc"]
    with world.repository.snapshot() as view:
        assert [state.word for state in Standing(view).source_states(sources).values()] == ["active"] * 3
    world.status(ALICE, sources[0].hex(), "quarantined")
    act = world.retract(ALICE, sources[1].hex())
    world.status(BOB, sources[2].hex(), "retracted")
    with world.repository.snapshot() as view:
        states = Standing(view).source_states(sources)
    assert [states[one].word for one in sources] == ["quarantined", "retracted", "active"]
    assert [states[one].disputed for one in sources] == [False, False, True]
    assert states[sources[1]].by is not None
    assert states[sources[1]].by.id.hex() == act


def test_where_nobody_ever_acted_nothing_is_looked_up(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    parent = world.claim(ALICE, 1, source=world.source(ALICE, "src"))
    world.claim(ALICE, 2, parent=parent)
    world.vote(BOB, parent)
    monkeypatch.setattr(Acts, "on", None)
    with world.repository.snapshot() as view:
        assert view.txn.stat(view.databases[tables.ACTS])["entries"] == 0
        found = rows(view)
        kept, aside, disputed = Standing(view).sift(found)
    assert kept is found
    assert (aside, disputed) == ({}, 0)


def test_only_aliases_and_epochs_concern_no_claim(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.claim(ALICE, 1)
    world.alias(ALICE, "a", "s")
    world.epoch(ALICE, "e", supersedes="d")
    monkeypatch.setattr(Acts, "on", None)
    assert world.sift() == ({1.0}, {}, 0)


def test_reasons_as_people_type_them() -> None:
    assert included("retracted") == {"retracted"}
    assert included("Source-Retracted, superseded") == {"source retracted", "superseded"}
    assert included("retracted,all") == frozenset(REASONS)
    with pytest.raises(InvalidInput, match="parent-retracted"):
        included("retracted,gone")


def test_a_key_that_was_given_up_matters_where_nobody_ever_acted(world: World) -> None:
    world.claim(ALICE, 1)
    world.revoke(ALICE)
    world.claim(ALICE, 2)
    world.claim(BOB, 3)
    assert world.sift() == ({1.0, 3.0}, {"author revoked": 1}, 0)
    assert world.sift(include={"author revoked"}) == ({1.0, 2.0, 3.0}, {}, 0)


def test_many_targets_and_few_acts_are_looked_up_the_other_way_round(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    claims = [world.claim(ALICE, number) for number in range(6)]
    world.retract(ALICE, claims[1])
    world.supersede(ALICE, claims[2], claims[3])
    plain = world.sift()
    monkeypatch.setattr("steme.acts.act._MANY", 0)
    assert world.sift() == plain
    assert plain[1] == {"retracted": 1, "superseded": 1}
