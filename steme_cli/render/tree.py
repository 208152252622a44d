"""A tree of lines, drawn as `tree` draws folders."""

from __future__ import annotations

import sys

from steme_cli.render.text import safe

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


class Node:
    """A line of text (made safe when it is drawn) and the nodes below it."""

    __slots__ = ("below", "text")

    def __init__(self, text: str, below: Sequence[Node] = ()) -> None:
        self.text = text
        self.below = list(below)


def drawn(root: Node) -> Iterator[str]:
    """The lines of a tree from the root on; branches in ASCII where stdout cannot write lines."""
    plain = "utf" not in (sys.stdout.encoding or "").lower()
    branches = ("|- ", "`- ", "|  ", "   ") if plain else ("├─ ", "└─ ", "│  ", "   ")
    yield safe(root.text)
    yield from _below(root, "", branches)


def _below(node: Node, before: str, branches: tuple[str, str, str, str]) -> Iterator[str]:
    fork, end, line, space = branches
    for number, one in enumerate(node.below, 1):
        is_last = number == len(node.below)
        yield f"{before}{end if is_last else fork}{safe(one.text)}"
        yield from _below(one, before + (space if is_last else line), branches)
