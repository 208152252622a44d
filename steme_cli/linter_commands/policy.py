"""Hand rules to other projects, and take them in, signed.

A policy is a file of claims, acknowledgements and aliases, each signed by its author. Taken in, its claims are
authorities for `aphoria scan`, beside the corpus that comes with aphoria; its acknowledgements and aliases hold too.
The files lie in .aphoria/policies, to be committed, and are checked whole each time they are read. Whose signatures are
believed is said once, when a policy is taken in, and stands in .aphoria/policies.toml.

The corpus is a policy like any other, but comes with aphoria: its key is a part of the program.

Examples:
    aphoria policy export team.pack
    aphoria policy export team.pack wallet-tls-001 --acknowledgements --alias digest/function=crypto/hash
    aphoria policy import team.pack --trust 3b6a27bcceb6a42d62a3a8d02a6f0d73653215771de243a63ac048a18b59da29
    aphoria policy import team.pack --name house-rules --trust alice
    aphoria policy list
    aphoria policy show corpus
    aphoria policy show house-rules --format json
    aphoria policy verify
    aphoria policy remove house-rules

Exit status:
    0  done
    2  an option, a name or a file is not right
    3  there is no such file, policy, claim or key
    5  signed by a key that is not believed, or not by it at all
    6  a policy is damaged
    9  the disk is full or failed; nothing was changed
"""

from __future__ import annotations

import os
from typing import Annotated

import typer

from aphoria.place import FOLDER, top_of
from aphoria.policies import gathering, shipped
from aphoria.policies.pack import Policy, packed, read_file, unpacked
from aphoria.policies.registry import Registry
from aphoria.writing import replace_file
from repo_format.errors import InvalidInput
from steme import keys, times
from steme.configuration import Configuration
from steme_cli import invocation, output, question
from steme_cli.options import Format, Key
from steme_cli.render import policy_page

app = typer.Typer()

Name = Annotated[str, typer.Argument(metavar="NAME", help="The name of a policy, or corpus.")]
Trust = Annotated[
    list[str] | None,
    typer.Option("--trust", metavar="KEY", help="Believe this key: 64 hex digits, or a label. May be repeated."),
]
Ids = Annotated[list[str] | None, typer.Argument(metavar="[ID]...", help="Only these claims; else every active one.")]
NewName = Annotated[
    str | None, typer.Option("--name", metavar="NAME", help="Its name here; that of the file if left out.")
]
_DIGITS = 64


def _registry() -> Registry:
    return Registry(os.path.join(top_of(invocation.current().start()), FOLDER))


def _load(name: str) -> Policy:
    return shipped.corpus() if name == shipped.NAME else _registry().load(name)


@app.command("export")
def export(
    file: Annotated[str, typer.Argument(metavar="FILE", help="The file to write; one that is there is replaced.")],
    id: Annotated[
        list[str] | None, typer.Argument(metavar="[ID]...", help="Only these claims; else active ones.")
    ] = None,
    acknowledgements: Annotated[bool, typer.Option("--acknowledgements", help="The signed ones too.")] = False,
    alias: Annotated[
        list[str] | None,
        typer.Option("--alias", metavar="ALIAS=SUBJECT", help="A further name of TOPIC/LEAF; may be repeated."),
    ] = None,
    key: Key = None,
) -> None:
    """Write signed claims, acknowledgements and aliases into a file.

    Claims and acknowledgements go as their authors signed them; --key is whom aliases are signed by.
    """
    top = top_of(invocation.current().start())
    signed = [*gathering.claims(top, id or ()), *(gathering.acknowledgements(top) if acknowledgements else ())]
    if alias:
        signing = keys.default(key, Configuration(None), question.passphrase)
        signed += gathering.aliases(alias, signing, times.now())
    if not signed:
        raise InvalidInput("", "there is nothing to export; `aphoria claims create` makes a claim")
    data = packed(os.path.basename(file), signed)
    replace_file(file, data)
    output.note(policy_page.summary(unpacked(os.path.basename(file), data)))


@app.command("import")
def import_policy(
    file: Annotated[str, typer.Argument(metavar="FILE", help="A policy.")],
    name: Annotated[
        str | None, typer.Option("--name", metavar="NAME", help="Its name here; that of the file if left out.")
    ] = None,
    trust: Trust = None,
) -> None:
    """Take a policy in, or a newer version of one; its signers must be believed."""
    stem = os.path.basename(file).partition(".")[0].lower()
    taken = _registry().take(name or stem, read_file(file), [_key(one) for one in trust or ()])
    output.note(policy_page.summary(taken))


def _key(text: str) -> str:
    if len(text) == _DIGITS and all(digit in "0123456789abcdef" for digit in text):
        return text
    return keys.find(text, public=True).public.hex()


@app.command("list")
def list_policies(format: Format = None) -> None:
    """List the corpus and the policies that were taken in."""
    policy_page.write_list([shipped.corpus(), *_registry().all()], format)


@app.command("show")
def show(name: Name, format: Format = None) -> None:
    """Show what a policy says."""
    policy_page.write(_load(name), format)


@app.command("verify")
def verify(
    file: Annotated[str | None, typer.Argument(metavar="[FILE]", help="A policy that was not taken in yet.")] = None,
) -> None:
    """Check every object and signature of the corpus and of all policies, or of one file."""
    if file is not None:
        output.note(policy_page.summary(unpacked(os.path.basename(file), read_file(file))))
        return
    for policy in (shipped.corpus(), *_registry().all()):
        output.note(policy_page.summary(policy))


@app.command("remove")
def remove(name: Name) -> None:
    """Forget a policy and whom it was believed from."""
    if name == shipped.NAME:
        raise InvalidInput("NAME", "corpus comes with aphoria; a claim that supersedes an assertion overrides it")
    _registry().remove(name)
