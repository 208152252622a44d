"""Make, list and exchange signing keys.

A key is an Ed25519 key pair in a file of its own, in the folder keys/ of $STEME_CONFIG_HOME, else of
$XDG_CONFIG_HOME/steme, else of ~/.config/steme. Its public key is the author of what it signs.

Which key signs: the one that --key names, else STEME_KEY, else the setting user.key, else the only one there is. A key
is named by its label, by a path that holds a slash, or by 7 or more first digits of its public key.

A key locked with a passphrase is opened with the first line of the file that STEME_PASSPHRASE_FILE names, else with
STEME_PASSPHRASE, else the passphrase is asked for at the terminal.

Examples:
    steme key new alice
    steme key new work --passphrase
    steme key list
    steme key list --format json
    steme key show alice
    steme key export alice > alice.pub
    steme key export alice --secret --output backup.key
    steme key import backup.key
    steme key import bob.pub --name bob
    steme key passphrase alice
    steme key profile alice --name 'Alice Martin' --contact mailto:alice@example.org
    steme key rotate alice alice-2027
    steme key revoke alice --reason 'laptop stolen'

Exit status:
    0  done
    2  a name that cannot be a label, or a file that is no key file
    3  no such key or file
    4  profile, rotate, revoke: there is no repository here
    5  refused: the key is there already, its file is open to others, the passphrase is wrong, it was given up
    7  profile, rotate, revoke: another process is writing; try again
    9  the system could not read or write
"""

from __future__ import annotations

from typing import Annotated

import typer

from steme.agents import publish_profile, revoke, rotate
from steme.durable import create_file
from steme.keys import KeyFile, find, list_keys, load
from steme.keys.changes import change_passphrase, create_key, export_key, import_key
from steme.keys.key_file import MAX_BYTES
from steme.repository import Repository
from steme.times import format_time
from steme_cli import invocation, output, question, small_file
from steme_cli.options import Format
from steme_cli.render.record import record
from steme_cli.render.rows import Column, rows

Name = Annotated[str, typer.Argument(metavar="NAME", help="Label, path or first digits of the public key.")]
Reason = Annotated[str | None, typer.Option("--reason", metavar="TEXT", help="Why, for others to read.")]

app = typer.Typer()


@app.command("new")
def new(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Label of the key: A-Z a-z 0-9 . _ @ -")],
    passphrase: Annotated[bool, typer.Option("--passphrase", help="Ask for a passphrase to lock it with.")] = False,
) -> None:
    """Make a signing key and print its public key.

    With --passphrase the file is of no use to whoever copies it without knowing the passphrase, which is asked for
    unless the environment has it; making and opening such a key takes half a second and 256 MiB. Keep a copy of the
    file: a lost key cannot be made again.
    """
    output.write(create_key(name, question.new_passphrase if passphrase else None).public.hex() + "\n")


@app.command("list")
def show_all(format: Format = None) -> None:
    """List the keys that are here.

    Kind is secret for a key that signs, locked for one that signs when its passphrase is given, and public for
    somebody else's key, which only gives a name to an author. What cannot be used is said on stderr.
    """
    keys, problems = list_keys()
    for problem in problems:
        output.note(f"not usable: {problem}")
    columns = (Column("name"), Column("kind"), Column("created"), Column("public_key"))
    count = rows("steme.key.list", columns, map(_facts, keys), format=format)
    if not count and format is None:
        output.note("there is no key yet; `steme key new NAME` makes one")


@app.command("show")
def show(name: Name, format: Format = None) -> None:
    """Show one key: its public key, when it was made, and whether it is locked."""
    record("steme.key", _facts(find(name, public=True)), format=format)


@app.command("export")
def export(
    name: Name,
    secret: Annotated[bool, typer.Option("--secret/--public", help="The secret too, or only the public key.")] = False,
    file: Annotated[str | None, typer.Option("--output", metavar="FILE", help="Write a new file, mode 0600.")] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask whether to give the secret out.")] = False,
) -> None:
    """Print a key as a key file: its public key, or all of it.

    With --secret it asks first; off a terminal --yes has to say it. A locked key stays locked.
    """
    if secret and not yes:
        question.confirm(f"whoever has the secret of {name} can sign in its name", "--yes")
    data = export_key(name, secret)
    if file is None:
        output.write(data.decode())
    else:
        create_file(file, data)


@app.command("import")
def import_(
    file: Annotated[str, typer.Argument(metavar="FILE", help="A key file; - for stdin.")],
    name: Annotated[str | None, typer.Option("--name", metavar="NAME", help="Label to give it here.")] = None,
) -> None:
    """Add a key from a key file and print its public key.

    A public key gives its author a name in what steme shows; a secret one signs. The file itself is left alone: delete
    it if it holds a secret and is not your backup.
    """
    data = small_file.read(file, MAX_BYTES)
    output.write(import_key(data, name, small_file.place(file)).public.hex() + "\n")


@app.command("passphrase")
def passphrase(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Label or first digits of the public key.")],
    remove: Annotated[bool, typer.Option("--remove", help="Leave the key without a passphrase.")] = False,
) -> None:
    """Lock a key with a new passphrase, or with none.

    The disk may keep what the file held before: a key that was ever without a passphrase is better replaced than
    locked.
    """
    change_passphrase(name, None if remove else question.new_passphrase, question.passphrase)


@app.command("profile")
def profile(
    name: Name,
    called: Annotated[str, typer.Option("--name", metavar="TEXT", help="Who the owner of the key is.")],
    contact: Annotated[str | None, typer.Option("--contact", metavar="TEXT", help="Where to reach them.")] = None,
    description: Annotated[str | None, typer.Option("--description", metavar="TEXT", help="More about them.")] = None,
) -> None:
    """Say in the repository who the owner of a key is.

    Prints the id of what was signed. A later profile takes the place of an earlier one. It is a claim of the key's
    owner and proves nothing.
    """
    with Repository.open(invocation.current().start()) as repository:
        signing = load(name, question.passphrase)
        output.write(publish_profile(repository, signing, called, contact, description).hex() + "\n")


@app.command("rotate")
def rotate_(
    name: Name,
    new_key: Annotated[str, typer.Argument(metavar="NEW", help="The key that follows; make it with key new.")],
    reason: Reason = None,
) -> None:
    """Let another key follow this one in the repository.

    Both keys sign it, and its id is printed. From then on they are one author: what others delegated to the old one
    holds for the new one, and outcomes of both make one rank. It cannot be taken back, and only the first such step
    of a key counts. Sign with the new key from then on.
    """
    with Repository.open(invocation.current().start()) as repository:
        old, new = load(name, question.passphrase), load(new_key, question.passphrase)
        output.write(rotate(repository, old, new, reason).hex() + "\n")


@app.command("revoke")
def revoke_(
    name: Name,
    reason: Reason = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Give a key up in the repository, for good.

    Prints the id of what was signed. What the key signs and the repository learns later steps aside; what it signed
    before stays. Keys that it took over from are given up with it. A key that may be stolen is rotated first, so that
    its owner can go on, then revoked.
    """
    with Repository.open(invocation.current().start()) as repository:
        signing = load(name, question.passphrase)
        if not yes:
            question.confirm(f"nothing that {signing.label} signs from now on will count", "--yes")
        output.write(revoke(repository, signing, reason).hex() + "\n")


def _facts(key: KeyFile) -> dict[str, object]:
    created = format_time(key.created)
    return {"name": key.label, "kind": key.kind, "created": created, "public_key": key.public.hex()}
