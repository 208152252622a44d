"""What must hold of standing whatever people do: docs/semantics/standing.md, section 4, and time.md, section 3."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from repo_format.objects.assertion import Assertion
from repo_format.objects.retraction import Retraction
from repo_format.payload import Payload
from steme.bounds import EVERYTHING, Bounds
from steme.policy import AUTHOR, COMMONS, DEFAULT, ENTERPRISE, Policy
from steme.repository import Repository
from steme.standing import Standing
from tests.steme.acts import scenarios
from tests.steme.acts.world import ALICE, DAVE, SECOND, rows

SUBJECTS = ("s", "t/u")
POLICIES = (Policy(AUTHOR), Policy(ENTERPRISE, frozenset({ALICE.public})), Policy(COMMONS))
Outcome = dict[str, tuple[dict[str, int], dict[str, int], int]]

MEMORY = "/dev/shm" if Path("/dev/shm").is_dir() else None
"""A hundred repositories a second are more than a disk likes."""

law = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@contextmanager
def stored(payloads: Sequence[Payload]) -> Iterator[Repository]:
    with tempfile.TemporaryDirectory(dir=MEMORY) as folder, scenarios.store(Path(folder) / "r", payloads) as repository:
        yield repository


def outcomes(repository: Repository, bounds: Bounds = EVERYTHING, policy: Policy = DEFAULT) -> Outcome:
    """For both questions the claims that stand with their stages, how many step aside and why, and the disputed."""
    found: Outcome = {}
    with repository.snapshot() as view:
        standing = Standing(view, bounds, policy)
        for subject in SUBJECTS:
            there = [one for one in rows(view, subject) if bounds.hold(one.seq, one.time)]
            kept, aside, disputed = standing.sift(there)
            found[subject] = ({one.id.hex(): one.lifecycle for one in kept}, aside, disputed)
    return found


@law
@given(scenarios.doings(scenarios.CALM), st.sampled_from(POLICIES), st.randoms(use_true_random=False))
def test_what_stands_is_what_the_words_say_in_any_order(payloads: list[Payload], policy: Policy, chance) -> None:  # type: ignore[no-untyped-def]
    reference = scenarios.Reference(payloads, policy.name, frozenset(root.hex() for root in policy.roots))
    expected = {subject: reference.outcome(subject) for subject in SUBJECTS}
    shuffled = chance.sample(payloads, len(payloads))
    for order in (payloads, shuffled):
        with stored(order) as repository:
            assert outcomes(repository, policy=policy) == expected


@law
@given(scenarios.doings(scenarios.STORMY), st.sampled_from(POLICIES), st.integers(0, 10))
def test_as_of_is_what_stands_without_all_that_is_later(payloads: list[Payload], policy: Policy, seconds: int) -> None:
    bounds = Bounds(as_of=seconds * SECOND)
    earlier = [payload for payload in payloads if payload.time <= seconds * SECOND]
    with stored(payloads) as whole, stored(earlier) as part:
        assert outcomes(whole, bounds, policy) == outcomes(part, EVERYTHING, policy)


@law
@given(scenarios.doings(scenarios.STORMY), st.sampled_from(POLICIES), st.integers(0, 24))
def test_known_at_is_what_stood_before_the_rest_arrived(payloads: list[Payload], policy: Policy, seq: int) -> None:
    with stored(payloads) as whole, stored(payloads[:seq]) as part:
        assert outcomes(whole, Bounds(known_at=seq), policy) == outcomes(part, EVERYTHING, policy)


@law
@given(scenarios.doings(scenarios.CALM), scenarios.doings(scenarios.CALM, most=12), st.sampled_from((AUTHOR, COMMONS)))
def test_a_stranger_changes_nothing(payloads: list[Payload], more: list[Payload], name: str) -> None:
    ours = [one for one in payloads if DAVE.public.hex() not in (one.author, getattr(one, "delegate", ""))]
    acts = [
        type(one)(**{**{f: getattr(one, f) for f in one.__struct_fields__}, "author": DAVE.public.hex()})
        for one in ours + more
        if one.kind in ("retraction", "supersession", "stage", "source_status")
    ]
    policy = Policy(name)
    with stored(ours) as before, stored(list(dict.fromkeys(ours + acts))) as after:
        for subject, (kept, aside, disputed) in outcomes(before, policy=policy).items():
            found = outcomes(after, policy=policy)[subject]
            assert found[:2] == (kept, aside)
            assert found[2] >= disputed


@law
@given(scenarios.doings(scenarios.STORMY), st.sampled_from(POLICIES))
def test_standing_kept_for_many_questions_is_standing_made_anew(payloads: list[Payload], policy: Policy) -> None:
    with stored(payloads) as repository, repository.snapshot() as view:
        kept = Standing(view, EVERYTHING, policy)
        for subject in SUBJECTS * 2:
            assert kept.sift(rows(view, subject)) == Standing(view, EVERYTHING, policy).sift(rows(view, subject))
        together = rows(view, "s") + rows(view, "t/u")
        one_by_one = [Standing(view, EVERYTHING, policy).sift([one])[0] for one in together]
        assert kept.sift(together)[0] == [one for found in one_by_one for one in found]


def test_the_reference_would_notice(tmp_path: Path) -> None:
    """A scenario whose outcome is known by hand, so that the two cannot be wrong in the same way everywhere."""
    common = {"author": ALICE.public.hex(), "subject": "s", "predicate": "p", "confidence": 0.5, "tier": 4}
    study = Assertion(**common, value=1, time=1)  # type: ignore[arg-type]
    guideline = Assertion(**common, value=2, time=2, parent=scenarios.id_of(study))  # type: ignore[arg-type]
    gone = Retraction(author=ALICE.public.hex(), target=scenarios.id_of(study), cascade=True, time=3)
    found = [study, guideline, gone]
    expected = ({}, {"retracted": 1, "parent retracted": 1}, 0)
    assert scenarios.Reference(found, AUTHOR).outcome("s") == expected
    with scenarios.store(tmp_path / "r", found) as repository:
        assert outcomes(repository)["s"] == expected
