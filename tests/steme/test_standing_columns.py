"""What counts for all questions at once is what counts for each of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from repo_format.objects.agent import Agent
from repo_format.objects.retraction import Retraction
from repo_format.objects.source import Source
from repo_format.objects.source_status import SourceStatus
from repo_format.objects.stage import Stage
from repo_format.objects.supersession import Supersession
from steme.asking import Asker
from steme.bounds import EVERYTHING, Bounds
from steme.filters import Filters
from steme.patterns import questions, subjects_of
from steme.query import Question
from steme.repository import Repository
from steme.standing import Standing
from tests.steme.claims import ALICE, BOB, DAY, assertion

np = pytest.importorskip("numpy")


def counted(repository: Repository, bounds: Bounds, pattern: str = "**") -> dict[int, int]:
    """Seq and lifecycle of every claim that counts, all at once; checked against every question by itself."""
    from steme.standing_columns import standing_columns

    found: dict[int, int] = {}
    asked: dict[int, int] = {}
    with repository.snapshot() as view:
        for read in standing_columns(view, Standing(view, bounds), subjects_of(view, pattern)):
            found.update(zip(read.rows["seq"].tolist(), read.rows["lifecycle"].tolist(), strict=True))
            assert read.of.tolist() == sorted(read.of.tolist())
            assert set(read.of.tolist()) == set(range(len(read.questions)))
        asker = Asker(view)
        filters = Filters(as_of=bounds.as_of, known_at=bounds.known_at)
        for subject, predicate in questions(view, pattern):
            answer = asker.ask(Question(subject, predicate, filters=filters))
            asked.update((one.seq, one.lifecycle) for one in answer.candidates)
    assert found == asked
    return found


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """Six claims of Alice and one of Bob, on which every sort of act was done, a day later each."""
    repository = Repository.init(str(tmp_path))
    alice, bob = ALICE.public.hex(), BOB.public.hex()
    (study,), _ = repository.add([Source(author=alice, name="study", time=DAY)], ALICE)
    made = [assertion(ALICE, f"s/{number}", "p", number) for number in range(4)]
    ids, _ = repository.add([*made, assertion(ALICE, "s/cites", "p", 1, source=study.hex())], ALICE)
    children = [assertion(BOB, "t/child", "p", 1, parent=ids[0].hex()), assertion(BOB, "t/other", "p", 2)]
    repository.add(children, BOB)
    acts = [
        Retraction(author=alice, target=ids[0].hex(), cascade=True, time=2 * DAY),
        Supersession(author=alice, old=ids[1].hex(), new=ids[2].hex(), time=3 * DAY),
        Stage(author=alice, target=ids[2].hex(), stage="approved", time=4 * DAY),
        Stage(author=alice, target=ids[3].hex(), stage="rejected", time=4 * DAY),
        SourceStatus(author=alice, source=study.hex(), status="quarantined", time=5 * DAY),
    ]
    for act in acts:
        repository.add([act], ALICE)
    repository.add([Agent(author=bob, action="revocation", time=6 * DAY)], BOB)
    repository.add([assertion(BOB, "t/late", "p", 1, time=7 * DAY)], BOB)
    return repository


def test_every_sort_of_act_moves_both_alike(repository: Repository) -> None:
    with repository:
        kept = counted(repository, EVERYTHING)
        assert (
            len(kept) == 2
        )  # what superseded the other, approved, and Bob's other claim from before he gave up his key
        assert sorted(kept.values()) == [0, 2]


def test_within_any_bounds(repository: Repository) -> None:
    with repository:
        numbers = [len(counted(repository, Bounds(as_of=day * DAY))) for day in range(8)]
        assert numbers[:3] == [0, 7, 5]
        assert [len(counted(repository, Bounds(known_at=seq))) for seq in (1, 4, 8, 9, 10)] == [0, 3, 7, 5, 4]


def test_about_some_subjects(repository: Repository) -> None:
    with repository:
        assert len(counted(repository, EVERYTHING, "t/")) == 1
        assert len(counted(repository, EVERYTHING, "nothing/")) == 0


def test_many_questions_come_in_blocks_of_whole_ones(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from steme import columns

    with Repository.init(str(tmp_path)) as repository:
        claims = [assertion(ALICE, f"s/{n % 7}", "p", n, time=DAY + n) for n in range(400)]
        claims += [assertion(ALICE, f"s/{n}", "q", n) for n in range(300)]
        repository.add(claims, ALICE)
        whole = counted(repository, EVERYTHING)
        monkeypatch.setattr(columns, "_AT_ONCE", 2)
        monkeypatch.setattr(columns, "_BLOCK", 20)
        assert counted(repository, EVERYTHING) == whole
        with repository.snapshot() as view:
            blocks = list(columns.blocks(view))
            assert len(blocks) > 10
            pairs = [tuple(pair) for block in blocks for pair in block.questions.tolist()]
            assert len(pairs) == len(set(pairs)) == 307
