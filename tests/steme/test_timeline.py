"""Timelines: every change of an answer is found, with what brought it about, and nothing else is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from repo_format import objects
from repo_format.objects.agent import Agent
from repo_format.objects.alias import Alias
from repo_format.objects.delegation import Delegation
from repo_format.objects.epoch import Epoch
from repo_format.objects.retraction import Retraction
from repo_format.objects.source import Source
from repo_format.objects.source_status import SourceStatus
from repo_format.objects.stage import Stage
from repo_format.objects.vote import Vote
from steme import timeline as timelines
from steme.filters import Filters
from steme.keys import SigningKey
from steme.query import Question
from steme.repository import Repository
from steme.timeline import KNOWN, Timeline, timeline
from tests.steme.claims import ALICE, BOB, DAY, assertion

S, P = "drug/aspirin", "dosage"


@pytest.fixture
def repository(tmp_path: Path) -> Iterator[Repository]:
    with Repository.init(str(tmp_path / "repository")) as made:
        yield made


def claim(repository: Repository, key: SigningKey, day: int, value: object, **more: object) -> str:
    """Claim something on a day; the id."""
    made, _ = repository.add([assertion(key, S, P, value, time=day * DAY, **more)], key)  # type: ignore[arg-type]
    return made[0].hex()


def followed(repository: Repository, lens: str = "recency", *rest: object, **more: object) -> Timeline:
    with repository.snapshot() as view:
        question = Question(S, P, lens)
        return timeline(view, repository.asker(view), question, *rest, **more)  # type: ignore[arg-type]


def moves(found: Timeline) -> list[tuple[int, object]]:
    """Day and value of each change."""
    return [(change.time // DAY, change.value) for change in found.changes]


def kinds(repository: Repository, found: Timeline) -> list[str]:
    """The kind of the first object behind each change."""
    with repository.snapshot() as view:
        return [objects.read(view.record(one.because[0]).payload or b"").kind for one in found.changes]


def test_nothing(repository: Repository) -> None:
    found = followed(repository)
    assert (found.claims, found.changes, found.before) == (0, [], None)


def test_a_claim_that_moves_nothing_is_no_change(repository: Repository) -> None:
    claim(repository, ALICE, 5, 81, tier=0)
    claim(repository, ALICE, 6, 81, tier=4)
    found = followed(repository, "authority")
    assert moves(found) == [(5, 81)]
    assert [time // DAY for time, _ in found.conflicts] == [5, 6]


def test_value_status_and_winner_are_changes(repository: Repository) -> None:
    first = claim(repository, ALICE, 1, 81, tier=0)
    claim(repository, BOB, 2, 325, tier=5)
    second = claim(repository, ALICE, 3, 81, tier=0)
    found = followed(repository, "authority")
    assert [(one.time // DAY, one.status, one.id.hex()) for one in found.changes if one.id] == [
        (1, "UNANIMOUS", first),
        (2, "CONTESTED", first),
        (3, "CONTESTED", second),
    ]


def test_acts_on_claims(repository: Repository) -> None:
    claim(repository, ALICE, 1, 325)
    second = claim(repository, BOB, 2, 81)
    author = BOB.public.hex()
    (retraction,), _ = repository.add([Retraction(author=author, target=second, time=3 * DAY)], BOB)
    repository.add([Retraction(author=author, target=retraction.hex(), time=4 * DAY)], BOB)
    repository.add([Stage(author=author, stage="rejected", target=second, time=5 * DAY)], BOB)
    found = followed(repository)
    assert moves(found) == [(1, 325), (2, 81), (3, 325), (4, 81), (5, 325)]
    assert kinds(repository, found) == ["assertion", "assertion", "retraction", "retraction", "stage"]


def test_all_is_taken_back(repository: Repository) -> None:
    only = claim(repository, ALICE, 1, 325)
    repository.add([Retraction(author=ALICE.public.hex(), target=only, time=3 * DAY)], ALICE)
    found = followed(repository)
    last = found.changes[-1]
    assert (last.value, last.id, last.author, last.status) == (None, None, None, "EMPTY")


def test_sources_of_parents(repository: Repository) -> None:
    author = ALICE.public.hex()
    (source,), _ = repository.add([Source(author=author, name="study", time=DAY)], ALICE)
    (root,), _ = repository.add([assertion(ALICE, "other", "thing", 1, time=DAY, source=source.hex())], ALICE)
    claim(repository, BOB, 2, 81, parent=root.hex())
    repository.add([SourceStatus(author=author, source=source.hex(), status="retracted", time=3 * DAY)], ALICE)
    repository.add([SourceStatus(author=author, source=source.hex(), status="active", time=4 * DAY)], ALICE)
    found = followed(repository)
    assert moves(found) == [(2, 81), (3, None), (4, 81)]
    assert kinds(repository, found)[1:] == ["source_status", "source_status"]


def test_votes_move_the_lens_of_votes_alone(repository: Repository) -> None:
    first = claim(repository, ALICE, 1, 81)
    claim(repository, ALICE, 2, 325)
    repository.add([Vote(author=BOB.public.hex(), target=first, weight=1, time=3 * DAY)], BOB)
    assert moves(followed(repository, "votes"))[-1] == (3, 81)
    assert [time // DAY for time, _ in followed(repository).conflicts] == [1, 2]


def test_an_epoch_counts_from_its_beginning(repository: Repository) -> None:
    claim(repository, ALICE, 1, 81)
    claim(repository, ALICE, 2, 325, epoch="old")
    author = ALICE.public.hex()
    repository.add([Epoch(author=author, name="new", starts=9 * DAY, supersedes="old", time=3 * DAY)], ALICE)
    assert moves(followed(repository, "epoch:recency")) == [(1, 81), (2, 325), (9, 81)]


def test_other_names(repository: Repository) -> None:
    claim(repository, ALICE, 1, 81)
    repository.add([assertion(BOB, "drug/asa", P, 325, time=2 * DAY)], BOB)
    author = BOB.public.hex()
    (alias,), _ = repository.add([Alias(author=author, alias="drug/asa", subject=S, time=3 * DAY)], BOB)
    repository.add([Retraction(author=author, target=alias.hex(), time=4 * DAY)], BOB)
    assert moves(followed(repository)) == [(1, 81), (3, 325), (4, 81)]


def test_a_key_that_is_given_up(repository: Repository) -> None:
    claim(repository, ALICE, 1, 81)
    repository.add([Agent(author=BOB.public.hex(), action="revocation", time=5 * DAY)], BOB)
    claim(repository, BOB, 2, 325)
    found = followed(repository)
    assert moves(found) == [(1, 81), (2, 325), (5, 81)]
    assert kinds(repository, found)[-1] == "agent"


def test_an_end_of_trust(repository: Repository) -> None:
    claim(repository, ALICE, 1, 81, confidence=0.6)
    claim(repository, BOB, 2, 325, confidence=0.5)
    delegation = Delegation(
        author=ALICE.public.hex(), delegate=BOB.public.hex(), weight=1, time=3 * DAY, expires=6 * DAY
    )
    repository.add([delegation], ALICE)
    assert [time // DAY for time, _ in followed(repository, "authority").conflicts] == [1, 2, 3, 6]


def test_since_and_until(repository: Repository) -> None:
    for day in range(1, 7):
        claim(repository, ALICE, day, day)
    found = followed(repository, since=3 * DAY, until=5 * DAY)
    assert moves(found) == [(3, 3), (4, 4), (5, 5)]
    assert found.before is not None
    assert found.before.value == 2


def test_by_arrival_a_commit_is_one_moment(repository: Repository) -> None:
    claim(repository, ALICE, 9, 81)
    repository.add([assertion(BOB, S, P, value, time=value * DAY) for value in (20, 30, 10)], BOB)
    claim(repository, BOB, 5, 325)
    found = followed(repository, "recency", KNOWN)
    assert [one.value for one in found.changes] == [81, 30]
    assert [one.because for one in found.changes] == [[1], [3, 2, 4]]
    assert len(found.conflicts) == 3


def test_the_newest_moments_are_taken(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    for day in range(1, 7):
        claim(repository, ALICE, day, day)
    monkeypatch.setattr(timelines, "MOST_WORK", 12)
    found = followed(repository)
    assert (moves(found), found.left_out) == ([(5, 5), (6, 6)], 4)
    assert found.before is not None
    assert found.before.value == 4


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.tuples(st.booleans(), st.integers(1, 12), st.integers(1, 3), st.integers(0, 5)), max_size=7),
    st.sampled_from(("recency", "authority", "consensus", "skeptic")),
)
def test_it_is_asking_on_every_day(
    tmp_path_factory: pytest.TempPathFactory, made: list[tuple[bool, int, int, int]], lens: str
) -> None:
    with Repository.init(str(tmp_path_factory.mktemp("days"))) as repository:
        for is_alice, day, value, tier in made:
            claim(repository, ALICE if is_alice else BOB, day, value, tier=tier)
        expected, last = [], (None, "EMPTY")
        for day in range(14):
            answer = repository.ask(Question(S, P, lens, Filters(as_of=day * DAY)))
            if (answer.winner, answer.resolution.status) != last:
                last = (answer.winner, answer.resolution.status)  # type: ignore[assignment]
                expected.append((day, *last))
        found = followed(repository, lens)
        assert [(one.time // DAY, one.id, one.status) for one in found.changes] == expected
