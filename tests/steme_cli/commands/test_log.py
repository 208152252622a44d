from __future__ import annotations

import csv
import io
import json
import os
import signal
import subprocess
import sys
import time
from typing import IO

import pytest

from steme_cli.render.text import safe
from tests.conftest import Program
from tests.sample import Sample
from tests.steme_cli.commands.conftest import Here


def test_a_line_for_each_newest_first(here: Here, sample: Sample) -> None:
    done = here("log")
    lines = done.stdout.splitlines()
    assert (done.status, done.stderr, len(lines)) == (0, "", 213)
    vote = next(line for line in lines if line.startswith(sample.ids["vote"][:12]))
    assert vote.split(maxsplit=4) == [
        sample.ids["vote"][:12], "2026-01-01", "03:27", "bob", f"vote -0.5 on {sample.ids['dosage'][:12]}: Too much.",
    ]  # fmt: skip
    assert lines[-5].endswith("alice         country/as population = 1000 people")
    assert lines[-1].endswith("alice         source factbook, 2025: The World\\u200b Factbook")
    assert max(map(len, lines)) < 220
    assert here("log", "--reverse", "-n", "2").stdout.splitlines() == lines[:-3:-1]


def test_filters(here: Here, sample: Sample) -> None:
    def found(*words: str) -> list[str]:
        return [json.loads(line)["id"] for line in here("log", *words, "--format", "jsonl").stdout.splitlines()]

    ids = sample.ids
    assert found("--author", "bob", "--predicate", "dosage", "--kind", "assertion") == [ids["other dosage"]]
    assert found("--source", "survey", "-n", "1") == [ids["source_status"]]
    assert found("--subject", "drug/*", "--since", "2026-01-01T02:13", "--until", "2026-01-01T02:14:59") == [
        ids["hostile"],
        ids["dosage"],
    ]
    assert found("--kind", "epoch", "--author", sample.alice.public.hex()[:9]) == [ids["epoch"]]
    assert found("--subject", "nothing/**") == []


def test_formats(here: Here, sample: Sample) -> None:
    words = ("log", "--subject", "drug/aspirin", "--kind", "assertion", "--format")
    entries = json.loads(here(*words, "json").stdout)["steme.log/v1"]
    assert [entry["id"] for entry in entries][-1] == sample.ids["dosage"]
    assert entries[-1]["payload"]["value"] == 81
    rows = list(csv.DictReader(io.StringIO(here(*words, "csv").stdout)))
    assert [row["id"] for row in rows] == [entry["id"] for entry in entries]
    assert next(row["value"] for row in rows if row["predicate"] == "formula") == "'=1+1"
    table = here(*words, "table").stdout
    assert table.splitlines()[0].split()[:4] == ["ID", "SEQ", "TIME", "AUTHOR"]
    assert safe(table, keep="\n") == table


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (["--author", "carol"], 3, "no author here is called 'carol'"),
        (["--source", "gazette"], 3, "there is no source 'gazette'"),
        (["--kind", "rumour"], 2, "'rumour' is not a kind of object"),
        (["--since", "someday"], 2, "--since: 'someday' is not a time"),
        (["-n", "-1"], 2, "-1 is less than 0"),
        (["--follow", "--format", "json"], 2, "--follow: has no end"),
        (["--follow", "--reverse"], 2, "--follow: has no end"),
        (["--follow", "--known-at", "v1"], 2, "--follow: waits for what is to come"),
        (["--known-at", "nothing"], 3, "no tag, ref or head 'nothing'"),
        (["--as-of", "someday"], 2, "--as-of: 'someday' is not a time"),
    ],
)
def test_mistakes(here: Here, words: list[str], status: int, said: str) -> None:
    done = here("log", *words)
    assert (done.status, done.stdout) == (status, "")
    assert said in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_another_time(here: Here, sample: Sample) -> None:
    def ids(*words: str) -> list[str]:
        return [json.loads(line)["id"] for line in here("log", "--format", "jsonl", *words).stdout.splitlines()]

    everything = ids("--reverse")
    assert ids("--reverse", "--known-at", "seq:7") == everything[:7]
    assert ids("--known-at", "v1") == everything[: len(ids("--known-at", "v1"))][::-1]
    assert 7 < len(ids("--known-at", "v1")) < len(everything)
    moment = "2026-01-01T00:20:00Z"
    assert ids("--as-of", moment) == ids("--until", moment) != []
    assert ids("--as-of", moment, "--until", "2026-01-01T00:10:00Z") == ids("--until", "2026-01-01T00:10:00Z")
    assert ids("--as-of", moment, "--known-at", "seq:2", "-n", "1") == [everything[1]]


