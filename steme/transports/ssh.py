"""Another machine over ssh: ``ssh://[USER@]HOST[:PORT]/PATH`` or ``[USER@]HOST:PATH``.

There ``steme serve --stdio PATH`` answers.

What stands in a url can become neither an option nor a command: user and host consist of harmless characters and do not
begin with ``-``, ``--`` stands before them, and the path is one quoted word for the shell on the other side.
``STEME_SSH`` names another program than ``ssh``, with its options; nothing in ``.steme`` does.
"""

from __future__ import annotations

import re

from repo_format.errors import InvalidInput, shown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from steme.transport import Access, Channel

SCHEMES = ("ssh",)
PROGRAM = "STEME_SSH"

_USER = r"(?:(?P<user>[A-Za-z0-9_][A-Za-z0-9_.-]*)@)?"
_HOST = r"(?P<host>[A-Za-z0-9_][A-Za-z0-9_.-]*|\[[0-9A-Fa-f:.]+\])"
_LONG = re.compile(rf"ssh://{_USER}{_HOST}(?::(?P<port>[0-9]{{1,5}}))?(?P<path>/.+)")
_SHORT = re.compile(rf"{_USER}{_HOST}:(?P<path>.+)")


def connect(url: str, access: Access, write: bool) -> Channel:  # noqa: ARG001
    """Start ssh; whether it gets through shows with the first request. Raises InvalidInput, RemoteFailed."""
    from steme.piped import PipeChannel  # with it comes subprocess

    return PipeChannel(command(url, access.environment), "ssh")


def command(url: str, environment: Mapping[str, str]) -> list[str]:
    """The program to run and its arguments. Raises InvalidInput for a url that is none."""
    import shlex

    match = (_LONG if url.startswith("ssh://") else _SHORT).fullmatch(url)
    if match is None:
        raise InvalidInput("url", f"{shown(url)} is not a place for ssh; write ssh://USER@HOST:PORT/PATH or HOST:PATH")
    fields = match.groupdict()
    try:
        program = shlex.split(environment.get(PROGRAM, "")) or ["ssh"]
    except ValueError:
        raise InvalidInput(PROGRAM, "is not a program with its options; look at its quotes") from None
    host = fields["host"].strip("[]")
    login = f"{fields['user']}@{host}" if fields["user"] else host
    port = ["-p", fields["port"]] if fields.get("port") else []
    return [*program, *port, "--", login, f"steme serve --stdio {_word(fields['path'])}"]


def _word(path: str) -> str:
    """The path as one word for a shell. One that begins with ``~/`` is looked for where the login begins."""
    import shlex

    for beginning in ("/~/", "~/"):
        if path.startswith(beginning):
            path = path.removeprefix(beginning)
    if not path.isprintable():
        raise InvalidInput("url", "holds a path that is not printable")
    return shlex.quote(f"./{path}" if path.startswith("-") or not path else path)
