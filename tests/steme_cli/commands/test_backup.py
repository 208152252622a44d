"""`steme backup`, `restore` and `archive`, as processes."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from steme.backup.manifest import MANIFEST
from tests.conftest import Finished, Program
from tests.sample import Sample


@pytest.fixture
def run(own_sample: Sample, steme: Program):  # type: ignore[no-untyped-def]
    """Run `steme` in a repository of its own."""
    return lambda *words, **more: steme(*words, cwd=own_sample.path, env=own_sample.env, **more)


def document(done: Finished, kind: str) -> dict[str, object]:
    assert done.status == 0, done.stderr
    found: dict[str, object] = json.loads(done.stdout)[f"{kind}/v1"]
    return found


def root(run: object, *words: str) -> object:
    return document(run("head", *words, "--format", "json"), "steme.head")["root"]  # type: ignore[operator]


def test_backup_verify_restore(run, tmp_path: Path, own_sample: Sample) -> None:  # type: ignore[no-untyped-def]
    first = document(run("backup", "../copy", "--format", "json"), "steme.backup")
    assert (first["commits"], first["new_commits"], first["first"]) == (5, 5, True)
    run("assert", "new/thing", "is", "5")
    shown = run("backup", "../copy")
    assert "6, 1 of them new" in shown.stdout
    assert "what was new was copied" in shown.stdout
    assert "nothing was new" in run("backup", "../copy").stdout
    verified = document(run("backup", "verify", "../copy", "--format", "json"), "steme.backup-verify")
    assert (verified["verified"], verified["root"]) == (True, root(run))
    made = run("restore", "../copy", "../again", "--format", "json")
    assert document(made, "steme.restore")["root"] == root(run)
    assert "only one of the two" in made.stderr
    assert root(run, "-C", "../again") == root(run)
    assert run("-C", "../again", "fsck").status == 0


def test_earlier_states_are_listed_and_restored(run, own_sample: Sample) -> None:  # type: ignore[no-untyped-def]
    run("backup", "../copy")
    table = run("backup", "list", "../copy").stdout.splitlines()
    assert table[0].split() == ["COMMIT", "RECEIVED", "OBJECTS", "NEW", "HEAD", "NAMES"]
    assert [line.split()[0] for line in table[1:]] == ["5", "4", "3", "2", "1"]
    assert table[4].split()[-1] == "v1"
    points = json.loads(run("backup", "list", "../copy", "--format", "json").stdout)["steme.backup-list/v1"]
    assert [point["head"] for point in points] == own_sample.heads[::-1]
    dry = document(run("restore", "../copy", "../v1", "--to", "v1", "--dry-run", "--format", "json"), "steme.restore")
    assert (dry["commit"], dry["dry_run"], dry["left_out"]) == (2, True, 3)
    assert not (own_sample.path.parent / "v1").exists()
    run("restore", "../copy", "../v1", "--to", "v1")
    assert root(run, "-C", "../v1") == points[3]["root"] == root(run, "v1")


def test_words_that_are_wrong(run) -> None:  # type: ignore[no-untyped-def]
    run("backup", "../copy")
    for status, words in (
        (2, ("backup",)),
        (2, ("backup", "a", "b")),
        (2, ("backup", "ftp://host/x")),
        (2, ("backup", "s3://")),
        (2, ("backup", "verify", "../copy", "--no-audit")),
        (2, ("backup", "../copy", "--scratch", "/tmp")),
        (2, ("archive", "../copy", "--interval", "5s")),
        (2, ("archive", "../copy", "--follow", "--interval", "soon")),
        (2, ("restore", "../copy", "../x", "--to", "2026")),
        (3, ("restore", "../copy", "../x", "--to", "never-was")),
        (3, ("restore", "../nothing", "../x")),
        (3, ("backup", "list", ".")),
        (4, ("-C", "/", "backup", "/tmp/never")),
        (5, ("backup", ".steme/copy")),
        (5, ("restore", "../copy", ".")),
        (5, ("backup", "..")),
    ):
        done = run(*words)
        assert (done.status, done.stdout) == (status, ""), (words, done.stderr)
        assert done.stderr.startswith("steme: ")


def test_a_damaged_backup_is_named(run, own_sample: Sample) -> None:  # type: ignore[no-untyped-def]
    run("backup", "../copy")
    file = own_sample.path.parent / "copy/log/00000001.seg"
    data = bytearray(file.read_bytes())
    data[900] ^= 4
    file.write_bytes(data)
    for words in (("backup", "verify", "../copy"), ("restore", "../copy", "../x"), ("backup", "list", "../copy")):
        done = run(*words)
        assert done.status == 6
        assert "the backup in" in done.stderr
    assert not (own_sample.path.parent / "x/.steme").exists()


def test_an_archive_follows_until_it_is_told_to_end(run, own_sample: Sample) -> None:  # type: ignore[no-untyped-def]
    words = ["archive", "../archive", "--follow", "--interval", "0.1s", "--format", "jsonl"]
    environment = {**os.environ, **own_sample.env}
    with subprocess.Popen(
        [sys.executable, "-m", "steme_cli", *words], cwd=own_sample.path, env=environment, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        first = json.loads(process.stdout.readline())
        run("assert", "new/thing", "is", "5")
        second = json.loads(process.stdout.readline())
        assert run("backup", "../archive").status == 7
        run("assert", "new/thing", "is", "6")
        process.send_signal(signal.SIGTERM)
        rest = [json.loads(line) for line in process.stdout]
        assert process.wait(30) == 0
    assert (first["new_commits"], first["lag"]) == (5, None)
    assert second["new_commits"] == 1
    assert 0 <= second["lag"] < 30
    assert [one["commits"] for one in rest] == [7]
    assert document(run("backup", "verify", "../archive", "--format", "json"), "steme.backup-verify")["root"] == root(
        run
    )


def test_ctrl_c_ends_an_archive_too(own_sample: Sample) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "steme_cli", "archive", "../archive", "--follow"],
        cwd=own_sample.path,
        env={**os.environ, **own_sample.env},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert b"5 new commits" in process.stdout.readline()
        process.send_signal(signal.SIGINT)
        assert process.wait(30) == 130
        assert process.stderr is not None
        assert process.stderr.read() == b""


def test_a_store_that_is_away_is_waited_for_and_said_at_the_end(own_sample: Sample) -> None:
    away = {"AWS_ENDPOINT_URL": "http://127.0.0.1:1", "AWS_ACCESS_KEY_ID": "x", "AWS_SECRET_ACCESS_KEY": "xyzzy"}
    words = ["archive", "s3://truth/x", "--follow", "--interval", "0.1s"]
    with subprocess.Popen(
        [sys.executable, "-m", "steme_cli", *words],
        cwd=own_sample.path,
        env={**os.environ, **own_sample.env, **away},
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stderr is not None
        line = process.stderr.readline()
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 8
        assert b"s3://truth/x: error sending request; trying again" in line
        assert b"xyzzy" not in line + process.stderr.read()


def test_a_backup_that_is_killed_leaves_the_one_before_it(run, own_sample: Sample) -> None:  # type: ignore[no-untyped-def]
    run("backup", "../copy")
    manifest = own_sample.path.parent / "copy" / MANIFEST
    before = json.loads(manifest.read_bytes())["manifest"]["segments"][-1]["commits"]
    for delay in (0.05, 0.12, 0.16, 0.2):
        run("assert", "new/thing", "is", str(delay))
        command = [sys.executable, "-m", "steme_cli", "backup", "../copy"]
        with subprocess.Popen(command, cwd=own_sample.path, stdout=subprocess.DEVNULL) as process:
            time.sleep(delay)
            process.kill()
        after = json.loads(manifest.read_bytes())["manifest"]["segments"][-1]["commits"]
        assert after >= before
        assert run("backup", "verify", "../copy").status == 0
    assert document(run("backup", "../copy", "--format", "json"), "steme.backup")["commits"] == 9
