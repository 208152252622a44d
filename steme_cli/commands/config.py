"""Show and change settings.

A setting has its value from a variable in the environment, else from the repository's file .steme/config.toml, else
from the user's file config.toml in $STEME_CONFIG_HOME, else in $XDG_CONFIG_HOME/steme, else in ~/.config/steme, else it
has its default. The variable of query.lens is STEME_QUERY_LENS; that of user.key is STEME_KEY.

Both files are TOML. A file that names a setting that does not exist, or gives one a value of the wrong type, is refused
as a whole. A repository's file is data from others: it cannot choose a key or name a program.

Examples:
    steme config list
    steme config list --show-origin
    steme config get query.lens
    steme config set user.key alice
    steme config set --repository query.lens authority
    steme config unset query.lens

Exit status:
    0  done
    2  no such setting, or a value it cannot have
    3  the setting has no value
    4  --repository, and not in a repository
    5  refused: a file of somebody else, a symbolic link, a setting that is the user's alone
    9  the system could not read or write
"""

from __future__ import annotations

from typing import Annotated

import typer

from repo_format.errors import NotFound
from steme.configuration import Configuration, configuration_at
from steme.configuration_change import set_value, unset_value
from steme.durable import shown_path
from steme.settings import SETTINGS
from steme_cli import invocation, output
from steme_cli.options import Format
from steme_cli.render.json_text import value_text
from steme_cli.render.rows import Column, rows
from steme_cli.render.text import safe

Key = Annotated[str, typer.Argument(metavar="KEY", help="Name of a setting, such as query.lens.")]
Place = Annotated[
    bool | None,
    typer.Option("--user/--repository", help="Which file; by default the repository's, or the user's outside of one."),
]

app = typer.Typer()


@app.command("list")
def show_all(
    show_origin: Annotated[bool, typer.Option("--show-origin", help="Say where each value comes from.")] = False,
    format: Format = None,
) -> None:
    """List every setting with its value."""
    configuration = configuration_at(invocation.current().start())
    origin = (Column("origin"), Column("place")) if show_origin else ()
    columns = (Column("name"), Column("value", human=_text), *origin, Column("meaning"))
    rows("steme.config.list", columns, (_facts(configuration, name) for name in SETTINGS), format=format)


@app.command("get")
def get(key: Key) -> None:
    """Print the value of a setting."""
    value, _ = configuration_at(invocation.current().start()).lookup(key)
    if value is None:
        raise NotFound(f"{key} is not set and has no default")
    output.write(safe(_text(value)) + "\n")


@app.command("set")
def set_(
    key: Key, value: Annotated[str, typer.Argument(metavar="VALUE", help="Its new value.")], user: Place = None
) -> None:
    """Give a setting a value, in the repository's file or the user's.

    The rest of the file stays as it is, comments included. A setting that is the user's alone goes to the user's file.
    """
    path, trusted = configuration_at(invocation.current().start()).file_to_change(key, user)
    set_value(path, key, value, trusted=trusted)
    output.note(f"set in {shown_path(path)}")


@app.command("unset")
def unset(key: Key, user: Place = None) -> None:
    """Take a setting out of the repository's file or the user's."""
    path, trusted = configuration_at(invocation.current().start()).file_to_change(key, user)
    if not unset_value(path, key, trusted=trusted):
        raise NotFound(f"{key} is not set in {shown_path(path)}")
    output.note(f"unset in {shown_path(path)}")


def _facts(configuration: Configuration, name: str) -> dict[str, object]:
    value, origin = configuration.lookup(name)
    meaning, default = SETTINGS[name].doc, SETTINGS[name].default
    place = configuration.place(name, origin)
    return {"name": name, "value": value, "origin": origin, "place": place, "meaning": meaning, "default": default}


def _text(value: object) -> str:
    return "" if value is None else value if isinstance(value, str) else value_text(value)
