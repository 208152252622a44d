"""Every command has a page worth reading. Walks the real command tree, so a new command is looked at as well."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

import steme_admin.app
from steme_cli import app, exit_codes, linter, manual

TOP = Path(__file__).resolve().parents[2]
PROGRAMS = [app.app, linter.app, steme_admin.app.app]


def leaves(command: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Any]]:
    if not hasattr(command, "list_commands"):
        yield path, command
        return
    for name in command.list_commands(None):
        yield from leaves(command.get_command(None, name), (*path, name))


ALL = [
    (program, path, command)
    for program in PROGRAMS
    for path, command in leaves(typer.main.get_command(program), (str(program.info.name),))
]
each_command = pytest.mark.parametrize(("program", "path", "command"), ALL, ids=[" ".join(path) for _, path, _ in ALL])


@each_command
def test_examples(program: typer.Typer, path: tuple[str, ...], command: Any) -> None:
    examples = command.manual.examples
    assert len(examples) >= (2 if len(path) == 2 else 1)
    for line in examples:
        assert re.search(rf"\b{program.info.name}\b", line), line


@each_command
def test_exit_statuses(program: typer.Typer, path: tuple[str, ...], command: Any) -> None:
    statuses = [int(line.split()[0]) for line in command.manual.exit_status]
    assert statuses[0] == 0
    assert statuses == sorted(set(statuses))
    assert set(statuses) <= set(exit_codes.MEANINGS)


@each_command
def test_help_shows_all_of_it(program: typer.Typer, path: tuple[str, ...], command: Any) -> None:
    done = CliRunner().invoke(program, [*path[1:], "--help"])
    assert done.exit_code == 0
    for part in (command.manual.summary.split()[0], "Global options:", "Examples:", "Exit status:"):
        assert part in done.stdout
    assert all(line in done.stdout for line in (*command.manual.examples, *command.manual.exit_status))


@each_command
def test_parameters_are_explained(program: typer.Typer, path: tuple[str, ...], command: Any) -> None:
    for parameter in command.params:
        assert parameter.help, f"{parameter.name} has no help"


def test_every_environment_variable_is_documented() -> None:
    packages = ("repo_format", "steme", "aphoria", "steme_cli", "steme_admin")
    sources = [path for package in packages for path in (TOP / package).rglob("*.py")]
    used = {name for path in sources for name in re.findall(r"\bSTEME_[A-Z_]+\b", path.read_text())}
    documented = {line.split()[0] for line in manual.read(app.ABOUT).environment}
    assert used == documented - {"NO_COLOR"}


PAGE = """Do a thing.

Long words about
the thing.

    kept as
      it is

Examples:
    steme thing one
    steme thing two --all

Exit status:
    0  done
    3  no thing

Environment:
    STEME_THING  the thing
"""


def test_a_docstring_is_taken_apart() -> None:
    page = manual.read(PAGE)
    assert page.summary == "Do a thing."
    assert page.description == ("Long words about\nthe thing.", "    kept as\n      it is")
    assert page.examples == ("steme thing one", "steme thing two --all")
    assert page.exit_status == ("0  done", "3  no thing")
    assert page.environment == ("STEME_THING  the thing",)


def test_a_verb_has_the_examples_of_its_noun_that_use_it() -> None:
    page = manual.read("Do one.").under(manual.read(PAGE), "thing one")
    assert page.examples == ("steme thing one",)
    assert page.exit_status == ("0  done", "3  no thing")
    own = manual.read("Do.\n\nExit status:\n    1  no").under(manual.read(PAGE), "thing one")
    assert own.exit_status == ("1  no",)


def test_nothing_is_said_by_nothing() -> None:
    assert manual.read(None) == manual.Manual("", (), (), (), ())
