"""Make a proof that an object belongs to a head.

The proof is a JSON document with everything that a stranger needs to check it without the repository: the payload, its
signature or seal, the ids beside it in the Merkle trie, the digests on the way to the root, and the signed head. Check
it with `steme check-proof`, or with any program that follows docs/format/proofs.md.

--head takes main, a tag, the first digits of a head, seq:N or a time. For a head older than main the trie of that time
is computed from all ids, which takes about a second for a million of them.

Examples:
    steme prove 3f2a9c1b7d04 > proof.json
    steme prove 3f2a9c1b7d04 --head v1 --output proof.json
    steme prove 3f2a9c1b7d04 | steme check-proof -

Exit status:
    0  the proof was written
    2  the command line is wrong
    3  no such object or moment, or the object is not under that head or was erased
    4  there is no repository here
    5  refused: the file is there already
    6  the repository is damaged, and nothing can be proved from it
"""

from __future__ import annotations

from typing import Annotated

import typer

from repo_format import proof_document
from steme import moments, proofs
from steme.durable import create_file
from steme.repository import Repository
from steme_cli import invocation, output


def command(
    id: Annotated[str, typer.Argument(metavar="ID", help="Id of an object, or first digits of it.")],
    head: Annotated[str, typer.Option("--head", metavar="MOMENT", help="Under which head.")] = "main",
    file: Annotated[str | None, typer.Option("--output", metavar="FILE", help="Write a new file.")] = None,
) -> None:
    with Repository.open(invocation.current().start()) as repository, repository.snapshot() as view:
        made = proofs.prove(view, id, moments.resolve(view, head))
    text = proof_document.encode(made)
    if file is None:
        output.write(text)
    else:
        create_file(file, text.encode("ascii"), 0o644)
