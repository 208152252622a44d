"""A mistake on the command line in one sentence: what is wrong, what was perhaps meant, and where to read on."""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import Any

import typer

from repo_format.errors import shown
from steme_cli.render.text import safe

_PLAIN = (
    (r"is not a valid float(?: range)?\b", "is not a number"),
    (r"is not a valid int(?:eger)?(?: range)?\b", "is not a whole number"),
    (r"is not in the range x>=(\S+?)\.?$", r"is less than \1"),
    (r"is not in the range x<=(\S+?)\.?$", r"is more than \1"),
    (r"is not in the range (\S+?)<=x<=(\S+?)\.?$", r"is not from \1 to \2"),
)
"""How click speaks of numbers, and how we do."""

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
    if isinstance(error, typer.BadParameter):
        message = _in_plain_words(message)
    return message[:1].lower() + message[1:]


def _in_plain_words(message: str) -> str:
    """What click says about a number, as everything else here says it: ``--confidence: 'x' is not a number``."""
    named = re.fullmatch(r"Invalid value for '([^']+)'(?: / '([^']+)')?: (.*)", message)
    if not named:
        return message
    first, second, problem = named.groups()
    for jargon, plain in _PLAIN:
        problem, count = re.subn(jargon, plain, problem)
        if count:
            return f"{second if second and second.startswith('--') else first}: {problem}"
    return message


def _meant(word: str, known: list[str]) -> str:
    close = [name for name in known if word and name.startswith(word)] or get_close_matches(word, known, n=3)
    return f". Did you mean {' or '.join(close[:3])}?" if close else ""
