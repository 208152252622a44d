"""duckdb and the survey give the same scores, so that a race between them is fair and both are likely right."""

from __future__ import annotations

from pathlib import Path

import pytest

from measuring import claims, ours
from steme.repository import Repository
from steme.survey import survey

np = pytest.importorskip("numpy")
pytest.importorskip("duckdb")

from measuring.peers import duckdb  # noqa: E402 - needs the library


@pytest.mark.parametrize(
    ("shape", "query"),
    [(claims.SCATTERED, duckdb.CATEGORICAL), (claims.MEASURED, duckdb.FULL), (claims.CONTESTED, duckdb.FULL)],
)
def test_every_question_has_one_score(tmp_path: Path, shape: str, query: str) -> None:
    lines, place, database = tmp_path / "lines.jsonl", tmp_path / "repository", str(tmp_path / "claims.duckdb")
    claims.write(shape, "600", str(lines))
    ours.prepare(str(place), shape)
    ours.load_by_many(str(place), str(lines))
    duckdb.load(database, str(lines))
    theirs = {row[:2]: row[2:] for row in duckdb.scores(database, duckdb.TEXTS, query)}
    by_terms = sorted(row[2:] for row in duckdb.scores(database, duckdb.TERMS, query))
    assert np.allclose(by_terms, sorted(theirs.values()), atol=1e-9)
    with Repository.open(str(place)) as repository, repository.snapshot() as view:
        found = survey(view, repository.asker(view).present)
        mine = {
            (view.text(int(found.subject[at])), view.text(int(found.predicate[at]))): tuple(
                float(getattr(found, name)[at])
                for name in ("conflict", "values", "claims", "voices", "strongest", "weakest")
            )
            for at in range(len(found.conflict))
        }
    assert mine.keys() == theirs.keys()
    assert len(mine) > 25
    for question, scores in mine.items():
        assert scores == pytest.approx(theirs[question], abs=1e-9)
