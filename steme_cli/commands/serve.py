"""Let others fetch from this repository, and push to it.

By HTTP, one repository at one address; with --stdio over standard input and output, which is what fetching over ssh
runs at the other end. What is spoken is described in docs/format/sync.md.

Over HTTP everybody who can reach the address may read, and nobody may push. With --token-file reading takes a token of
that file too, unless --public-read is given, and pushing takes one that says append:

    read    mirror  9c1f...
    append  ci      41b7...

A token is a secret of 20 characters or more, such as `openssl rand -hex 32` prints; the file must be readable by its
owner alone, and is read again when it changes. HTTP is not encrypted: for others than this machine put a proxy that
speaks https in front.

What is pushed is verified, passes the settings `receive.*`, and is committed with your key, as `steme pull` does.

Examples:
    steme serve
    steme serve --http 127.0.0.1:8080 --token-file ~/tokens
    steme serve --http 0.0.0.0:8080 --read-only
    ssh archive steme serve --stdio /srv/claims

Exit status:
    0    the other side has hung up, or the server was told to end
    2    the command line or the token file is wrong
    4    there is no repository here
    5    refused: the token file is readable by others, or the address is not allowed
    6    the repository is damaged
    8    the other side was cut off
    9    nothing can listen at that address
    130  interrupted
"""

from __future__ import annotations

from typing import Annotated

import typer

from steme_cli import serving


def command(
    path: Annotated[
        str | None, typer.Argument(metavar="[PATH]", help="The repository, the one here by default.")
    ] = None,
    stdio: Annotated[bool, typer.Option("--stdio", help="Speak over standard input and output.")] = False,
    http: Annotated[
        str | None, typer.Option("--http", metavar="HOST:PORT", help="Listen here, 127.0.0.1:7373 by default.")
    ] = None,
    token_file: Annotated[
        str | None, typer.Option("--token-file", metavar="FILE", help="Tokens of those who may read or append.")
    ] = None,
    public_read: Annotated[bool, typer.Option("--public-read", help="Reading takes no token.")] = False,
    read_only: Annotated[bool, typer.Option("--read-only", help="Take no pushes.")] = False,
    connections: Annotated[
        int, typer.Option("--connections", metavar="N", help="Serve at most N at a time, 32 by default.")
    ] = 32,
    rate: Annotated[
        int, typer.Option("--rate", metavar="N", help="At most N requests a minute from each, 600 by default.")
    ] = 600,
    key: Annotated[str | None, typer.Option("--key", metavar="KEY", help="The key to commit pushes with.")] = None,
) -> None:
    if stdio:
        serving.check_stdio(http, token_file, public_read)
        serving.over_pipes(path, key, read_only=read_only)
    else:
        serving.over_http(
            path, key, http or "127.0.0.1:7373", token_file,
            public_read=public_read, read_only=read_only, connections=connections, rate=rate,
        )  # fmt: skip
