"""The example of docs/semantics/timeline.md, section 3."""

from __future__ import annotations

from pathlib import Path

import pytest

from repo_format.objects.retraction import Retraction
from steme.query import Question
from steme.repository import Repository
from steme.timeline import timeline
from steme.times import format_time, parse_time
from tests.steme.claims import ALICE, BOB, assertion

CLAIMS = ((ALICE, "2021-03-01", 325, 0.9), (BOB, "2022-06-01", 100, 0.7), (ALICE, "2023-01-01", 81, 0.9))


@pytest.mark.parametrize(("lens", "values"), [("consensus", [325, 325, 100, 325]), ("recency", [325, 100, 81, 100])])
def test_example(tmp_path: Path, lens: str, values: list[int]) -> None:
    with Repository.init(str(tmp_path)) as repository:
        made = b""
        for key, day, value, confidence in CLAIMS:
            fields = {"time": parse_time(day), "confidence": confidence, "unit": "mg"}
            (made,), _ = repository.add([assertion(key, "drug", "dose", value, **fields)], key)
        time = parse_time("2025-02-03")
        repository.add([Retraction(author=ALICE.public.hex(), target=made.hex(), time=time)], ALICE)
        with repository.snapshot() as view:
            found = timeline(view, repository.asker(view), Question("drug", "dose", lens))
    assert [change.value for change in found.changes] == values
    assert [format_time(change.time)[:4] for change in found.changes] == ["2021", "2022", "2023", "2025"]
    assert found.changes[1].status == "CONTESTED"
    assert found.changes[1].conflict == pytest.approx(0.68, abs=0.005)
