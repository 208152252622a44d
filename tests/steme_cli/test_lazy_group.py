"""The frame of the command line, in this process and as a real one."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import typer
from typer.testing import CliRunner

import steme_admin.app
import steme_cli
from steme_cli import headings, lazy_group, linter
from steme_cli.app import Commands, app
from steme_cli.usage import USAGE_ERROR

if TYPE_CHECKING:
    from tests.conftest import Program

PROGRAMS = [app, linter.app, steme_admin.app.app]
runner = CliRunner()


def test_the_files_are_the_commands() -> None:
    folders = [Path(steme_cli.__path__[0]) / name for name in ("commands", "linter_commands")]
    mine, linters = ({path.stem.replace("_", "-") for path in folder.glob("[!_]*.py")} for folder in folders)
    assert set(Commands(name="steme").list_commands(None)) == mine | linters
    assert set(linter.LinterCommands(name="aphoria").list_commands(None)) == linters
    assert mine & linters == {"help", "version"}, "these are other commands in the two programs"


def test_every_command_stands_under_one_heading() -> None:
    named = [name for names in headings.HEADINGS.values() for name in names]
    assert len(named) == len(set(named)), "a command stands under two headings"
    mine = {path.stem.replace("_", "-") for path in (Path(steme_cli.__path__[0]) / "commands").glob("[!_]*.py")}
    assert set(named) == mine, "steme_cli/headings.py has forgotten a command, or names one that there is not"
    group = Commands(name="steme")
    headed = group.headed(None)
    assert [title for title, _ in headed] == list(headings.HEADINGS)
    assert sorted(verb for _, verbs in headed for verb in verbs) == group.summaries(None)


@pytest.mark.parametrize("program", PROGRAMS)
def test_the_list_of_commands_says_what_their_help_says(program: typer.Typer) -> None:
    group = typer.main.get_command(program)
    assert isinstance(group, lazy_group.LazyGroup)
    for name, summary in group.summaries(None):
        assert summary == group.get_command(None, name).manual.summary
        assert len(summary) <= 66, f"{name}: the summary does not fit on its line"
        assert summary.endswith(".")


@pytest.mark.parametrize("program", PROGRAMS)
def test_version(program: typer.Typer) -> None:
    assert runner.invoke(program, ["--version"]).stdout == f"{program.info.name} 0.1.0\n"
    assert runner.invoke(program, ["version", "--short"]).stdout == f"{program.info.name} 0.1.0\n"


@pytest.mark.parametrize("words", [["--help"], ["-h"], ["help"], ["-C", ".", "--help"], ["--no-pager", "help"]])
def test_help_lists_the_commands(words: list[str]) -> None:
    done = runner.invoke(app, words)
    assert done.exit_code == 0
    assert "  version " in done.stdout
    assert done.stderr == ""


def test_help_of_a_command_is_the_same_either_way() -> None:
    assert runner.invoke(app, ["help", "key", "new"]).stdout == runner.invoke(app, ["key", "new", "-h"]).stdout
    assert runner.invoke(app, ["help", "version"]).stdout.startswith(
        "Usage: steme version [OPTIONS]\n\n  Print the version"
    )


@pytest.mark.parametrize("words", [[], ["key"]])
def test_without_a_verb_the_help_goes_to_stderr(words: list[str]) -> None:
    done = runner.invoke(app, words)
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr.startswith("Usage: steme")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["vresion"], "steme: steme has no command 'vresion'. Did you mean version? See `steme --help`.\n"),
        (["versio"], "steme: steme has no command 'versio'. Did you mean version? See `steme --help`.\n"),
        (["qqqq"], "steme: steme has no command 'qqqq'. See `steme --help`.\n"),
        (["ve\x1b[31m"], "steme: steme has no command 've\\x1b[31m'. See `steme --help`.\n"),
        (["key", "nwe"], "steme: steme key has no command 'nwe'. Did you mean new? See `steme key --help`.\n"),
        (
            ["version", "--shrt"],
            "steme: there is no option '--shrt'. Did you mean --short? See `steme version --help`.\n",
        ),
        (
            ["version", "\x1b[31m\u202e"],
            "steme: got unexpected extra argument (\\x1b[31m\\u202e). See `steme version --help`.\n",
        ),
        (["version", "x"], "steme: got unexpected extra argument (x). See `steme version --help`.\n"),
        (
            ["completion"],
            "steme: missing argument 'SHELL'. Choose from: bash, zsh, fish. See `steme completion --help`.\n",
        ),
        (["--format"], "steme: option '--format' requires an argument. See `steme --help`.\n"),
        (["conflicts", "--min", "x"], "steme: --min: 'x' is not a number. See `steme conflicts --help`.\n"),
        (["query", "s", "-n", "1.5"], "steme: --limit: '1.5' is not a whole number. See `steme query --help`.\n"),
        (["timeline", "s", "p", "-n", "-1"], "steme: --limit: -1 is less than 0. See `steme timeline --help`.\n"),
        (
            ["version", "--format", "xml"],
            (
                "steme: invalid value for '--format': 'xml' is not one of 'table', 'json', 'jsonl', 'csv'. "
                "See `steme version --help`.\n"
            ),
        ),
    ],
)
def test_a_wrong_word_is_one_sentence_and_2(words: list[str], sentence: str) -> None:
    done = runner.invoke(app, words)
    assert (done.exit_code, done.stdout, done.stderr) == (2, "", sentence)


def test_a_negative_number_is_an_argument() -> None:
    given: list[object] = []

    def thing(value: str, times: int = typer.Option(1, "--times")) -> None:
        given.extend([value, times])

    command = lazy_group.verb("thing", thing, "Do a thing.")
    with command.make_context("thing", ["-5", "--times", "-2"]) as context:
        command.invoke(context)
    assert given == ["-5", -2]
    for words in (["-x"], ["-"], ["--5"]):
        known = words == ["-"]
        assert accepted(command, words) == known


def accepted(command: Any, words: list[str]) -> bool:
    try:
        command.make_context("thing", words)
    except USAGE_ERROR:
        return False
    return True


def test_global_options_stand_before_or_after_the_verb(steme: Program, tmp_path: Path) -> None:
    for words in (
        ["--format", "json", "version"],
        ["version", "--format=json"],
        ["-C", "/", "version", "--format", "json"],
    ):
        assert json.loads(steme(*words).stdout).keys() == {"steme.version/v1"}


def test_a_command_without_rows_refuses_format_wherever_it_stands() -> None:
    for words in (["--format", "json", "completion", "bash"], ["completion", "bash", "--format", "json"]):
        done = runner.invoke(app, words)
        assert done.exit_code == 2
        assert done.stderr.startswith("steme: there is no option '--format'")


def test_c_goes_to_the_directory_and_a_second_one_starts_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a" / "b").mkdir(parents=True)
    monkeypatch.chdir(tmp_path)
    for words in (["-C", "a", "version", "-C", "b"], ["version", "-Ca", "-Cb"], ["-C", "a", "-C", "b", "version"]):
        monkeypatch.chdir(tmp_path)
        assert runner.invoke(app, words).exit_code == 0
        assert Path.cwd() == tmp_path / "a" / "b"


@pytest.mark.parametrize("words", [["-C", "nowhere", "version"], ["completion", "bash", "-C", "nowhere"]])
def test_c_to_nowhere_is_a_mistake_of_usage(words: list[str], steme: Program) -> None:
    done = steme(*words)
    assert (done.status, done.stdout) == (2, "")
    assert done.stderr == "steme: -C: cannot start in 'nowhere': no such file or directory\n"


@pytest.mark.parametrize(
    ("words", "imported"),
    [
        (["--help"], set()),
        (["--version"], set()),
        (["version"], set()),
        (["version", "--help"], {"version"}),
        (["completion", "bash"], {"completion"}),
        (["nonsense"], set()),
    ],
)
def test_only_the_command_that_was_asked_for_is_imported(words: list[str], imported: set[str]) -> None:
    assert commands_imported(words) == imported


LISTING = """
import sys
from steme_cli import boundary, main
words = sys.argv[1:]
boundary.guarded("steme", lambda: main.run(words))
print("\\nimported:", *(name for name in sys.modules if name.startswith("steme_cli.commands.")))
"""


def commands_imported(words: list[str]) -> set[str]:
    command = [sys.executable, "-c", LISTING, *words]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=dict(os.environ))
    names = done.stdout.rpartition("imported:")[2].split()
    return {name.rpartition(".")[2] for name in names}
