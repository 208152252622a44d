"""A mistake on the command line in one sentence: what is wrong, what was perhaps meant, and where to read on."""

from __future__ import annotations

from difflib import get_close_matches
from typing import Any

import typer

from repo_format.errors import shown
from steme_cli.render.text import safe

USAGE_ERROR: type[Exception] = typer.BadParameter.__mro__[2]
"""ClickException, by the one name it has in every typer: 0.26 and later bring their own copy of click."""


def sentence(program: str, error: Any) -> str:
    """The line for stderr, with its newline, for a click error of any kind."""
    message = safe(_message(error)).rstrip(".")
    path = error.ctx.command_path if getattr(error, "ctx", None) else program
    ending = "" if message.endswith("?") else "."
    return f"{program}: {message}{ending} See `{path} --help`.\n"


def unknown_command(word: str, path: str, known: list[str]) -> str:
    """What to say about a word that is no command of ``path``."""
    return f"{path} has no command {shown(word)}{_meant(word, known)}"


def _message(error: Any) -> str:
    option = getattr(error, "option_name", None)
    if option and hasattr(error, "possibilities"):
        known = sorted(error.possibilities or ())
        return f"there is no option {shown(option)}{_meant(option, known)}"
    message = " ".join(str(error.format_message()).replace("argument(s)", "argument").split())
    return message[:1].lower() + message[1:]


def _meant(word: str, known: list[str]) -> str:
    close = [name for name in known if word and name.startswith(word)] or get_close_matches(word, known, n=3)
    return f". Did you mean {' or '.join(close[:3])}?" if close else ""
