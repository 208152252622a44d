"""A command that does something: takes the global options, knows its manual page, takes -5 for a number."""

from __future__ import annotations

from typing import Any

from typer.core import TyperCommand

from steme_cli import help_page, manual
from steme_cli.options import global_options
from steme_cli.quick_arguments import is_negative_number


class Leaf(TyperCommand):
    """What ``lazy_group`` makes of a function in a command file."""

    def __init__(self, name: str | None, **attributes: Any) -> None:
        super().__init__(name, **attributes)
        self.params = [*self.params, *global_options()]
        self.manual = manual.read(self.help)

    def make_parser(self, ctx: Any) -> Any:
        """A parser for which a word such as -5 is an argument: claims have negative values."""
        parser: Any = super().make_parser(ctx)
        take_option = parser._process_opts  # noqa: SLF001 - click has no public place for this; docs/adr/0006

        def take(word: str, state: Any) -> None:
            if is_negative_number(word):
                state.largs.append(word)
            else:
                take_option(word, state)

        parser._process_opts = take  # noqa: SLF001
        return parser

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the help page."""
        help_page.write_command(self, ctx, formatter)
