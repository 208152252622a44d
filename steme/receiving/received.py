"""What came of receiving a pack."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from repo_format.head import Head


class Received:
    """Of the objects in the pack ``added`` were new, ``erased`` of them without their payloads; ``present`` were here.

    The new ones have the numbers from ``first_seq`` up to and without ``next_seq``. ``head`` is ours afterwards, None
    while there is none. ``set_tags`` are the tags that were set or named the same head already, ``kept_tags`` those
    that name another head here and were left alone; full names, sorted. ``came`` are the ids of ``minus`` that came
    nevertheless.
    """

    __slots__ = ("added", "came", "erased", "first_seq", "head", "kept_tags", "next_seq", "present", "set_tags")

    def __init__(self) -> None:
        self.added = self.present = self.erased = 0
        self.first_seq = self.next_seq = 1
        self.head: Head | None = None
        self.came: frozenset[bytes] = frozenset()
        self.set_tags: tuple[str, ...] = ()
        self.kept_tags: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return f"Received({self.added} added, {self.present} present, {self.erased} erased)"
