"""The command line of `steme` as typer sees it; ``main`` comes here with whatever the quick path does not take."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import typer

from steme_cli.headings import HEADINGS, REST
from steme_cli.lazy_group import LazyGroup

if TYPE_CHECKING:
    from collections.abc import Sequence

ABOUT = """Git for Truth: what is claimed, by whom, on what evidence.

steme keeps signed claims in a repository, lets contradicting ones live side by side, and resolves them only when
somebody asks. It works offline and needs no server.

Examples:
    steme init
    steme key new alice
    steme assert drug/aspirin dosage 81 --unit mg
    steme query drug/aspirin dosage
    steme help query

Environment:
    STEME_DIR                directory at which to start looking for the repository
    STEME_KEY                label or public key of the key that signs
    STEME_PASSPHRASE_FILE    file whose first line opens a locked key
    STEME_PASSPHRASE         the same as text; a file is safer
    STEME_CONFIG_HOME        directory of keys and config.toml; else ~/.config/steme
    STEME_QUERY_LENS         a setting, here query.lens; see steme config
    STEME_TOKEN              tokens for http remotes, as HOST=TOKEN with commas
    STEME_SSH                program to run in place of ssh
    STEME_PAGER              pager for long output; else PAGER, else less; cat for none
    STEME_SAFE_DIRECTORY     repositories of other owners to accept, with : between them
    STEME_UNSAFE_FILESYSTEM  1 accepts a network file system, where locks may not hold
    STEME_DEBUG              1 shows the traceback of an internal error
    NO_COLOR                 no colour, if it is not empty
"""


class Commands(LazyGroup):
    """The commands of `steme`."""

    packages = ("steme_cli.commands", "steme_cli.linter_commands")
    headings = HEADINGS
    rest = REST


def program(name: str, group: type[LazyGroup], about: str) -> typer.Typer:
    """A console program whose commands are the files of ``group.packages``."""
    app = typer.Typer(
        name=name,
        cls=group,
        help=about,
        add_completion=False,
        rich_markup_mode=None,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(_nothing)
    return app


def _nothing() -> None:
    """The group itself does nothing; its options are global."""


app = program("steme", Commands, ABOUT)


def dispatch(words: Sequence[str]) -> int:
    """Run one command line of `steme`; see ``LazyGroup.run``."""
    group: Any = typer.main.get_command(app)
    status: int = group.run(words)
    return status
