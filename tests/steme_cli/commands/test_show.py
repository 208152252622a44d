from __future__ import annotations

import json
import os
import pty
import subprocess
import sys

import pytest

from repo_format import ids
from steme_cli.render.text import safe
from tests.conftest import Program
from tests.sample import HOSTILE, Sample
from tests.steme_cli.commands.conftest import Here


def test_a_page_has_everything(here: Here, sample: Sample) -> None:
    done = here("show", sample.ids["sealed"])
    assert (done.status, done.stderr) == (0, "")
    title, *lines = done.stdout.splitlines()
    assert title == f"assertion {sample.ids['sealed']}"
    fields = {line[:14].strip(): line[14:] for line in lines if line[2] != " "}
    assert list(fields) == [
        "subject", "predicate", "value", "confidence", "source", "tier", "author", "time", "proof", "seal", "arrived",
        "verified",
    ]  # fmt: skip
    assert fields["value"] == "1000 people"
    assert fields["source"] == sample.ids["factbook"]
    assert f"{' ' * 14}factbook: The World\\u200b Factbook" in lines
    assert fields["tier"] == "0 regulatory"
    assert fields["author"] == f"alice ({sample.alice.public.hex()})"
    assert fields["time"].startswith("2026-01-01T00:05:00Z (")
    assert fields["proof"] == "sealed at 2026-01-01T02:18:00Z by alice, number 1 of 100"
    assert fields["arrived"].startswith("as number 5 in commit 2, 2026-01-03T00:00:00Z (")
    assert fields["verified"] == "yes"


def test_what_was_said_about_it(here: Here, sample: Sample) -> None:
    *_, title, parent, vote, outcome, stage, supersession = here("show", sample.ids["dosage"]).stdout.splitlines()
    assert title == "  said about it:"
    assert vote == f"    {sample.ids['vote'][:12]}  2026-01-01 03:27  bob: vote -0.5"
    assert parent.endswith("bob: a claim that builds on it")
    assert outcome.endswith("bob: turned out wrong")
    assert stage.endswith("bob: now deprecated")
    assert supersession.endswith(f"bob: replaced by {sample.ids['other dosage'][:12]}")


def test_several_objects_of_all_kinds(here: Here, sample: Sample) -> None:
    names = [name for name in sample.ids if "dosage" not in name]
    done = here("show", *(sample.ids[name][:10] for name in names))
    assert done.status == 0
    pages = done.stdout.split("\n\n")
    assert [page.split()[1] for page in pages] == [sample.ids[name] for name in names]
    assert all("\n  verified" in page and page.rstrip().count("yes") for page in pages)


def test_json_holds_everything(here: Here, sample: Sample) -> None:
    done = here("show", sample.ids["dosage"], sample.ids["vote"], "--format", "json")
    dosage, vote = json.loads(done.stdout)["steme.show/v1"]
    assert (dosage["id"], dosage["seq"], dosage["commit"], dosage["verified"]) == (sample.ids["dosage"], 133, 2, True)
    assert dosage["payload"]["meta"] == {"lot": "B-17", "page": 42}
    assert (dosage["proof"]["type"], dosage["proof"]["position"], dosage["proof"]["objects"]) == ("seal", 28, 33)
    assert [one["relation"] for one in dosage["statements"]][1:3] == ["vote", "outcome"]
    assert (vote["proof"]["type"], vote["author_label"], vote["summary"]) == (
        "signature",
        "bob",
        f"vote -0.5 on {sample.ids['dosage'][:12]}: Too much.",
    )
    assert len(here("show", sample.ids["vote"], "--format", "csv").stdout.splitlines()) == 2


def test_raw_is_the_payload_and_nothing_else(here: Here, sample: Sample) -> None:
    for name in ("hostile", "vote"):
        done = here("show", sample.ids[name], "--raw")
        assert (done.status, done.stderr) == (0, "")
        assert ids.object_id(done.stdout.encode()).hex() == sample.ids[name]


