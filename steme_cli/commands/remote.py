"""Give other repositories names, and show what is known of them.

A remote is a name for another repository, kept in .steme/config.toml: a directory, ssh://HOST/PATH or HOST:PATH,
https://HOST/PATH, or a git repository, git+https://HOST/PATH, git+ssh://HOST/PATH, git+file:///PATH, or git:origin for
what the git repository around this one calls origin; there claims lie in refs/steme/main, beside the branches, and
.steme itself is best named in .gitignore.

None of these asks the other side anything: `steme fetch`, `steme push` and `steme ls-remote` do. How far apart the two
are is what the last exchange found out.

Whoever signs a remote's head vouches for nothing but that head; claims carry the signatures of their authors. Any key
may sign it, and one that has not been seen before is pointed out; `trust` lists those that may.

Examples:
    steme remote add origin ../claims
    steme remote add hub git:origin
    steme remote list
    steme remote show origin
    steme remote set-url origin ssh://host.example/srv/claims
    steme remote trust origin alice 3f2a9c0d1e
    steme remote trust origin
    steme remote rename origin upstream
    steme remote remove hub

Exit status:
    0  done
    2  a name or a URL that is none, or one that holds a password
    3  no such remote or key
    4  there is no repository here
    5  refused: the name is taken
    7  rename, remove: another process is writing; try again
    9  the system could not read or write
"""

from __future__ import annotations

from typing import Annotated

import typer

from steme import keys, remotes
from steme.authors import Authors
from steme.repository import Repository
from steme.transport import shown_url
from steme_cli import invocation, output, question, remote_looks
from steme_cli.options import Format
from steme_cli.render.record import record
from steme_cli.render.rows import rows
from steme_cli.render.text import safe
from steme_cli.sharing_options import Key

Name = Annotated[str, typer.Argument(metavar="NAME", help="Name of the remote: letters, digits, _ and -.")]
Url = Annotated[str, typer.Argument(metavar="URL", help="Where it is.")]

app = typer.Typer()


@app.command("add")
def add(name: Name, url: Url) -> None:
    """Give a repository a name here."""
    with _opened() as repository:
        made = remotes.add(repository, name, url)
    output.note(safe(f"{made.name} is {shown_url(made.url)}; `steme fetch {made.name}` asks it for what it has"))


@app.command("list")
def show_all(format: Format = None) -> None:
    """List the remotes, with how far apart each was the last time."""
    authors = Authors()
    with _opened() as repository:
        found = [remote_looks.facts(remote, apart, authors) for remote, apart in remotes.distances(repository)]
    rows("steme.remote.list", remote_looks.REMOTES, found, format=format)


@app.command("show")
def show(name: Name, format: Format = None) -> None:
    """Show what is known of a remote."""
    authors = Authors()
    with _opened() as repository:
        remote, apart = remotes.find(repository, name), remotes.distance(repository, name)
    facts = remote_looks.facts(remote, apart, authors)
    record("steme.remote", facts, format=format, human=remote_looks.human(remote, apart, authors))


@app.command("set-url")
def set_url(name: Name, url: Url) -> None:
    """Let a remote be at another place."""
    with _opened() as repository:
        remotes.find(repository, name)
        remotes.set_url(repository, name, url)


@app.command("rename")
def rename(
    old: Name, new: Annotated[str, typer.Argument(metavar="NEW", help="Its new name.")], key: Key = None
) -> None:
    """Give a remote another name; what is known of it goes along."""
    with _opened() as repository:
        remotes.rename(repository, old, new, keys.default(key, repository.configuration, question.passphrase))


@app.command("remove")
def remove(name: Name, key: Key = None) -> None:
    """Forget a remote. Objects that came from it stay."""
    with _opened() as repository:
        remotes.remove(repository, name, keys.default(key, repository.configuration, question.passphrase))


@app.command("trust")
def trust(
    name: Name,
    signer: Annotated[
        list[str] | None, typer.Argument(metavar="[KEY]...", help="Labels or first digits of keys.")
    ] = None,
) -> None:
    """Say whose heads to believe of a remote; without keys, anybody's."""
    with _opened() as repository:
        made = remotes.set_trust(repository, name, signer or [])
    output.note(safe(f"heads of {name} count when signed by {remote_looks.trusted(made, Authors())}"))


def _opened() -> Repository:
    return Repository.open(invocation.current().start())
