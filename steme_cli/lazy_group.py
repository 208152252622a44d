"""A group whose commands are the files of a package, each imported only when it is asked for."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Sequence
from importlib import import_module
from importlib.util import find_spec
from typing import Annotated, Any, ClassVar

import typer
from typer.core import TyperGroup

from steme_cli import exit_codes, help_page, invocation, manual, output
from steme_cli.boundary import guarded
from steme_cli.leaf import Leaf
from steme_cli.options import Format, global_options, parameter
from steme_cli.usage import USAGE_ERROR, sentence, unknown_command
from steme_cli.word_order import verb_first


def _declaration(
    format: Format = None,
    version: Annotated[bool, typer.Option("--version", help="Print the version and exit.")] = False,
) -> None:
    """Only its parameters are used."""


def _asked_for_version(context: Any, _parameter: Any, value: Any) -> None:
    context.meta[VERSION.name] = value


FORMAT = parameter(_declaration, "format")
"""`--format` in front of a verb: ``verb_first`` moves it behind, so here it only stands on the help page."""
FORMAT.expose_value = False

VERSION = parameter(_declaration, "version")
VERSION.expose_value = False
VERSION.callback = _asked_for_version


_ANOTHER = re.compile(r"\baphoria(?= [a-z])(?<=[ `]aphoria)")
"""The linter's own name in front of a command; its commands are commands of steme as well."""


class Verbs(TyperGroup):
    """A group that takes the global options, helps with a wrong word, and lists its verbs with their summaries."""

    def __init__(self, **attributes: Any) -> None:
        super().__init__(**attributes)
        self.params = [*self.params, *global_options(), FORMAT]
        self.manual = manual.read(self.help)

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Take the words; without any, show the help on stderr and end as a mistake."""
        if not args:
            output.note(ctx.get_help())
            raise typer.Exit(exit_codes.USAGE)
        return super().parse_args(ctx, verb_first(args))

    def resolve_command(self, ctx: Any, args: list[str]) -> tuple[str, Any, list[str]]:
        """The command that the first word names, and the words for it."""
        command = self.get_command(ctx, args[0])
        if command is None:
            ctx.fail(unknown_command(args[0], ctx.command_path, self.list_commands(ctx)))
        return args[0], command, args[1:]

    def summaries(self, ctx: Any) -> list[tuple[str, str]]:
        """Name and summary of every verb, by name."""
        return [(name, self.commands[name].manual.summary) for name in self.list_commands(ctx)]  # type: ignore[attr-defined]

    def headed(self, ctx: Any) -> list[tuple[str, list[tuple[str, str]]]]:
        """The summaries under their headings."""
        return [("Commands", self.summaries(ctx))]

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the help page."""
        help_page.write_group(self, ctx, formatter)


class LazyGroup(Verbs):
    """The commands of a program: file ``check_proof.py`` of a package is the command `check-proof`.

    Of two files with one name that of the earlier package counts.
    """

    packages: ClassVar[tuple[str, ...]]
    headings: ClassVar[dict[str, tuple[str, ...]]] = {}
    rest: ClassVar[str] = "Commands"
    """The heading of commands that ``headings`` does not name."""

    def __init__(self, **attributes: Any) -> None:
        super().__init__(**attributes)
        self.params = [*self.params, VERSION]

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Take the words; `--version` is `version --short`."""
        rest = super().parse_args(ctx, args)
        return self.parse_args(ctx, ["version", "--short"]) if ctx.meta.pop(VERSION.name) else rest

    def run(self, words: Sequence[str]) -> int:
        """Run one command line and return its exit status.

        A wrong word or option is one sentence on stderr and 2. A command may return its status, or end early with
        ``typer.Exit``. Every other error is raised; ``boundary.guarded`` knows what to say.
        """
        try:
            with self.make_context(self.name, list(words)) as context:
                result = self.invoke(context)
        except typer.Exit as stop:
            return stop.exit_code
        except typer.Abort:
            return exit_codes.INTERRUPTED
        except USAGE_ERROR as error:
            sys.stderr.write(sentence(str(self.name), error))
            return exit_codes.USAGE
        return result if isinstance(result, int) else exit_codes.FINE

    def main(self, args: Sequence[str] | None = None, *_: Any, **__: Any) -> Any:
        """As a process: run the words, turn errors into sentences, and exit."""
        words = sys.argv[1:] if args is None else args
        invocation.begin()
        sys.exit(guarded(str(self.name), lambda: self.run(words)))

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002 - click's signature
        """The names of the files, sorted; nothing is imported."""
        return sorted(self.files())

    def summaries(self, ctx: Any) -> list[tuple[str, str]]:
        """Name and summary of every command, from the text of its file."""
        files = self.files()
        return [(name, manual.summary_of_file(files[name][1])) for name in self.list_commands(ctx)]

    def headed(self, ctx: Any) -> list[tuple[str, list[tuple[str, str]]]]:
        """The summaries under ``headings``, in their order; what these do not name is under ``rest``, by name."""
        found = dict(self.summaries(ctx))
        made = {
            title: [(name, found.pop(name)) for name in names if name in found]
            for title, names in self.headings.items()
        }
        if found:
            made[self.rest] = list(found.items())
        return list(made.items())

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002 - click's signature
        """Import the file of that name and make a command of it; None when there is no such file."""
        found = self.files().get(cmd_name)
        if found is None:
            return None
        module = import_module(found[0])
        page = self.spoken(module.__doc__)
        if hasattr(module, "app"):
            for info in module.app.registered_commands:
                info.help = self.spoken(info.callback.__doc__)
            return noun(cmd_name, module.app, page)
        return verb(cmd_name, module.command, page)

    def spoken(self, page: str | None) -> str | None:
        """A manual page with this program's name where that of another one stands that has the command too."""
        return page and _ANOTHER.sub(str(self.name), page)

    @classmethod
    def files(cls) -> dict[str, tuple[str, str]]:
        """Module and path of every command by name."""
        found: dict[str, tuple[str, str]] = {}
        for package in reversed(cls.packages):
            folder = _folder(package)
            for name in os.listdir(folder):
                stem = name.removesuffix(".py")
                if stem not in (name, "__init__"):
                    found[stem.replace("_", "-")] = (f"{package}.{stem}", os.path.join(folder, name))
        return found


def _folder(package: str) -> str:
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(package)
    return os.path.dirname(spec.origin)


def verb(name: str, function: Any, docstring: str | None) -> Any:
    """A command of one function."""
    shape = typer.Typer(add_completion=False, rich_markup_mode=None)
    shape.command(name, cls=Leaf, help=docstring)(function)
    return typer.main.get_command(shape)


def noun(name: str, app: typer.Typer, docstring: str | None) -> Any:
    """A command with verbs of its own. What a verb's docstring leaves out is taken from the noun's."""
    app.info.name, app.info.cls, app.info.help = name, Verbs, docstring
    app.rich_markup_mode = None
    for info in app.registered_commands:
        info.cls = Leaf
    group: Any = typer.main.get_group(app)
    for word, command in group.commands.items():
        command.manual = command.manual.under(group.manual, f"{name} {word}")
    return group
