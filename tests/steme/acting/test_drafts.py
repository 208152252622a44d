from __future__ import annotations

from collections.abc import Callable

import pytest

from repo_format.errors import InvalidInput, NotFound
from steme.acting.drafts import Drafts
from tests.steme.acts.world import ALICE, BOB, World


def drafts(world: World, make: Callable[[Drafts], object]) -> tuple[object, list[str]]:
    with world.repository.snapshot() as view:
        made = Drafts(view, ALICE.public, 1, "because")
        return make(made), made.remarks


def test_beginnings_of_ids_are_enough(world: World) -> None:
    one, two = world.claim(BOB, 1), world.claim(BOB, 2)
    vote, _ = drafts(world, lambda made: made.vote(one[:9].upper(), "-.5"))
    assert (vote.target, vote.weight, vote.reason, vote.author) == (one, -0.5, "because", ALICE.public.hex())  # type: ignore[attr-defined]
    act, remarks = drafts(world, lambda made: made.supersession(one[:8], two[:8]))
    assert (act.old, act.new, remarks) == (one, two, [])  # type: ignore[attr-defined]
    stage, _ = drafts(world, lambda made: made.stage(one, "Under-Review"))
    assert stage.stage == "under_review"  # type: ignore[attr-defined]


def test_a_source_is_retracted_by_its_status(world: World) -> None:
    source = world.source(BOB, "src")
    act, _ = drafts(world, lambda made: made.retraction(source[:9], cascade=True))
    assert (act.kind, act.source, act.status) == ("source_status", source, "retracted")  # type: ignore[attr-defined]
    by_name, _ = drafts(world, lambda made: made.source_status("src", "active"))
    assert by_name.source == source  # type: ignore[attr-defined]


@pytest.mark.parametrize("kind", ["delegation", "agent"])
def test_what_is_not_taken_back(world: World, kind: str) -> None:
    one = world.delegate(ALICE, BOB) if kind == "delegation" else world.revoke(ALICE)
    with pytest.raises(InvalidInput, match=kind):
        drafts(world, lambda made: made.retraction(one))


def test_acts_on_claims_want_a_claim(world: World) -> None:
    source, claim = world.source(ALICE, "src"), world.claim(ALICE, 1)
    for make in (
        lambda made: made.vote(source),
        lambda made: made.stage(source, "approved"),
        lambda made: made.supersession(claim, source),
        lambda made: made.supersession(source, claim),
    ):
        with pytest.raises(InvalidInput, match="of kind source"):
            drafts(world, make)
    with pytest.raises(NotFound):
        drafts(world, lambda made: made.vote("0" * 10))
    with pytest.raises(InvalidInput, match="weight"):
        drafts(world, lambda made: made.vote(claim, "much"))
    with pytest.raises(NotFound, match="source list"):
        drafts(world, lambda made: made.source_status("nowhere", "active"))


def test_remarks_on_what_may_not_be_meant(world: World) -> None:
    one, other = world.claim(ALICE, 1), world.claim(ALICE, 1, subject="t")
    _, remarks = drafts(world, lambda made: made.supersession(one, other))
    assert "something else" in remarks[0]
    _, remarks = drafts(world, lambda made: made.alias("s", "nobody/knows"))
    assert len(remarks) == 1
    assert "nobody/knows" in remarks[0]


def test_names_are_checked_before_they_are_looked_up(world: World) -> None:
    for make in (
        lambda made: made.alias("\udcff", "s"),
        lambda made: made.alias("s", "s"),
        lambda made: made.epoch("new", "\udcff"),
        lambda made: made.epoch("new", "new"),
    ):
        with pytest.raises(InvalidInput):
            drafts(world, make)


def test_an_epoch_supersedes_one_that_is_known(world: World) -> None:
    with pytest.raises(NotFound, match="epoch list"):
        drafts(world, lambda made: made.epoch("new", "old"))
    world.claim(ALICE, 1, epoch="old")
    epoch, _ = drafts(world, lambda made: made.epoch("new", "old", "d", "2026"))
    assert (epoch.supersedes, epoch.description, epoch.starts) == ("old", "d", 1_767_225_600_000_000)  # type: ignore[attr-defined]