def test_damage(own_sample: Sample, steme: Program) -> None:
    log = own_sample.path / ".steme/log/active.seg"
    log.write_bytes(log.read_bytes().replace(b"Too much.", b"Too mush."))
    done = steme("log", cwd=own_sample.path, env=own_sample.env)
    assert done.status == 6
    assert "does not have the bytes that its id names; run `steme fsck`" in done.stderr


def test_a_reader_that_goes_away(sample: Sample) -> None:
    command = f"{sys.executable} -m steme_cli log | head -1"
    done = subprocess.run(
        ["bash", "-c", command + "; exit ${PIPESTATUS[0]}"],
        cwd=sample.path, env={**os.environ, **sample.env}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode in (0, 141), done.stderr, len(done.stdout.splitlines())) == (True, "", 1)


class Following:
    """A `steme log --follow` that runs."""

    def __init__(self, sample: Sample, *words: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "steme_cli", "log", "--follow", *words],
            cwd=sample.path, env={**os.environ, **sample.env},
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip

    @property
    def stdout(self) -> IO[str]:
        assert self.process.stdout is not None
        return self.process.stdout

    def interrupted(self) -> tuple[int, str, str]:
        self.process.send_signal(signal.SIGINT)
        rest, errors = self.process.communicate(timeout=20)
        return self.process.returncode, rest, errors


def test_following(own_sample: Sample, steme: Program) -> None:
    shown = Following(own_sample, "-n", "2")
    assert shown.stdout.readline().startswith(own_sample.ids["acknowledgement"][:12])
    assert shown.stdout.readline().startswith(own_sample.ids["claim"][:12])
    for value in (1, 2):
        done = steme("assert", "drug/new", "dosage", str(value), cwd=own_sample.path, env=own_sample.env)
        started = time.monotonic()
        assert shown.stdout.readline().startswith(done.stdout[:12])
        assert time.monotonic() - started < 5
    assert shown.interrupted() == (130, "", "")


@pytest.mark.parametrize("format", ["jsonl", "csv"])
def test_following_for_programs(own_sample: Sample, steme: Program, format: str) -> None:
    shown = Following(own_sample, "-n", "1", "--format", format, "--author", "alice", "--kind", "assertion")
    if format == "csv":
        assert shown.stdout.readline().startswith("id,seq,time,")
    assert own_sample.ids["leaflet"] in shown.stdout.readline()
    steme("assert", "drug/new", "dosage", "1", "--key", "bob", cwd=own_sample.path, env=own_sample.env)
    done = steme("assert", "drug/new", "dosage", "2", cwd=own_sample.path, env=own_sample.env)
    assert done.stdout.strip() in shown.stdout.readline()
    assert shown.interrupted() == (130, "", "")


def test_following_ends_when_nobody_reads_any_more_though_nothing_comes(own_sample: Sample) -> None:
    shown = Following(own_sample, "-n", "1")
    assert shown.stdout.readline()
    shown.stdout.close()
    assert shown.process.wait(timeout=10) == 141
    assert shown.process.stderr is not None
    assert shown.process.stderr.read() == ""
    shown.process.stderr.close()
