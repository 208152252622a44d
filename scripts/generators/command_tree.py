"""The command lines of all programs as plain data: every program, noun and command with its manual and parameters."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

import typer

import steme_admin.app
import steme_cli.app
import steme_cli.linter
from steme_cli.manual import Manual

PROGRAMS = (steme_cli.app.app, steme_cli.linter.app, steme_admin.app.app)


class Parameter(NamedTuple):
    """An argument or option. ``spellings`` is empty for an argument; ``metavar`` is empty for a flag."""

    name: str
    spellings: tuple[str, ...]
    metavar: str
    help: str
    choices: tuple[str, ...]
    repeated: bool
    everywhere: bool
    """Whether it is one of the options that every command takes."""


class Page(NamedTuple):
    """A program, a noun or a command: what one page of the manual is about."""

    path: tuple[str, ...]
    usage: str
    manual: Manual
    arguments: tuple[Parameter, ...]
    options: tuple[Parameter, ...]
    headed: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    """Headings, and under each the name and summary of what can follow; empty for a command."""

    @property
    def verbs(self) -> tuple[tuple[str, str], ...]:
        """Name and summary of what can follow, by name where there are headings; empty for a command."""
        found = tuple(verb for _, verbs in self.headed for verb in verbs)
        return found if len(self.headed) == 1 else tuple(sorted(found))

    @property
    def name(self) -> str:
        """The name of the page, such as ``steme-key-new``."""
        return "-".join(self.path)


@cache
def pages() -> tuple[Page, ...]:
    """All pages, each program before its commands, which are in the order of their names."""
    return tuple(page for program in PROGRAMS for page in _of_program(program))


def children(page: Page) -> Iterator[Page]:
    """The pages of the verbs of a program or noun."""
    return (other for other in pages() if other.path[:-1] == page.path)


def _of_program(program: typer.Typer) -> Iterator[Page]:
    group: Any = typer.main.get_command(program)
    yield from _walk(group, group.make_context(program.info.name, ["--"], resilient_parsing=True))


def _walk(command: Any, context: Any) -> Iterator[Page]:
    yield _page(command, context)
    if hasattr(command, "list_commands"):
        for name in command.list_commands(context):
            found = command.get_command(context, name)
            words = ["--"] if hasattr(found, "list_commands") else []
            yield from _walk(found, found.make_context(name, words, parent=context, resilient_parsing=True))


def _page(command: Any, context: Any) -> Page:
    parameters = [parameter for parameter in command.get_params(context) if not parameter.hidden]
    return Page(
        path=tuple(context.command_path.split()) if not context.parent else (*_path(context.parent), context.info_name),
        usage=" ".join(command.collect_usage_pieces(context)),
        manual=command.manual,
        arguments=tuple(_parameter(one, context) for one in parameters if one.param_type_name == "argument"),
        options=tuple(_parameter(one, context) for one in parameters if one.param_type_name == "option"),
        headed=tuple((title, tuple(verbs)) for title, verbs in command.headed(context))
        if hasattr(command, "headed")
        else (),
    )


def _path(context: Any) -> tuple[str, ...]:
    return (*_path(context.parent), context.info_name) if context.parent else (context.info_name,)


def _parameter(parameter: Any, context: Any) -> Parameter:
    is_option = parameter.param_type_name == "option"
    _, text = parameter.get_help_record(context)
    takes_value = not is_option or not parameter.is_flag
    return Parameter(
        name=str(parameter.name),
        spellings=(*parameter.opts, *parameter.secondary_opts) if is_option else (),
        metavar=parameter.make_metavar(context) if takes_value else "",
        help=text,
        choices=tuple(getattr(parameter.type, "choices", ())),
        repeated=parameter.nargs == -1 or (is_option and parameter.multiple),
        everywhere=is_option and (not parameter.expose_value or parameter.name == "help"),
    )
