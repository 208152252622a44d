import errno
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from repo_format.errors import Busy, InvalidInput, NotFound
from steme_cli import output
from steme_cli.boundary import guarded
from tests.conftest import Program


def raising(error: BaseException) -> Callable[[], int]:
    def action() -> int:
        output.write("some rows\n")
        raise error

    return action


@pytest.mark.parametrize(
    ("error", "status", "sentence"),
    [
        (NotFound("no object starts with abc"), 3, "steme: no object starts with abc\n"),
        (InvalidInput("subject", "is empty"), 2, "steme: subject: is empty\n"),
        (Busy("the repository is locked"), 7, "steme: the repository is locked\n"),
        (KeyboardInterrupt(), 130, "steme: interrupted\n"),
        (FileNotFoundError(errno.ENOENT, "No such file", "a.csv"), 3, "steme: a.csv: no such file\n"),
        (PermissionError(errno.EACCES, "Permission denied", "a.csv"), 5, "steme: a.csv: permission denied\n"),
        (OSError(errno.ENOSPC, "No space left", "a.csv"), 9, "steme: a.csv: no space left\n"),
        (OSError(errno.EIO, "Input/output error"), 9, "steme: could not read or write: input/output error\n"),
    ],
)
def test_an_error_is_one_sentence_and_a_status(
    error: BaseException, status: int, sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert guarded("steme", raising(error)) == status
    written = capsys.readouterr()
    assert written.err == sentence
    assert written.out == "some rows\n"


def test_escapes_in_a_message_are_harmless(capsys: pytest.CaptureFixture[str]) -> None:
    guarded("steme", raising(NotFound("no \x1b[31mred\x1b[0m \u202eobject\nhere")))
    assert capsys.readouterr().err == "steme: no \\x1b[31mred\\x1b[0m \\u202eobject\\nhere\n"


def test_a_mistake_in_steme_shows_no_traceback(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("STEME_DEBUG", raising=False)
    assert guarded("steme", raising(ZeroDivisionError("division by zero"))) == 70
    message = capsys.readouterr().err
    assert message.startswith("steme: internal error (ZeroDivisionError)")
    assert message.count("\n") == 1


def test_a_mistake_in_steme_shows_its_traceback_when_asked(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STEME_DEBUG", "1")
    assert guarded("steme", raising(ZeroDivisionError("division by zero"))) == 70
    assert "Traceback" in capsys.readouterr().err


@pytest.mark.parametrize(("code", "status"), [(0, 0), (1, 1), (None, 0), ("words", 70)])
def test_system_exit_is_honoured(code: int | str | None, status: int) -> None:
    assert guarded("steme", raising(SystemExit(code))) == status


ROWS = """
import sys
from steme_cli import output
from steme_cli.boundary import guarded
sys.exit(guarded("steme", lambda: output.write("row " * {}) or 0))
"""


def process(rows: int, stdout: int, *options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, *options, "-c", ROWS.format(rows)]
    return subprocess.run(command, stdout=stdout, stderr=subprocess.PIPE, text=True, check=False)


@pytest.mark.parametrize("options", [[], ["-u"]])
@pytest.mark.parametrize("rows", [1, 100_000])
def test_a_full_disk_behind_stdout_is_one_sentence(rows: int, options: list[str]) -> None:
    with Path("/dev/full").open("w") as full:
        done = process(rows, full.fileno(), *options)
    assert done.stderr == "steme: the output could not be written: no space left on device\n"
    assert done.returncode == 9


@pytest.mark.parametrize("rows", [1, 100_000])
def test_a_reader_that_went_away_is_no_news(rows: int) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    try:
        done = process(rows, writing)
    finally:
        os.close(writing)
    assert (done.returncode, done.stderr) == (141, "")


def test_an_argument_that_is_not_utf_8_is_one_sentence(steme: Program) -> None:
    for words in (("query", "\udcff", "p"), ("source", "show", "\udcff"), ("nothing", "\udcff")):
        done = steme(*words)
        assert (done.status, len(done.stderr.splitlines())) == (2, 1)
        assert "not UTF-8" in done.stderr


@pytest.mark.parametrize(("closed", "status"), [(">&-", 0), ("<&-", 0), ("2>&-", 0), (">&- 2>&- <&-", 0)])
def test_a_stream_that_came_closed_is_as_good_as_dev_null(closed: str, status: int, tmp_path: Path) -> None:
    done = subprocess.run(
        ["sh", "-c", f"exec {sys.executable} -m steme_cli version {closed}"],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        check=False,
    )
    assert (done.returncode, done.stderr) == (status, "")


def test_a_claim_whose_id_cannot_be_said_is_told_to_be_recorded(steme: Program, tmp_path: Path) -> None:
    steme("init")
    steme("key", "new", "tester")
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "steme_cli", "assert", "s", "p", "9"],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            cwd=tmp_path,
            check=False,
        )
    assert (done.returncode, "is recorded as" in done.stderr) == (9, True)
    assert steme("query", "s", "p", "--value").stdout == "9\n"
