"""`steme tag`, `steme refs` and `steme head`: names for heads, and the heads."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.conftest import Finished, Program
from tests.sample import Sample
from tests.steme_cli.commands.conftest import Here


def test_lists(here: Here, sample: Sample) -> None:
    assert here("tag").stdout.splitlines()[1].split() == ["v1", sample.heads[1][:12], "137", "2026-01-03T00:00:00Z"]
    names = json.loads(here("refs", "--format", "json").stdout)["steme.refs/v1"]
    assert [(one["name"], one["head"], one["objects"], one["commit"]) for one in names] == [
        ("refs/heads/main", sample.heads[4], 213, 5),
        ("refs/tags/v1", sample.heads[1], 137, 2),
    ]
    assert json.loads(here("tag", "--format", "json").stdout)["steme.tag/v1"][0]["tag"] == "v1"


def test_nothing_to_list(steme: Program) -> None:
    steme("init")
    for command in ("tag", "refs"):
        assert steme(command) == Finished(0, "", "")
    done = steme("tag", "v1")
    assert (done.status, "before the first commit" in done.stderr) == (3, True)
    assert steme("head").status == 3


def test_put_move_and_remove(own_sample: Sample, steme: Program) -> None:
    def run(*words: str) -> Finished:
        return steme(*words, cwd=own_sample.path, env=own_sample.env)

    done = run("tag", "release/1.0")
    assert (done.status, done.stdout) == (0, "")
    assert done.stderr == f"release/1.0 names head {own_sample.heads[4][:12]}, commit 5\n"
    refused = run("tag", "v1", "main")
    assert (refused.status, len(refused.stderr.splitlines())) == (5, 1)
    assert "use --force" in refused.stderr
    assert run("tag", "v1", "main~2", "--force", "--key", "bob").status == 0
    assert json.loads(run("head", "v1", "--format", "json").stdout)["steme.head/v1"]["commit"] == 4
    assert run("tag", "-d", "v1").stderr == f"removed; it named head {own_sample.heads[3][:12]}\n"
    assert run("tag", "-d", "v1").status == 3
    assert run("tag", "first", "seq:1").status == 0
    names = json.loads(run("tag", "--format", "json").stdout)["steme.tag/v1"]
    assert [(one["tag"], one["commit"]) for one in names] == [("first", 1), ("release/1.0", 5)]
    head = json.loads(run("head", "--format", "json").stdout)["steme.head/v1"]
    assert (head["commit"], head["count"], head["signer_label"]) == (9, 213, "alice")


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (["a b"], 2, "not a name for a ref"),
        (["../up"], 2, "not a name for a ref"),
        (["-d"], 2, "needs the NAME"),
        (["v2", "--format", "json"], 2, "leave out the NAME"),
        (["-d", "v1", "main"], 2, "nothing else"),
        (["v2", "nowhere"], 3, "there is no tag, ref or head 'nowhere'"),
        (["v2", "--key", "carol"], 3, "carol"),
    ],
)
def test_mistakes(here: Here, words: list[str], status: int, said: str) -> None:
    done = here("tag", *words)
    assert (done.status, done.stdout, len(done.stderr.splitlines())) == (status, "", 1)
    assert said in done.stderr


def test_a_head(here: Here, sample: Sample) -> None:
    lines = dict(line.split(maxsplit=1) for line in here("head", "v1").stdout.splitlines())
    assert (lines["id"], lines["count"], lines["commit"]) == (sample.heads[1], "137 objects", "2")
    assert lines["previous"] == sample.heads[0]
    assert lines["signer"] == f"alice ({sample.alice.public.hex()})"
    assert (lines["names"], lines["verified"]) == ("v1", "yes")
    assert lines["time"].startswith("2026-01-03T00:00:00Z (")
    first = json.loads(here("head", sample.heads[0][:9], "--format", "json").stdout)["steme.head/v1"]
    assert (first["previous"], first["names"], first["verified"], len(first["signature"])) == (None, [], True, 128)
    assert here("head", "2020-01-01").status == 3


def test_a_head_that_does_not_hold(own_sample: Sample, steme: Program) -> None:
    log = own_sample.path / ".steme/log/active.seg"
    data = bytearray(log.read_bytes())
    data[-1] ^= 1
    log.write_bytes(data)
    done = steme("head", "--format", "json", cwd=own_sample.path, env=own_sample.env)
    assert (done.status, json.loads(done.stdout)["steme.head/v1"]["verified"]) == (6, False)
    assert "does not hold (the signature of head" in done.stderr


def test_outside_of_a_repository(steme: Program, tmp_path: Path) -> None:
    assert {steme(command).status for command in ("tag", "refs", "head")} == {4}
