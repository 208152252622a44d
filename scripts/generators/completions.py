"""``completions/``: for bash, zsh and fish, without starting Python while a word is completed."""

from __future__ import annotations

from generators import completions_bash, completions_fish, completions_zsh
from generators.command_tree import pages

SHELLS = {
    "completions/bash/{}": completions_bash.script,
    "completions/fish/{}.fish": completions_fish.script,
    "completions/zsh/_{}": completions_zsh.script,
}


def files() -> dict[str, str]:
    """A file for each program and shell, named as the shell looks for it."""
    made = {}
    for program in sorted({page.path[0] for page in pages()}):
        tree = [page for page in pages() if page.path[0] == program]
        made.update({path.format(program): script(program, tree) for path, script in SHELLS.items()})
    return made
