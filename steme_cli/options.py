"""Options that several commands share, declared once."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Annotated, Any, Literal

import typer

from steme_cli import invocation

Format = Annotated[
    Literal["table", "json", "jsonl", "csv"] | None,
    typer.Option("--format", metavar="FORMAT", help="table, json, jsonl or csv."),
]
"""How rows are written: for every command that writes rows, as the parameter ``format: Format = None``."""

Key = Annotated[str | None, typer.Option("--key", metavar="KEY", help="The key to sign with: a label or a path.")]

GLOBAL = ("directory", "color", "no_pager", "no_progress")
"""Names of the options that every command takes; the values go to ``invocation.apply``."""


@cache
def global_options() -> tuple[Any, ...]:
    """The options that every command takes, as click parameters that set the invocation and reach no function."""
    found = tuple(parameter(_declaration, name) for name in GLOBAL)
    for option in found:
        option.expose_value = False
        option.callback = _apply
    return found


def parameter(declaration: Callable[..., None], name: str) -> Any:
    """The click parameter that typer makes of one parameter of a function."""
    shape = typer.Typer(add_completion=False, rich_markup_mode=None)
    shape.command()(declaration)
    return next(option for option in typer.main.get_command(shape).params if option.name == name)


def _declaration(
    directory: Annotated[
        list[str] | None, typer.Option("-C", metavar="DIR", help="Run as if started in DIR, as git does.")
    ] = None,
    color: Annotated[
        Literal["auto", "always", "never"] | None,
        typer.Option("--color", metavar="WHEN", help="auto, always or never; NO_COLOR is honoured."),
    ] = None,
    no_pager: Annotated[bool, typer.Option("--no-pager", help="Do not page long output.")] = False,
    no_progress: Annotated[bool, typer.Option("--no-progress", help="Show no progress bars.")] = False,
) -> None:
    """Only its parameters are used."""


def _apply(_context: Any, parameter: Any, value: Any) -> None:
    invocation.apply(parameter.name, value)
