from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable

import pytest

from tests.conftest import Finished, Program
from tests.sample import Sample

Here = Callable[..., Finished]


def traced(here: Here, text: str) -> dict:  # type: ignore[type-arg]
    (found,) = json.loads(here("trace", text, "--format", "json").stdout)["steme.trace/v1"]
    return found  # type: ignore[no-any-return]


def test_a_tree_for_people(here: Here, sample: Sample) -> None:
    done = here("trace", sample.ids["other dosage"][:10])
    assert (done.status, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert lines[0] == f"claim {sample.ids['other dosage'][:12]}  drug/aspirin dosage = 75.5 mg"
    assert lines[1] == "├─ stands, proposed"
    assert lines[2].startswith("├─ value: 75.5 mg, confidence 0.9, tier observational, 2026-01-01T")
    assert f"├─ author bob ({sample.bob.public.hex()})" in lines
    assert f"├─ derives from claim {sample.ids['dosage'][:12]}  drug/aspirin dosage = 81 mg" in lines
    assert any(line.startswith(f"│  │  ├─ {sample.ids['vote'][:12]}  vote -0.5 by bob, ") for line in lines)
    assert any(line.endswith("[dispute]") and sample.ids["supersession"][:12] in line for line in lines)
    assert any(line.startswith("├─ seal ") and line.endswith(", holds") for line in lines)
    assert any(line.startswith("├─ arrived as number ") and " in commit " in line for line in lines)
    assert f"└─ proved by head {sample.heads[-1]}" in lines


def test_the_source_its_status_and_who_says_so(here: Here, sample: Sample) -> None:
    done = here("query", "country/as", "population", "--include", "all", "--claims", "--format", "json")
    survey = next(row for row in json.loads(done.stdout)["steme.claims/v1"] if row["source"] == sample.ids["survey"])
    text = here("trace", survey["id"]).stdout
    assert f"├─ source {sample.ids['survey'][:12]}  survey, active" in text
    assert f"{sample.ids['source_status'][:12]}  now quarantined by bob" in text
    assert "[dispute]: Odd." in text


def test_json_has_everything(here: Here, sample: Sample) -> None:
    found = traced(here, sample.ids["dosage"])
    assert (found["id"], found["kind"], found["verified"], found["stands"]) == (
        sample.ids["dosage"],
        "assertion",
        True,
        True,
    )
    assert found["payload"]["value"] == 81
    assert (found["author_label"], found["trust"]["root"], found["trust"]["trust"]) == ("alice", True, 1)
    said = {one["id"]: (one["relation"], one["effect"]) for one in found["said"]}
    assert said[sample.ids["vote"]] == ("vote", "counts")
    assert said[sample.ids["outcome"]] == ("outcome", "counts")
    assert said[sample.ids["stage"]] == ("stage", "dispute")
    assert said[sample.ids["other dosage"]] == ("parent", None)
    assert found["proof"]["type"] == "seal"
    assert found["arrival"]["head"] == sample.heads[found["arrival"]["commit"] - 1]
    assert (found["head"]["id"], found["head"]["signer_label"]) == (sample.heads[-1], "bob")
    sealed = traced(here, sample.ids["sealed"])
    assert (sealed["source"]["payload"]["name"], sealed["source"]["status"]) == ("factbook", "active")
    child = traced(here, sample.ids["other dosage"])
    assert [parent["id"] for parent in child["parents"]] == [sample.ids["dosage"]]
    assert traced(here, sample.ids["vote"])["about"]["id"] == sample.ids["dosage"]


def test_whose_view_it_is(here: Here, sample: Sample) -> None:
    done = here("trace", sample.ids["dosage"], "--trust-root", "bob")
    assert f"delegation {sample.ids['delegation'][:12]}" not in done.stdout
    done = here("trace", sample.ids["sealed"], "--trust-root", "bob")
    assert ", 0.500 over 1 link" in done.stdout
    assert f"delegation {sample.ids['delegation'][:12]}  bob trusts alice with 0.5 about country" in done.stdout
    assert here("trace", sample.ids["dosage"], "--trust-root", "nobody").status == 3


def test_rows(here: Here, sample: Sample) -> None:
    done = here("trace", sample.ids["other dosage"], sample.ids["sealed"], "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert {row["trace"] for row in rows} == {sample.ids["other dosage"], sample.ids["sealed"]}
    parts = {row["part"]: row["id"] for row in rows}
    assert parts["parent"] == sample.ids["dosage"]
    assert parts["object: source"] == sample.ids["factbook"]
    assert "parent: said" in parts


@pytest.mark.parametrize(
    "name", ["factbook", "epoch", "profile", "retraction", "delegation", "alias", "claim", "erasure"]
)
def test_every_kind(here: Here, sample: Sample, name: str) -> None:
    done = here("trace", sample.ids[name])
    assert done.status == 0
    assert "signature of its author holds" in done.stdout
    assert "proved by head" in done.stdout


def test_hostile_text_stays_text(here: Here, sample: Sample) -> None:
    for form in ("table", "json", "csv"):
        done = here("trace", sample.ids["hostile"], sample.ids["factbook"], "--format", form)
        assert done.status == 0
        assert "\u200b" not in done.stdout
        assert "\u200f" not in done.stdout


def test_an_object_that_does_not_hold(steme: Program, own_sample: Sample) -> None:
    segment = own_sample.path / ".steme" / "log" / "active.seg"
    data = segment.read_bytes()
    at = data.index(b'"Too much."')
    segment.write_bytes(data[: at + 1] + b"t" + data[at + 2 :])
    env = own_sample.env
    done = steme("trace", own_sample.ids["vote"], cwd=own_sample.path, env=env)
    assert done.status == 6
    assert "signature of its author does NOT hold" in done.stdout
    assert "no head proves it" in done.stdout
    assert "does not hold" in done.stderr


@pytest.mark.parametrize(("words", "status"), [(("0000000",), 3), (("xyz",), 2), ((), 2)])
def test_words_that_will_not_do(here: Here, words: tuple[str, ...], status: int) -> None:
    done = here("trace", *words)
    assert (done.status, done.stdout) == (status, "")


def test_outside_of_a_repository(steme: Program) -> None:
    assert steme("trace", "0000000").status == 4


def test_as_of_another_time(here: Here, sample: Sample) -> None:
    now = json.loads(here("trace", sample.ids["dosage"], "--format", "jsonl").stdout)
    then = json.loads(here("trace", sample.ids["dosage"], "--known-at", "v1", "--format", "jsonl").stdout)
    assert len(now["said"]) > len(then["said"]) == 0
    assert then["head"]["id"] == sample.heads[1] != now["head"]["id"]
    dated = here("trace", sample.ids["dosage"], "--as-of", "2026-01-01T03:00:00Z", "--format", "jsonl")
    assert json.loads(dated.stdout)["said"] == []
    late = here("trace", sample.ids["vote"], "--known-at", "v1")
    assert (late.status, late.stdout) == (3, "")
    assert "was not there by then" in late.stderr
