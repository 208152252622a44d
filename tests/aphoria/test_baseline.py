from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from aphoria import baseline
from aphoria.baseline import Baseline
from aphoria.finding import BLOCK, MISSING, NOTE, Finding, Rule, Suppressed, in_order
from repo_format.errors import InvalidInput, NotFound
from tests.aphoria.claims_and_observations import seen

NOW = 1_800_000_000_000_000
RULE = Rule("a-1", "text", "source", 3)


def _finding(line: int = 1, text: str = "verify=False") -> Finding:
    return Finding(RULE, BLOCK, 1.0, "m", "net.py", line, seen(False, line=line, text=text))


def _findings(*every: Finding) -> list[Finding]:
    return list(in_order(every))


def test_known_findings_are_suppressed_also_where_code_has_moved(tmp_path: Path) -> None:
    baseline.save(str(tmp_path), _findings(_finding()), NOW)
    known = Baseline.read(str(tmp_path))
    moved, new = known.suppressed(_findings(_finding(line=40), _finding(line=50, text="CERT_NONE")))
    assert moved.suppressed == Suppressed("baseline", "known since 2027-01-15")
    assert new.suppressed is None


def test_a_second_one_like_it_is_new(tmp_path: Path) -> None:
    baseline.save(str(tmp_path), _findings(_finding()), NOW)
    marked = Baseline.read(str(tmp_path)).suppressed(_findings(_finding(1), _finding(2)))
    assert [one.counts for one in marked] == [False, True]


def test_what_counts_is_saved_with_missing_ones_and_without_notes_on_files(tmp_path: Path) -> None:
    missing = Finding(RULE, MISSING, 0.0, "m", "claims.toml", 1)
    note = Finding(RULE, NOTE, 0.0, "m", "claims.toml", 1)
    low = replace(_finding(text="low"), level=NOTE)
    by_comment = replace(_finding(text="accepted"), suppressed=Suppressed("comment", "x"))
    saved = baseline.save(str(tmp_path), _findings(_finding(), missing, note, low, by_comment), NOW)
    assert sorted(one.level for one in saved.known) == [BLOCK, MISSING, NOTE]
    assert Baseline.read(str(tmp_path)) == saved


def test_the_difference(tmp_path: Path) -> None:
    known = baseline.save(str(tmp_path), _findings(_finding(), _finding(text="old")), NOW)
    found = known.difference(_findings(_finding(), _finding(text="new")))
    assert [len(each) for each in (found.new, found.gone, found.same)] == [1, 1, 1]
    assert found.same[0].fingerprint == _findings(_finding())[0].fingerprint


def test_it_can_be_forgotten(tmp_path: Path) -> None:
    baseline.save(str(tmp_path), [], NOW)
    baseline.clear(str(tmp_path))
    for act in (Baseline.read, baseline.clear):
        with pytest.raises(NotFound, match="`aphoria baseline save` makes one"):
            act(str(tmp_path))


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("{", "cannot be read"),
        ("[" * 100_000, "cannot be read"),
        ('{"aphoria.baseline/v2": {}}', "a newer aphoria may have written it"),
        ('{"aphoria.baseline/v1": {"saved": "x"}}', "is not a baseline"),
        ('{"aphoria.baseline/v1": {"saved": "x", "findings": [1]}}', "is not a baseline"),
        ('{"aphoria.baseline/v1": {"saved": "x", "findings": [{"file": "a"}]}}', "is not a baseline"),
    ],
)
def test_a_file_that_is_not_right_is_one_sentence(tmp_path: Path, text: str, problem: str) -> None:
    (tmp_path / ".aphoria").mkdir()
    (tmp_path / ".aphoria" / "baseline.json").write_text(text)
    with pytest.raises(InvalidInput, match=problem):
        Baseline.read(str(tmp_path))


def test_the_file_is_reviewable(tmp_path: Path) -> None:
    baseline.save(str(tmp_path), _findings(_finding()), NOW)
    document = json.loads((tmp_path / ".aphoria" / "baseline.json").read_text())["aphoria.baseline/v1"]
    assert document["saved"] == "2027-01-15T08:00:00Z"
    assert [sorted(one) for one in document["findings"]] == [["file", "fingerprint", "level", "message", "rule"]]
