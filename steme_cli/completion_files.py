"""The completion scripts that come with steme: made by ``scripts/generate``, kept as files, printed by a command."""

from __future__ import annotations

import os

from repo_format.errors import NotFound

HERE = os.path.dirname(__file__)
PLACES = (os.path.join(HERE, "completions"), os.path.join(HERE, os.pardir, "completions"))
"""In an installed package, and in a checkout."""


def script(shell: str) -> str:
    """The scripts of all programs for one of bash, zsh and fish. Raises NotFound when the files were not installed."""
    folder = next((place for place in PLACES if os.path.isdir(os.path.join(place, shell))), None)
    if folder is None:
        raise NotFound(f"the completion scripts for {shell} are not installed with this steme")
    texts = []
    for name in sorted(os.listdir(os.path.join(folder, shell))):
        with open(os.path.join(folder, shell, name), encoding="utf-8") as file:
            texts.append(file.read())
    return "\n".join(texts)
