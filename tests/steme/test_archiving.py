"""An archive that follows: rounds, pauses, places that are away."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from unittest import mock

import pytest

from repo_format.errors import InvalidInput, Refused, RemoteFailed
from steme import archiving
from steme.backup.copying import Taken
from steme.backup.place import open_place
from steme.backup.source import Backup
from steme.repository import Repository
from tests.sample import Sample


def claim(sample: Sample) -> None:
    with sample.open() as repository:
        sample.commit(repository, sample.alice, [sample.claim(sample.alice, "more", "of", sample.time())])


class Clock:
    """Waits no time: ``script`` is called instead, with the number of the wait, and says whether to end."""

    def __init__(self, script: dict[int, object]) -> None:
        self.script = script
        self.pauses: list[float] = []

    def wait(self, seconds: float) -> bool:
        self.pauses.append(seconds)
        action = self.script.get(len(self.pauses))
        if callable(action):
            action()
        return action == "end"


def test_what_is_committed_follows_and_idle_rounds_cost_nothing(own_sample: Sample, tmp_path: Path) -> None:
    clock = Clock({2: lambda: claim(own_sample), 5: "end"})
    counted = mock.patch.object(archiving, "back_up", wraps=archiving.back_up)
    with closing(open_place(str(tmp_path / "archive"), write=True)) as place, counted as rounds:
        found = list(archiving.follow(str(own_sample.path), place, 3.0, clock.wait))
    assert [one.commits for one in found if isinstance(one, Taken)] == [5, 1]
    assert rounds.call_count == 2
    assert clock.pauses == [3.0] * 5


def test_a_last_round_is_made_at_the_end(own_sample: Sample, tmp_path: Path) -> None:
    def last() -> str:
        claim(own_sample)
        return "end"

    clock = Clock({})
    with closing(open_place(str(tmp_path / "archive"), write=True)) as place:
        found = list(archiving.follow(str(own_sample.path), place, 3.0, lambda _: last() == "end"))
    assert [one.commits for one in found if isinstance(one, Taken)] == [5, 1]
    assert clock.pauses == []


def test_a_place_that_is_away_is_tried_again_less_often(own_sample: Sample, tmp_path: Path) -> None:
    clock = Clock({6: "end"})
    failing = [RemoteFailed("away")] * 3
    with closing(open_place(str(tmp_path / "archive"), write=True)) as place:
        real = archiving.back_up

        def sometimes(*words: object, **options: object) -> Taken:
            if failing:
                raise failing.pop()
            return real(*words, **options)  # type: ignore[arg-type]

        with mock.patch.object(archiving, "back_up", sometimes):
            found = list(archiving.follow(str(own_sample.path), place, 100.0, clock.wait))
    assert [type(one) for one in found] == [RemoteFailed] * 3 + [Taken]
    assert clock.pauses == [200.0, 300.0, 300.0, 100.0, 100.0, 100.0]
    with Backup.open(str(tmp_path / "archive")) as backup:
        assert backup.manifest.last.commits == 5


def test_what_does_not_pass_ends_it(own_sample: Sample, tmp_path: Path) -> None:
    Repository.init(str(tmp_path / "other")).close()
    with closing(open_place(str(tmp_path / "archive"), write=True)) as place:
        archiving.back_up(str(tmp_path / "other"), place)
        with pytest.raises(Refused):
            list(archiving.follow(str(own_sample.path), place, 1.0, Clock({}).wait))


def test_intervals() -> None:
    assert [archiving.interval_of(text) for text in ("5s", "0.5s", "15m", "1h")] == [5.0, 0.5, 900.0, 3600.0]
    for wrong in ("", "5", "s", "0s", "-5s", "25h", "nan s", "nans", "infs", "5 parsecs"):
        with pytest.raises(InvalidInput, match="not an interval"):
            archiving.interval_of(wrong)
