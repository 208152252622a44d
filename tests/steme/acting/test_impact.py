from __future__ import annotations

import pytest

from repo_format.errors import InvalidInput, NotFound
from steme.acting.impact import Impact, impact
from steme.acting.reach import reach
from tests.steme.acts.world import ALICE, BOB, CAROL, World


def look(world: World, text: str) -> Impact:
    with world.repository.snapshot() as view:
        return impact(view, text)


def test_direct_and_derived_claims_by_predicate_and_author(world: World) -> None:
    source = world.source(ALICE, "src")
    world.claim(CAROL, 0, subject="elsewhere")
    first = world.claim(ALICE, 1, source=source)
    second = world.claim(BOB, 2, predicate="q", parent=first)
    world.claim(BOB, 3, predicate="q", subject="t", parent=second)
    world.claim(BOB, 4, source=source, parent=first)
    gone = world.claim(CAROL, 5, parent=source)
    world.retract(CAROL, gone)
    found = look(world, "src")
    assert [(one.claim.value, one.depth) for one in found.claims] == [(1, 1), (4, 1), (5, 1), (2, 2), (3, 3)]
    assert (found.total.claims, found.total.direct, found.total.derived, found.total.aside) == (5, 3, 2, 1)
    assert (found.total.questions, found.total.authors) == (
        {("s", "p"), ("s", "q"), ("t", "q")},
        {key.public.hex() for key in (ALICE, BOB, CAROL)},
    )
    assert [(group.name, group.claims, group.direct, group.aside) for group in found.predicates] == [
        ("p", 3, 3, 1),
        ("q", 2, 0, 0),
    ]
    assert (found.authors[0].name, found.authors[0].claims) == (BOB.public.hex(), 3)
    assert list(found.aside.values()) == ["retracted"]
    assert found.state == "active"


def test_a_source_that_is_retracted_takes_all_of_them(world: World) -> None:
    source = world.source(ALICE, "src")
    first = world.claim(ALICE, 1, source=source)
    world.claim(BOB, 2, parent=first)
    world.status(ALICE, source, "retracted")
    found = look(world, source[:8])
    assert (found.state, found.total.aside) == ("retracted", 2)


def test_a_source_that_nobody_cites(world: World) -> None:
    world.source(ALICE, "src")
    found = look(world, "src")
    assert (found.claims, found.total.claims, found.predicates) == ([], 0, [])


def test_what_is_no_source(world: World) -> None:
    claim = world.claim(ALICE, 1)
    with pytest.raises(InvalidInput, match="assertion"):
        look(world, claim)
    with pytest.raises(NotFound):
        look(world, "nowhere")


def test_reach_of_a_claim_begins_with_itself(world: World) -> None:
    first = world.claim(ALICE, 1)
    second = world.claim(BOB, 2, parent=first)
    with world.repository.snapshot() as view:
        found = reach(view, bytes.fromhex(first))
        assert [(one.row.id.hex(), one.depth, one.above.hex()) for one in found] == [
            (first, 0, first),
            (second, 1, first),
        ]
        assert reach(view, bytes(32)) == []
