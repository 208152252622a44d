"""Check a proof that an object belongs to a head.

Needs no repository and no network: the proof holds everything. It is checked that the payload is a valid object, that
its author signed or sealed it, that its id stands in the trie under the root that the head names, and that the head is
signed.

Whose head it is matters as much: anybody can sign a head of their own. --signer demands one, by its public key of 64
digits or by the name of a key that `steme key list` shows.

Examples:
    steme check-proof proof.json
    steme check-proof proof.json --signer alice
    steme prove 3f2a9c1b7d04 | steme check-proof - --format json

Exit status:
    0  every link of the proof holds
    2  the file is not a proof, or the command line is wrong
    3  there is no such file or key
    5  a link is broken, or the head is somebody else's; the message names the link
"""

from __future__ import annotations

from typing import Annotated

import typer

from steme import proofs
from steme_cli import small_file
from steme_cli.options import Format
from steme_cli.render import proof_page


def command(
    file: Annotated[str, typer.Argument(metavar="FILE", help="A proof; - for stdin.")],
    signer: Annotated[
        str | None, typer.Option("--signer", metavar="KEY", help="Who must have signed the head.")
    ] = None,
    format: Format = None,
) -> None:
    data = small_file.read(file, proofs.MAX_DOCUMENT)
    demanded = proofs.signer_named(signer) if signer else None
    given, payload = proofs.check(data, demanded)
    proof_page.write(given, payload, demanded=demanded is not None, format=format)
