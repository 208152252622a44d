from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable

import pytest
from blake3 import blake3

from tests.conftest import Finished, Program
from tests.sample import COUNTRIES, Sample

Here = Callable[..., Finished]


@pytest.fixture
def run(own_sample: Sample, steme: Program) -> Here:
    return lambda *words, **more: steme(*words, cwd=own_sample.path, env=own_sample.env, **more)


def shown(run: Here, name: str) -> dict[str, object]:
    facts: dict[str, object] = json.loads(run("source", "show", name, "--format", "json").stdout)["steme.source/v1"]
    return facts


def test_add_prints_the_id_and_keeps_every_field(run: Here, own_sample: Sample) -> None:
    (own_sample.path / "paper.pdf").write_bytes(b"the document")
    words = ("--title", "A paper", "--url", "https://doi.org/10.1000/17", "--licence", "CC-BY-4.0", "--edition", "2nd")
    words += (
        "--publisher",
        "ACM",
        "--published",
        "2025-11",
        "--tier",
        "clinical",
        "--file",
        "paper.pdf",
        "--note",
        "Read.",
    )
    done = run("source", "add", "paper-17", *words)
    assert (done.status, done.stderr, len(done.stdout)) == (0, "", 65)
    facts = shown(run, "paper-17")
    assert facts["id"] == done.stdout.strip()
    expected = {
        "title": "A paper", "url": "https://doi.org/10.1000/17", "licence": "CC-BY-4.0", "edition": "2nd",
        "publisher": "ACM", "published": "2025-11-01T00:00:00Z", "tier": "clinical", "note": "Read.",
        "status": "active", "digest": blake3(b"the document").hexdigest(), "claims": 0, "cited_by": [],
        "author_label": "alice",
    }  # fmt: skip
    assert {name: facts[name] for name in expected} == expected
    assert run("source", "show", done.stdout[:8]).stdout == run("source", "show", "paper-17").stdout


def test_claims_refer_to_it_and_take_its_tier(run: Here) -> None:
    run("source", "add", "paper-17", "--tier", "clinical", "--key", "bob")
    assert run("assert", "drug/x", "dose", "5", "--source", "paper-17").status == 0
    run("import", "-", "--from", "jsonl", "--source", "paper-17", input='{"subject":"a","predicate":"b","value":1}')
    facts = shown(run, "paper-17")
    assert (facts["claims"], facts["author_label"]) == (2, "bob")
    assert [(each["author_label"], each["claims"]) for each in facts["cited_by"]] == [("alice", 2)]  # type: ignore[attr-defined]
    exported = [json.loads(line) for line in run("export", "--source", "paper-17").stdout.splitlines()]
    assert {line["payload"]["tier"] for line in exported if "payload" in line} == {1}


def test_list(here: Here) -> None:
    done = here("source", "list")
    heading, factbook, survey = done.stdout.splitlines()
    assert heading.split()[:4] == ["NAME", "TIER", "STATUS", "CLAIMS"]
    assert factbook.split()[:4] == ["factbook", "clinical", "active", str(2 * len(COUNTRIES))]
    assert survey.split()[:3] == ["survey", "active", str(len(COUNTRIES))]
    assert "\u200b" not in done.stdout
    rows = list(csv.DictReader(io.StringIO(here("source", "list", "--format", "csv").stdout)))
    assert [row["name"] for row in rows] == ["factbook", "survey"]
    found = json.loads(here("source", "list", "--format", "json").stdout)["steme.source.list/v1"]
    assert [(each["status"], each["disputed"]) for each in found] == [("active", False), ("active", True)]
    assert len(found[0]["author"]) == 64


def test_show_says_who_cites_it_and_that_somebody_disputes_it(here: Here) -> None:
    done = here("source", "show", "survey")
    assert "status         active\n" in done.stdout
    assert "disputed       yes\n" in done.stdout, "bob may not act on what alice has registered"
    assert f"cited by       bob ({len(COUNTRIES)})\n" in done.stdout
    assert "disputed" not in here("source", "show", "factbook").stdout


def test_show_says_who_gave_its_status_when_and_why(run: Here) -> None:
    run("source", "quarantine", "survey", "--reason", "Under review.", "--time", "2026-07-01", "--yes")
    facts = shown(run, "survey")
    said = (facts["status"], facts["status_by"], facts["status_time"], facts["status_reason"])
    assert said == ("quarantined", "alice", "2026-07-01T00:00:00Z", "Under review.")
    (row,) = csv.DictReader(io.StringIO(run("source", "show", "survey", "--format", "csv").stdout))
    assert (row["name"], row["status_by"], "cited_by" in row) == ("survey", "alice", False)


def test_one_name_by_two_people(run: Here) -> None:
    one = run("source", "add", "who").stdout.strip()
    two = run("source", "add", "who", "--key", "bob").stdout.strip()
    done = run("source", "show", "who")
    assert (done.status, done.stdout) == (3, "")
    assert one[:12] in done.stderr
    assert two[:12] in done.stderr
    assert run("source", "list").stdout.count("\nwho ") == 2
    assert shown(run, two[:12])["author_label"] == "bob"


@pytest.mark.parametrize(
    ("words", "status", "sentence"),
    [
        (("add", "factbook"), 5, "you have registered a source called 'factbook' already"),
        (("add", " x"), 2, "name: ' x' begins or ends with a space"),
        (("add", "x", "--url", "no url"), 2, "url: 'no url' is not a URL"),
        (("add", "x", "--tier", "best"), 2, "tier: 'best' is not a tier"),
        (("add", "x", "--published", "soon"), 2, "published: 'soon' is not a time"),
        (("add", "x", "--digest", "00"), 2, "digest: '00' is not 64 lower-case hex digits"),
        (("add", "x", "--digest", "00", "--file", "y"), 2, "--digest: goes without --file"),
        (("add", "x", "--file", "nowhere"), 3, "nowhere: no such file"),
        (("add", "x", "--key", "nobody"), 3, "there is no key 'nobody'"),
        (("show", "nowhere"), 3, "there is no source 'nowhere'"),
    ],
)
def test_words_that_will_not_do(here: Here, words: tuple[str, ...], status: int, sentence: str) -> None:
    done = here("source", *words)
    assert (done.status, done.stdout) == (status, "")
    assert sentence in done.stderr


def test_outside_of_a_repository(steme: Program) -> None:
    assert steme("source", "list").status == 4


def test_no_sources(steme: Program, own_sample: Sample) -> None:
    empty = own_sample.path / "empty"
    steme("init", str(empty))
    assert steme("source", "list", cwd=empty) == (0, "", "")


@pytest.mark.parametrize("url", ["javascript:alert(1)", "JavaScript:alert(1)", "data:text/html,x"])
def test_a_url_that_is_no_place_is_refused(run: Here, url: str) -> None:
    done = run("source", "add", "odd", "--url", url)
    assert (done.status, done.stdout) == (2, "")
    assert "is no place where a source is to be found" in done.stderr
