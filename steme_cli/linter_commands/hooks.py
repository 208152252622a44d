"""Have git check every commit, by hooks of plain git.

The pre-commit hook runs `aphoria verify run --staged`, where there are claims, and `aphoria scan --staged`: it looks at
what is about to be committed and at nothing else, and refuses a commit that breaks a claim or contradicts an authority.
The pre-push hook, which is installed only when asked for, verifies all claims, so that it also finds what is missing.
`git commit --no-verify` goes round them for once.

A hook of somebody else is never written over. It is refused, or with --chain kept, run first, and put back when ours is
taken away. core.hooksPath and worktrees are honoured. Who uses the pre-commit framework needs no hook of ours: it finds
steme-verify, steme-scan and steme-claims-lint in .pre-commit-hooks.yaml.

Examples:
    aphoria hooks install
    aphoria hooks install --hook pre-commit --hook pre-push
    aphoria hooks install --chain --dry-run
    aphoria hooks status
    aphoria hooks status --format json
    aphoria hooks uninstall

Exit status:
    0  done, or it was so already
    2  there is no such hook
    3  this is not in a git repository
    5  refused: a hook of somebody else is there, was changed by hand, or the folder belongs to all repositories
    9  the disk is full or failed
"""

from __future__ import annotations

import os
import shutil
import sys
from typing import Annotated

import typer

from aphoria.hooks import changing
from aphoria.hooks.hook import hooks
from aphoria.place import top_of
from steme_cli import invocation, output
from steme_cli.options import Format
from steme_cli.render import hooks_page

app = typer.Typer()

Chosen = Annotated[
    list[str] | None, typer.Option("--hook", metavar="HOOK", help="pre-commit or pre-push; may be repeated.")
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would be done; change nothing.")]
DEFAULT = ("pre-commit",)


@app.command("install")
def install(
    hook: Chosen = None,
    chain: Annotated[bool, typer.Option("--chain", help="Keep a hook that is there, and run it first.")] = False,
    dry_run: DryRun = False,
) -> None:
    """Install the pre-commit hook, or those that are named."""
    done = changing.install(_top(), _program(), hook or DEFAULT, chain=chain, dry_run=dry_run)
    output.write(hooks_page.deeds(done, dry_run=dry_run))


@app.command("uninstall")
def uninstall(hook: Chosen = None, dry_run: DryRun = False) -> None:
    """Take our hooks away, and put back what was there before."""
    done = changing.uninstall(_top(), _program(), hook or (), dry_run=dry_run)
    output.write(hooks_page.deeds(done, dry_run=dry_run))


@app.command("status")
def status(format: Format = None) -> None:
    """Show which hooks are installed, and what stands in the way of others."""
    hooks_page.write_status(hooks(_top(), _program()), format)


def _top() -> str:
    return top_of(invocation.current().start())


def _program() -> str:
    """Where aphoria is: beside the Python that runs it, else on the path."""
    beside = os.path.join(os.path.dirname(sys.executable), "aphoria")
    return beside if os.access(beside, os.X_OK) else shutil.which("aphoria") or "aphoria"
