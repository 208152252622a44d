from __future__ import annotations

import json
from pathlib import Path

from tests.conftest import Program
from tests.sample import Sample
from tests.steme_cli.commands.conftest import Here


def test_sentences(here: Here, sample: Sample) -> None:
    done = here("status")
    assert (done.status, done.stderr) == (0, "")
    place, head, last, key, sizes = done.stdout.splitlines()
    assert place == f"Repository {sample.path}"
    assert head == f"On head {sample.heads[-1][:12]}: 213 objects in 5 commits."
    assert last.startswith("Last commit 2026-01-06T00:00:00Z (")
    assert last.endswith(") by bob.")
    assert key == f"You sign as alice, key {sample.alice.public.hex()[:12]}."
    assert sizes.startswith("The index is up to date; log ")
    assert sizes.endswith(" KiB.")


def test_for_programs(here: Here, sample: Sample) -> None:
    found = json.loads(here("status", "--format", "json").stdout)["steme.status/v1"]
    assert (found["objects"], found["commits"], found["head"]) == (213, 5, sample.heads[-1])
    assert (found["key_label"], found["signer_label"], found["index"]) == ("alice", "bob", "up to date")
    assert (found["lost_bytes"], found["notes"], found["path"]) == (0, [], str(sample.path))
    assert len(here("status", "--format", "csv").stdout.splitlines()) == 2


def test_a_new_repository_and_no_key(steme: Program, tmp_path: Path) -> None:
    steme("init")
    place, nothing, key, _ = steme("status").stdout.splitlines()
    assert place == f"Repository {tmp_path}"
    assert nothing == "Nothing was committed yet."
    assert key == "No key to sign with: there is none yet; make one with `steme key new NAME`."
    assert json.loads(steme("status", "--format", "json").stdout)["steme.status/v1"]["head"] is None


def test_what_is_unusual_is_noted(own_sample: Sample, steme: Program) -> None:
    with (own_sample.path / ".steme/log/active.seg").open("ab") as log:
        log.write(b"unfinished")
    done = steme("status", cwd=own_sample.path, env=own_sample.env)
    assert done.status == 0
    assert "Note: a crash left 10 bytes of an unfinished commit, kept in .steme/lost.\n" in done.stdout


def test_outside_of_a_repository(steme: Program) -> None:
    done = steme("status")
    assert (done.status, done.stdout, len(done.stderr.splitlines())) == (4, "", 1)
