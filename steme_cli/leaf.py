"""A command that does something: takes the global options, knows its manual page, takes -5 for a number."""

from __future__ import annotations

from typing import Any

from typer.core import TyperCommand

from steme_cli import help_page, manual
from steme_cli.options import global_options
from steme_cli.quick_arguments import is_negative_number

_EMPTY_TEXTS_TAKE_AWAY = frozenset(("claims update",))
"""Commands for which an option with an empty text takes a field away."""


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

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Take the words. An option that was given an empty text is a mistake: with `--as-of "$DAY"` and no DAY, the
        answer would be that to another question.
        """
        rest: list[str] = super().parse_args(ctx, args)
        if ctx.command_path.partition(" ")[2] not in _EMPTY_TEXTS_TAKE_AWAY:
            for option in self.params:
                value = ctx.params.get(option.name) if option.param_type_name == "option" else None
                if value == "" or (isinstance(value, list | tuple) and "" in value):
                    ctx.fail(f"{max(option.opts, key=len)}: may not be empty; leave it out")
        return rest

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the help page."""
        help_page.write_command(self, ctx, formatter)
