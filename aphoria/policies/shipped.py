"""The corpus: the policy that comes with the linter, ``aphoria/corpus/corpus.pack`` (docs/semantics/linter.md).

It is checked like any other policy each time it is loaded, against one key that stands here: whoever changes the pack
alone is found out. docs/adr/0029 says how the key changes.
"""

from __future__ import annotations

import os
from functools import cache

from aphoria.policies.pack import Policy, read_file, unpacked
from repo_format.errors import BadSignature

NAME = "corpus"
SIGNER = "699b2facc81fa0e6b07474eda7ad1fefe98aedcfec428c852c614cc2f969b262"
PATH = os.path.join(os.path.dirname(os.path.dirname(__file__)), "corpus", "corpus.pack")


@cache
def corpus() -> Policy:
    """The assertions that come with the linter. Raises BadSignature, MalformedObject for a changed pack."""
    return trusted(read_file(PATH))


def trusted(data: bytes) -> Policy:
    """A corpus from its bytes. Raises BadSignature unless the one key has signed all of it, else as ``unpacked``."""
    policy = unpacked(NAME, data)
    if policy.signers != (SIGNER,):
        raise BadSignature("the corpus is not signed by the key that it has to be signed by; install aphoria again")
    return policy