def test_what_a_claim_says_reaches_no_terminal_and_no_pipe_as_it_is(here: Here, sample: Sample) -> None:
    for words in ((), ("--color", "always"), ("--format", "table"), ("--format", "json"), ("--format", "csv")):
        shown = here("show", sample.ids["hostile"], *words).stdout.replace("\x1b[1m", "").replace("\x1b[0m", "")
        assert HOSTILE.split(",")[0].split("\n")[0] in shown
        assert "\u200b" not in shown
        assert "\u200f" not in shown
        assert safe(shown, keep="\n\r\t") == shown


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (["0000000"], 3, "no object here has an id that begins with 0000000"),
        (["123456"], 2, "at least 7 hex digits"),
        (["--raw", "{vote}", "{dosage}"], 2, "--raw"),
        (["--raw", "{vote}", "--format", "json"], 2, "without --format"),
        ([], 2, "missing argument 'ID...'"),
    ],
)
def test_mistakes(here: Here, sample: Sample, words: list[str], status: int, said: str) -> None:
    done = here("show", *(word.format(**sample.ids) for word in words))
    assert (done.status, done.stdout) == (status, "")
    assert said in done.stderr.lower().replace("id...", "ID...")
    assert len(done.stderr.splitlines()) == 1


def test_damage_is_said_and_has_its_status(own_sample: Sample, steme: Program) -> None:
    log = own_sample.path / ".steme/log/active.seg"
    log.write_bytes(log.read_bytes().replace(b"Too much.", b"Too mush."))
    vote, sound = own_sample.ids["vote"], own_sample.ids["dosage"]
    done = steme("show", vote, sound, cwd=own_sample.path, env=own_sample.env)
    assert done.status == 6
    assert f"vote {vote}" in done.stdout
    assert "verified  no: object" in done.stdout
    assert "verified    yes" in done.stdout
    assert done.stderr.startswith(f"steme: object {vote[:12]} does not hold (")
    done = steme("show", vote, "--format", "json", cwd=own_sample.path, env=own_sample.env)
    assert (done.status, json.loads(done.stdout)["steme.show/v1"][0]["verified"]) == (6, False)
    done = steme("show", vote, "--raw", cwd=own_sample.path, env=own_sample.env)
    assert (done.status, done.stdout) == (6, "")


def at_terminal(sample: Sample, *words: str) -> tuple[int, str]:
    """Run `steme` with a terminal as its stdout; its exit status and what that was sent, stderr included."""
    controller, terminal = pty.openpty()
    env = {**os.environ, **sample.env, "TERM": "xterm", "PAGER": "cat"}
    command = [sys.executable, "-m", "steme_cli", *words]
    process = subprocess.Popen(command, cwd=sample.path, env=env, stdout=terminal, stderr=terminal)
    os.close(terminal)
    seen = b""
    try:
        while piece := os.read(controller, 4096):
            seen += piece
    except OSError:
        pass
    os.close(controller)
    return process.wait(), seen.decode().replace("\r\n", "\n")


def test_at_a_terminal(sample: Sample) -> None:
    hostile, vote = sample.ids["hostile"], sample.ids["vote"]
    status, seen = at_terminal(sample, "show", hostile, "--raw")
    assert status == 5
    assert "use a pipe or --force" in seen
    assert "nothing seen" not in seen
    status, seen = at_terminal(sample, "show", hostile, "--raw", "--force")
    assert (status, "\u200bnothing seen" in seen) == (0, True)
    assert at_terminal(sample, "show", vote, "--raw")[0] == 0
    status, seen = at_terminal(sample, "show", hostile)
    assert (status, seen.startswith(f"\x1b[1massertion {hostile}\x1b[0m\n")) == (0, True)
    status, seen = at_terminal(sample, "log", "-n", "1")
    assert (status, seen.startswith(f"\x1b[33m{sample.ids['claim'][:12]}\x1b[0m  ")) == (0, True)


def test_outside_of_a_repository(steme: Program) -> None:
    assert steme("show", "0000000").status == 4


@pytest.mark.parametrize("command", ["show", "trace"])
@pytest.mark.parametrize(
    ("word", "way"),
    [("v1", "`steme head 'v1'`"), ("main", "`steme head 'main'`"), ("factbook", "`steme source show 'factbook'`")],
)
def test_what_is_no_object_is_said_with_the_command_that_shows_it(
    here: Here, command: str, word: str, way: str
) -> None:
    done = here(command, word)
    assert (done.status, done.stdout) == (3, "")
    assert way in done.stderr


def test_a_head_by_its_id(here: Here, sample: Sample) -> None:
    done = here("show", sample.heads[1])
    assert (done.status, done.stdout) == (3, "")
    assert "is a head and no object" in done.stderr
    assert "steme epoch show" in here("show", "census-2025").stderr
