"""What a person at a terminal sees: run under a pseudo-terminal, since pipes behave differently on purpose."""

import os
import pty
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

ROWS = """
from steme_cli import invocation, main
from steme_cli.boundary import guarded
from steme_cli.render.column import Column
from steme_cli.render.rows import rows
import sys
for name in sys.argv[1:]:
    invocation.apply(name, True)
sys.exit(guarded("steme", lambda: rows("steme.x", [Column("subject"), Column("n", right=True)],
    [{"subject": "a\\x1b[5mb [bold]c[/bold] :smile:", "n": n} for n in range(40)]) and 0))
"""
BAR = """
from steme_cli.progress import progress
from steme_cli import invocation
import sys
for name in sys.argv[1:]:
    invocation.apply(name, True)
with progress("importing", 10) as advance:
    for _ in range(10):
        advance(1)
print("done")
"""


def at_terminal(code: str, *words: str, env: Mapping[str, str] | None = None) -> str:
    """Run Python code with a terminal as its stdin, stdout and stderr; returns what the terminal was sent."""
    controller, terminal = pty.openpty()
    surroundings = {**os.environ, "TERM": "xterm", "COLUMNS": "80", "LINES": "24", **(env or {})}
    command = [sys.executable, "-c", code, *words]
    process = subprocess.Popen(command, stdin=terminal, stdout=terminal, stderr=terminal, env=surroundings)
    os.close(terminal)
    seen = b""
    try:
        while piece := os.read(controller, 4096):
            seen += piece
    except OSError:
        pass
    os.close(controller)
    assert process.wait() == 0
    return seen.decode()


@pytest.fixture
def pager(tmp_path: Path) -> Path:
    """A pager that keeps what it is given in a file beside it."""
    script = tmp_path / "pager"
    script.write_text(f'#!/bin/sh\ncat > "{tmp_path}/paged"\necho "LESS=$LESS" >> "{tmp_path}/paged"\n')
    script.chmod(0o755)
    return script


def test_rows_go_through_the_pager(pager: Path, tmp_path: Path) -> None:
    seen = at_terminal(ROWS, env={"STEME_PAGER": str(pager)})
    paged = (tmp_path / "paged").read_text()
    assert seen == ""
    assert "\x1b[1m" in paged
    assert "a\\x1b[5mb [bold]c[/bold] :smile:" in paged
    assert paged.count("smile") == 40
    assert paged.endswith("LESS=FRX\n")


def test_the_pager_of_steme_comes_before_the_general_one(pager: Path, tmp_path: Path) -> None:
    at_terminal(ROWS, env={"STEME_PAGER": str(pager), "PAGER": "false"})
    assert (tmp_path / "paged").exists()


@pytest.mark.parametrize("env", [{"PAGER": "cat"}, {"PAGER": ""}, {"PAGER": "/no/such/pager"}, {"PAGER": "'"}])
def test_without_a_pager_the_rows_go_to_the_terminal(env: dict[str, str]) -> None:
    assert at_terminal(ROWS, env=env).count("smile") == 40


def test_no_pager_says_so(pager: Path, tmp_path: Path) -> None:
    assert at_terminal(ROWS, "no_pager", env={"STEME_PAGER": str(pager)}).count("smile") == 40
    assert not (tmp_path / "paged").exists()


def test_a_pager_that_is_left_early_is_no_error() -> None:
    assert at_terminal(ROWS, env={"PAGER": "true"}) == ""


@pytest.mark.parametrize("env", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_colour_can_be_declined(env: dict[str, str]) -> None:
    seen = at_terminal(ROWS, env={"PAGER": "cat", **env})
    assert "smile" in seen
    assert ("SUBJECT" in seen) == ("TERM" in env), "a dumb terminal is as good as a pipe"
    assert "\x1b[3" not in seen
    assert "\x1b[9" not in seen


def test_a_progress_bar_is_shown_to_a_person() -> None:
    seen = at_terminal(BAR)
    assert "importing" in seen
    assert "100%" in seen
    assert seen.rstrip().endswith("done")


def test_a_progress_bar_can_be_declined() -> None:
    assert at_terminal(BAR, "no_progress") == "done\r\n"


def test_a_progress_bar_is_not_written_to_a_log() -> None:
    done = subprocess.run([sys.executable, "-c", BAR], capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("done\n", "")


METER = """
from steme_cli.progress import meter
from steme_cli import invocation
import sys
for name in sys.argv[1:]:
    invocation.apply(name, True)
with meter("fetching") as advance:
    sys.stderr.write("Password? ")
    advance(5, None)
    advance(5, 10)
    advance(10, 10)
print("done")
"""


def test_a_meter_stands_still_until_there_is_something_to_show() -> None:
    """A bar that is redrawn would be in the way of somebody who is asked for a password."""
    before, asked, after = at_terminal(METER).partition("Password? ")
    assert (before, asked) == ("fetching ...", "Password? ")
    assert "100%" in after
    assert after.rstrip().endswith("done")


def test_a_meter_that_never_moved_leaves_nothing() -> None:
    code = "from steme_cli.progress import meter\nwith meter('fetching'): pass"
    assert at_terminal(code) == "fetching ...\r\x1b[K"
    assert "fetching" not in at_terminal(METER, "no_progress")
    done = subprocess.run([sys.executable, "-c", METER], capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("done\n", "Password? ")


def test_an_error_is_coloured_at_a_terminal_only() -> None:
    code = "from steme_cli import output; output.complain('steme', 'no')"
    assert at_terminal(code) == "\x1b[31msteme:\x1b[0m no\r\n"
    assert at_terminal(code, env={"NO_COLOR": "1"}) == "steme: no\r\n"
