from __future__ import annotations

import json

from tests.conftest import Program
from tests.sample import Sample


def test_answers_that_used_a_source(steme: Program, own_sample: Sample) -> None:
    def run(*words: str, status: int = 0) -> str:
        done = steme(*words, cwd=own_sample.path, env=own_sample.env)
        assert done.status == status
        return done.stdout

    def used(source: str) -> list[str]:
        found = json.loads(run("source", "impact", source, "--by", "answer", "--format", "json"))
        return [row["subject"] for row in found["steme.source.impact.answers/v1"]]

    assert used("factbook") == []
    run("query", "country/as", "capital", "--audit")
    run("query", "country/bs", "population", "--audit")
    run("query", "drug/aspirin", "dosage", "--audit")
    assert used("factbook") == ["country/bs", "country/as"]
    assert used("survey") == ["country/bs"]
    done = steme("source", "impact", "factbook", "--by", "answer", cwd=own_sample.path, env=own_sample.env)
    assert done.stderr == "2 recorded answers used claims that rest on factbook\n"
    assert done.stdout.splitlines()[0].split()[:3] == ["TIME", "SUBJECT", "PREDICATE"]
    run("source", "impact", "factbook", "--by", "answer", "--plot", "x.png", status=2)
