"""List all names for heads.

main follows the newest commit, tags stay where they were put, and remotes are where other repositories were when they
were last seen. For a head of another repository count and time are those that it states itself.

Examples:
    steme refs
    steme refs --format json

Exit status:
    0  listed, even if there are none
    4  there is no repository here
"""

from __future__ import annotations

from steme.heads import named
from steme.repository import Repository
from steme_cli import invocation
from steme_cli.options import Format
from steme_cli.render import named_heads


def command(format: Format = None) -> None:
    with Repository.open(invocation.current().start()) as repository, repository.snapshot() as view:
        found = named(view)
    named_heads.write("steme.refs", found, format)
