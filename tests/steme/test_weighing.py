"""The weighing accounts for every claim under the question."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from repo_format.objects.delegation import Delegation
from steme.asking import Asker
from steme.decay import Decay
from steme.filters import Filters
from steme.query import Question
from steme.weighing import Weighing, weigh
from tests.steme.acts.world import ALICE, BOB, CAROL, DAVE, World


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path / "world")
    yield made
    made.close()


def weighed(world: World, question: Question | None = None) -> Weighing:
    with world.repository.snapshot() as view:
        asker = Asker(view, roots=lambda _: frozenset((ALICE.public,)))
        answer = asker.ask(question or Question("s", "p"))
        made = weigh(asker, answer)
        taking_part = {one.candidate.seq for _, claims in made.sides for one in claims}
        left_out = {one.candidate.seq for one in made.aside}
        assert taking_part | left_out == {row.seq for row in asker.fresh(Question("s", "p")).candidates} | left_out
        assert not taking_part & left_out
        counted: dict[str, int] = {}
        for one in made.aside:
            counted[one.reason] = counted.get(one.reason, 0) + 1
        assert counted == answer.aside
        return made


def test_one_voice_of_three(world: World) -> None:
    for confidence in (0.5, 0.9, 0.2):
        world.claim(ALICE, confidence=confidence)
    world.claim(BOB)
    ((side, claims),) = weighed(world).sides
    assert [(one.candidate.confidence, one.is_voice, one.claims) for one in claims] == [
        (0.9, True, 3), (0.5, False, 3), (0.2, False, 3), (0.5, True, 1),
    ]  # fmt: skip
    assert [one.candidate for one in claims if one.is_voice] == sorted(side.voices, key=lambda one: -one.confidence)


def test_every_reason_has_its_cause(world: World) -> None:
    source = world.source(ALICE, "study")
    retracted, parent = world.claim(ALICE), world.claim(ALICE)
    old, new = world.claim(ALICE), world.claim(ALICE)
    staged = world.claim(ALICE)
    world.claim(ALICE, source=source)
    child = world.claim(BOB, parent=parent)
    by = {
        "retracted": world.retract(ALICE, retracted),
        "superseded": world.supersede(ALICE, old, new),
        "source quarantined": world.status(ALICE, source, "quarantined"),
        "lifecycle": world.stage(ALICE, staged, "rejected"),
        "author revoked": world.revoke(DAVE),
    }
    world.retract(ALICE, parent, cascade=True)
    world.claim(DAVE)
    own_stage = world.claim(BOB, lifecycle="deprecated")
    made = weighed(world)
    found = {(one.candidate.id.hex(), one.reason): one.by.hex() for one in made.aside}
    assert found[retracted, "retracted"] == by["retracted"]
    assert found[old, "superseded"] == by["superseded"]
    assert found[staged, "lifecycle"] == by["lifecycle"]
    assert found[own_stage, "lifecycle"] == ""
    assert found[child, "parent retracted"] == parent
    causes = {one.reason: one.by.hex() for one in made.aside}
    assert causes["source quarantined"] == by["source quarantined"]
    assert causes["author revoked"] == by["author revoked"]


def test_what_the_question_leaves_out(world: World) -> None:
    world.claim(ALICE)
    world.claim(BOB)
    world.claim(BOB, tier=5)
    time = world.now()
    world.claim(ALICE)
    made = weighed(world, Question("s", "p", filters=Filters(tier=4, author=BOB.public.hex(), as_of=time)))
    assert [(one.reason, one.by) for one in made.aside] == [("later", b""), ("tier", b""), ("author", b"")]
    assert sum(len(claims) for _, claims in made.sides) == 1


def test_an_epoch_that_passed(world: World) -> None:
    world.epoch(ALICE, "old")
    newer = world.epoch(ALICE, "new", supersedes="old")
    world.claim(ALICE, 1, epoch="old")
    world.claim(ALICE, 2, epoch="new")
    made = weighed(world, Question("s", "p", "epoch"))
    assert [(one.reason, one.by.hex()) for one in made.aside] == [("epoch superseded", newer)]
    assert [side.value[2] for side, _ in made.sides] == [2.0]


def test_trust_with_its_depth(world: World) -> None:
    for key in (ALICE, BOB, CAROL):
        world.claim(key)
    common = world.common(ALICE, None)
    world.add(Delegation(**common, delegate=BOB.public.hex(), weight=0.8))  # type: ignore[arg-type]
    ((_, claims),) = weighed(world, Question("s", "p", "authority")).sides
    with world.repository.snapshot() as view:
        found = {view.text(one.candidate.author): (one.depth, one.trust) for one in claims}
    assert found[ALICE.public.hex()] == (0, 1.0)
    assert found[BOB.public.hex()][0] == 1
    assert found[CAROL.public.hex()] == (None, 0.5)
    assert [one.votes for one in claims] == [None] * 3


def test_votes(world: World) -> None:
    one = world.claim(ALICE)
    world.vote(BOB, one, 0.5)
    world.vote(CAROL, one, 1)
    ((_, (claim,)),) = weighed(world, Question("s", "p", "votes")).sides
    assert (claim.votes, claim.trust) == (1.5, None)


def test_decay(world: World) -> None:
    world.claim(ALICE, confidence=0.8, tier=2, time=0)
    year = 365 * 86_400_000_000
    asked = Question("s", "p", filters=Filters(as_of=year), decay=Decay())
    ((_, (claim,)),) = weighed(world, asked).sides
    assert (claim.stated, claim.candidate.confidence, claim.half_life) == (0.8, pytest.approx(0.4), 365)


def test_values_that_count_as_one(world: World) -> None:
    pytest.importorskip("pint")
    world.claim(ALICE, 81, unit="mg")
    world.claim(ALICE, 0.081, unit="g")
    world.claim(BOB, 82, unit="mg")
    ((_, claims),) = weighed(world, Question("s", "p", tolerance=0.02)).sides
    assert sorted((one.claims, one.is_voice) for one in claims) == [(1, True), (2, False), (2, True)]


def test_nobody_claims_anything(world: World) -> None:
    made = weighed(world)
    assert (made.sides, made.aside) == ([], [])
