"""Global options may stand before the verb: `steme -C shop query x` is read as `steme query -C shop x`.

So there is one place where an option is understood, the command's own declaration, and a command that knows no rows
refuses `--format` wherever it stands.
"""

from __future__ import annotations

VALUED = ("-C", "--color", "--format")
FLAGS = ("--no-pager", "--no-progress")


def verb_first(words: list[str]) -> list[str]:
    """The same words with the global options moved behind the first word that is none. Without a verb: unchanged."""
    at = 0
    while at < len(words):
        taken = _taken(words[at])
        if not taken:
            break
        at += taken
    if at >= len(words) or words[at].startswith("-"):
        return words
    return [words[at], *words[:at], *words[at + 1 :]]


def _taken(word: str) -> int:
    """How many words a global option takes up: 0 when it is none."""
    if word in VALUED:
        return 2
    attached = word.startswith("-C") or word.partition("=")[0] in VALUED[1:]
    return 1 if attached or word in FLAGS else 0
