from __future__ import annotations

import json
import os
import subprocess
import sys
import termios
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

import steme_cli
from steme.keys import load
from steme_cli.app import app

Run = Callable[..., Result]

AT_TERMINAL = """\
import fcntl, runpy, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
runpy.run_module("steme_cli", run_name="__main__")
"""
"""Runs ``steme`` with its stdin as the terminal of its session."""

BOB = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"
"""A public key: RFC 8032, section 7.1, test 1."""


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of keys of a user who has none yet."""
    monkeypatch.setenv("STEME_CONFIG_HOME", str(tmp_path / "home"))
    for name in ("STEME_KEY", "STEME_PASSPHRASE", "STEME_PASSPHRASE_FILE", "STEME_DIR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PYTHONPATH", str(Path(steme_cli.__file__).parents[1]))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("steme.keys.encryption.OPERATIONS", 1)
    monkeypatch.setattr("steme.keys.encryption.MEMORY", 8192)
    return tmp_path / "home" / "keys"


@pytest.fixture
def key(home: Path) -> Run:
    """Run ``steme key ...`` in this process."""

    def run(*words: str, input: str | None = None) -> Result:
        return CliRunner().invoke(app, ["key", *words], input=input)

    return run


def typed(home: Path, words: Sequence[str], answers: str) -> tuple[int, str]:
    """Run ``steme key ...`` at a terminal of its own where ``answers`` are typed; its exit status and all it showed."""
    ours, theirs = os.openpty()
    mute = termios.tcgetattr(theirs)
    mute[3] &= ~termios.ECHO
    termios.tcsetattr(theirs, termios.TCSANOW, mute)

    command = [sys.executable, "-c", AT_TERMINAL, "key", *words]
    process = subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True)
    os.close(theirs)
    shown = b""
    for answer in answers.splitlines(keepends=True):
        shown += _until_asked(ours)
        os.write(ours, answer.encode())
    shown += _until_closed(ours)
    os.close(ours)
    return process.wait(10), shown.decode()


def _until_asked(terminal: int) -> bytes:
    shown = b""
    while not shown.endswith((b": ", b"] ")):
        shown += os.read(terminal, 1000)
    return shown


def _until_closed(terminal: int) -> bytes:
    shown = b""
    while True:
        try:
            more = os.read(terminal, 1000)
        except OSError:
            return shown
        if not more:
            return shown
        shown += more


def test_new_prints_the_public_key_and_nothing_else(key: Run, home: Path) -> None:
    result = key("new", "alice")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == load("alice").public.hex() + "\n"
    assert (home / "alice.key").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("name", ["../alice", "a b", ".alice", "x" * 65])
def test_new_refuses_a_name_that_is_no_label(key: Run, home: Path, name: str) -> None:
    result = key("new", name)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "cannot name a key" in result.stderr
    assert not home.exists()


def test_new_never_replaces_a_key(key: Run, home: Path) -> None:
    key("new", "alice")
    before = (home / "alice.key").read_bytes()
    result = key("new", "alice")
    assert (result.exit_code, result.stdout) == (5, "")
    assert result.stderr == "steme: there is another key called alice; choose another name\n"
    assert (home / "alice.key").read_bytes() == before


def test_new_with_a_passphrase_from_the_environment(key: Run, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STEME_PASSPHRASE", "correct horse")
    assert key("new", "alice", "--passphrase").exit_code == 0
    assert b"\nkdf argon2id\n" in (home / "alice.key").read_bytes()
    assert load("alice").label == "alice"


def test_list(key: Run, home: Path, tmp_path: Path) -> None:
    assert key("list").stdout == ""
    alice = key("new", "alice").stdout.strip()
    (tmp_path / "bob.pub").write_text(key("export", "alice").stdout.replace(alice, BOB))
    key("import", "bob.pub", "--name", "bob")
    document = json.loads(key("list", "--format", "json").stdout)
    rows = document["steme.key.list/v1"]
    assert [(row["name"], row["kind"]) for row in rows] == [("alice", "secret"), ("bob", "public")]
    assert rows[0]["public_key"] == alice
    assert key("list").stdout.splitlines()[1].split()[0::3] == ["alice", alice]


def test_list_says_what_cannot_be_used(key: Run, home: Path) -> None:
    key("new", "alice")
    key("new", "bob")
    (home / "bob.key").chmod(0o644)
    result = key("list")
    assert result.exit_code == 0
    assert "alice" in result.stdout
    assert "bob" not in result.stdout
    assert f"run: chmod 600 {home / 'bob.key'}" in result.stderr


def test_show(key: Run) -> None:
    public = key("new", "alice").stdout.strip()
    for name in ("alice", public[:7]):
        document = json.loads(key("show", name, "--format", "json").stdout)
        facts = document["steme.key/v1"]
        assert (facts["name"], facts["kind"], facts["public_key"]) == ("alice", "secret", public)
    result = key("show", "alise")
    assert (result.exit_code, result.stdout) == (3, "")
    assert result.stderr == "steme: there is no key 'alise'; did you mean alice?\n"


def test_export_of_the_public_key_imports_elsewhere(key: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    public = key("new", "alice").stdout
    exported = key("export", "alice").stdout
    assert exported.startswith("steme public key v1\nlabel alice\n")
    assert "seed" not in exported
    monkeypatch.setenv("STEME_CONFIG_HOME", str(tmp_path / "other"))
    assert key("import", "-", input=exported).stdout == public
    assert json.loads(key("show", "alice", "--format", "json").stdout)["steme.key/v1"]["kind"] == "public"
    assert key("export", "alice").stdout == exported
    refused = key("export", "alice", "--secret", "--yes")
    assert (refused.exit_code, refused.stdout) == (3, "")


def test_export_of_the_secret_has_to_be_meant(key: Run, home: Path) -> None:
    key("new", "alice")
    result = key("export", "alice", "--secret")
    assert (result.exit_code, result.stdout) == (5, "")
    assert "add --yes" in result.stderr
    assert key("export", "alice", "--secret", "--yes").stdout == (home / "alice.key").read_text()


def test_export_into_a_new_private_file(key: Run, home: Path, tmp_path: Path) -> None:
    key("new", "alice")
    result = key("export", "alice", "--secret", "--yes", "--output", "backup.key")
    assert (result.exit_code, result.stdout) == (0, "")
    assert (tmp_path / "backup.key").read_bytes() == (home / "alice.key").read_bytes()
    assert (tmp_path / "backup.key").stat().st_mode & 0o777 == 0o600
    again = key("export", "alice", "--output", "backup.key")
    assert again.exit_code == 5
    assert "exists already" in again.stderr


def test_import_of_a_secret_under_another_name(key: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    public = key("new", "alice").stdout
    key("export", "alice", "--secret", "--yes", "--output", "backup.key")
    monkeypatch.setenv("STEME_CONFIG_HOME", str(tmp_path / "other"))
    assert key("import", "backup.key", "--name", "work").stdout == public
    assert load("work").public.hex() + "\n" == public


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        ("import missing.key", 3, "there is no file 'missing.key'"),
        ("import .", 9, "cannot read '.'"),
        ("import -", 2, "stdin: is longer than 1024 bytes"),
        ("show /nowhere/alice.key", 3, "there is no key file /nowhere/alice.key"),
        ("export nobody", 3, "there is no key 'nobody'"),
        ("passphrase nobody", 3, "there is no key 'nobody'"),
        ("passphrase a/b", 2, "cannot name a key"),
        ("new", 2, "NAME"),
    ],
)
def test_bad_input_is_one_sentence_and_changes_nothing(
    key: Run, home: Path, words: str, status: int, said: str
) -> None:
    result = key(*words.split(), input="x" * 2000)
    assert (result.exit_code, result.stdout) == (status, "")
    assert result.stderr.count("\n") == 1
    assert said in result.stderr
    assert not home.exists()


def test_nobody_there_to_ask(home: Path, key: Run) -> None:
    key("new", "alice")
    command = [sys.executable, "-m", "steme_cli", "key", "new", "bob", "--passphrase"]
    run = subprocess.run(
        command, stdin=subprocess.DEVNULL, capture_output=True, text=True, start_new_session=True, check=False
    )
    assert (run.returncode, run.stdout) == (5, "")
    assert "STEME_PASSPHRASE_FILE" in run.stderr
    assert os.listdir(home) == ["alice.key"]


def test_passphrases_are_typed_unseen(home: Path, key: Run) -> None:
    key("new", "alice")
    assert typed(home, ["passphrase", "alice"], "one horse\ntwo horses\n")[0] == 2
    assert b"seed" in (home / "alice.key").read_bytes()
    status, shown = typed(home, ["passphrase", "alice"], "correct horse\ncorrect horse\n")
    assert status == 0
    assert "horse" not in shown
    assert b"kdf argon2id" in (home / "alice.key").read_bytes()
    assert typed(home, ["passphrase", "alice", "--remove"], "wrong horse\n")[0] == 5
    assert typed(home, ["passphrase", "alice", "--remove"], "correct horse\n")[0] == 0
    assert b"seed" in (home / "alice.key").read_bytes()


def test_a_secret_is_given_out_after_a_yes(home: Path, key: Run) -> None:
    key("new", "alice")
    status, shown = typed(home, ["export", "alice", "--secret"], "n\n")
    assert status == 5
    assert "seed" not in shown
    status, shown = typed(home, ["export", "alice", "--secret"], "y\n")
    assert status == 0
    assert load("alice").secret[:32].hex() in shown


def test_the_secret_never_shows(key: Run, home: Path, tmp_path: Path) -> None:
    key("new", "alice")
    seed = load("alice").secret[:32]
    content = (home / "alice.key").read_text()
    spoiled = {
        "longer.key": content + seed.hex() + "\n",
        "swapped.key": content.replace("seed ", "sead "),
        "moved.key": content.replace("label alice", f"label {seed.hex()} "),
        "time.key": content.replace("created 2", f"created {seed.hex()} 2"),
        "half.key": content.replace("\npublic ", f"\npublic {seed.hex()} "),
        "headless.key": content.split("seed ")[1],
    }
    for name, text in spoiled.items():
        (home / name).write_text(text)
        (home / name).chmod(0o600)
    shown = [repr(load("alice"))]
    uses = ["list", "list --format json", "show alice", "show alice --format csv", "export alice"]
    uses += [f"import {home}/alice.key", "new alice", "export alice --secret", "passphrase alice"]
    for name in spoiled:
        uses += [f"show {name.removesuffix('.key')}", f"show {home}/{name}", f"import {home}/{name} --name other"]
    for words in uses:
        result = key(*words.split())
        shown += [result.stdout, result.stderr, repr(result.exception)]
    everything = "".join(shown)
    for spelling in (seed.hex(), seed.hex()[:16], seed.hex()[-16:], repr(seed)):
        assert spelling not in everything
    assert everything.count("not a key file") >= 2 * len(spoiled)
