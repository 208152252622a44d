"""A disk with a volatile cache, as a model: what may be on it after a power cut, given the steps that were recorded.

Only what was synced is certain. Of the rest any part may have arrived: whole writes, sectors of 4096, 512 or 64
bytes, or nothing; behind the durable end of a file a missing part reads as zeros or as garbage. A name (creation,
rename, removal) is certain once its directory was synced; until then each may have arrived or not, though a rename is
never half.
"""

from __future__ import annotations

import os
import random
from dataclasses import dataclass, field
from pathlib import Path

from campaigns.recorder import Step

SECTORS = (1 << 30, 4096, 512, 64)
FAKE_BOOT = "00000000-0000-0000-0000-000000000000"


@dataclass(eq=False)
class Node:
    """A file, or a directory. ``number`` is the inode it had when it was recorded."""

    number: int
    is_directory: bool = False
    data: bytes = b""
    pending: list[tuple[int, bytes]] = field(default_factory=list)
    """Writes since the last sync as offset and bytes; (-1 - size, b"") is a cut to that size."""
    names: dict[str, Node] = field(default_factory=dict)


Naming = list[tuple[Node, str, Node | None]]
"""Names that change together: a creation or a removal changes one, a rename two."""


class Disk:
    """What is certain, and what is pending, after the steps applied so far."""

    def __init__(self, top: int) -> None:
        self.top = Node(top, is_directory=True)
        self._nodes = {top: self.top}
        self._now: dict[tuple[int, str], Node] = {}
        self.namings: list[Naming] = []

    def apply(self, step: Step) -> None:
        """Take one step of a ``Recorder``; acknowledgements mean nothing to a disk."""
        match step:
            case ("create", parent, name, number, *directory):
                node = self._nodes[number] = Node(number, bool(directory))
                self._name([(self._nodes[parent], name, node)])
            case ("write", number, offset, data):
                self._nodes[number].pending.append((offset, data))
            case ("truncate", number, size):
                self._nodes[number].pending.append((-1 - size, b""))
            case ("sync", number):
                self._sync(self._nodes[number])
            case ("rename", old_parent, old, new_parent, new):
                node = self._now[old_parent, old]
                self._name([(self._nodes[old_parent], old, None), (self._nodes[new_parent], new, node)])
            case ("remove", parent, name):
                self._name([(self._nodes[parent], name, None)])

    def _name(self, naming: Naming) -> None:
        self.namings.append(naming)
        for parent, name, node in naming:
            if node is None:
                self._now.pop((parent.number, name), None)
            else:
                self._now[parent.number, name] = node

    def _sync(self, node: Node) -> None:
        if not node.is_directory:
            node.data, node.pending = content(node, [True] * len(node.pending)), []
        certain = [naming for naming in self.namings if any(parent is node for parent, _, _ in naming)]
        self.namings = [naming for naming in self.namings if naming not in certain]
        for naming in certain:
            _carry_out(naming)

    def pending(self) -> int:
        """How many steps are not certain."""
        return len(self.namings) + sum(len(node.pending) for node in self._nodes.values())

    def after_power_cut(self, chance: random.Random) -> Image:
        """One of the states that the disk may be in."""
        fate = _Fate(chance)
        names = {id(node): dict(node.names) for node in self._nodes.values() if node.is_directory}
        for naming in self.namings:
            if fate.name_arrives():
                for parent, name, node in naming:
                    names.setdefault(id(parent), dict(parent.names))
                    if node is None:
                        names[id(parent)].pop(name, None)
                    else:
                        names[id(parent)][name] = node
        image: Image = {}
        _walk(self.top, "", names, fate, image)
        return image


Image = dict[str, tuple[int, bytes | None]]
"""Relative path -> recorded inode and content, None for a directory; parents come first."""


class _Fate:
    """What arrives in one power cut."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._share = chance.choice((0.0, 0.1, 0.5, 0.9, 1.0))
        self._names = chance.choice((0.0, 0.5, 1.0, 1.0))
        self._sector = chance.choice(SECTORS)
        self._garbage = chance.random() < 0.3
        self._stops_at = chance.random() if chance.random() < 0.3 else 1.0
        self._hole = chance.random() < 0.25

    def name_arrives(self) -> bool:
        return self._chance.random() < self._names

    def content(self, node: Node) -> bytes:
        """The file's bytes: each sector of each pending write arrives or not, in order up to where everything stops."""
        parts: list[tuple[int, bytes]] = []
        for offset, data in node.pending:
            if offset < 0:
                parts.append((offset, data))
                continue
            first = self._sector - offset % self._sector
            for at in [0, *range(first, len(data), self._sector)]:
                end = first if at == 0 else at + self._sector
                parts.append((offset + at, data[at:end]))
        arrives = self._arrivals(len(parts))
        whole = Node(node.number, data=node.data, pending=parts)
        made = content(whole, arrives)
        if self._garbage and len(parts) > 1:
            made = made.ljust(len(content(whole, [True] * len(parts))), b"\0")
            made = node.data[: len(made)] + self._spoil(made[len(node.data) :])
        return made

    def _arrivals(self, number: int) -> list[bool]:
        """Which of so many parts arrive; with a hole all but one."""
        if self._hole:
            missing = self._chance.randrange(max(1, number))
            return [i != missing for i in range(number)]
        stop = int(self._stops_at * number)
        return [i <= stop and self._chance.random() < self._share for i in range(number)]

    def _spoil(self, tail: bytes) -> bytes:
        """Zeros that stand for missing parts behind the durable end become random bytes."""
        pieces = [tail[at : at + 64] for at in range(0, len(tail), 64)]
        return b"".join(p if any(p) else self._chance.randbytes(len(p)) for p in pieces)


def content(node: Node, arrives: list[bool]) -> bytes:
    """The content of a file when these of its pending writes arrive."""
    made = bytearray(node.data)
    for (offset, data), arrived in zip(node.pending, arrives, strict=True):
        if not arrived:
            continue
        if offset < 0:
            size = -1 - offset
            del made[size:]
            made.extend(bytes(size - len(made)))
        else:
            made.extend(bytes(max(0, offset - len(made))))
            made[offset : offset + len(data)] = data
    return bytes(made)


def _carry_out(naming: Naming) -> None:
    for parent, name, node in naming:
        if node is None:
            parent.names.pop(name, None)
        else:
            parent.names[name] = node


def _walk(node: Node, path: str, names: dict[int, dict[str, Node]], fate: _Fate, image: Image) -> None:
    for name, child in sorted(names.get(id(node), node.names).items()):
        below = f"{path}/{name}" if path else name
        if child.is_directory:
            image[below] = (child.number, None)
            _walk(child, below, names, fate, image)
        else:
            image[below] = (child.number, fate.content(child))


def materialise(image: Image, top: Path) -> None:
    """Make these files below ``top``, as they would be found after the machine has started again.

    The index's state names the boot, the inode and the time of change that it was written for: the boot becomes another
    one, the others those of the new file where they were those of the file in the image.
    """
    for path, (_, data) in image.items():
        if data is None:
            (top / path).mkdir()
        else:
            (top / path).write_bytes(data)
    for path, (_, data) in image.items():
        if data is not None and path.endswith("index/state"):
            index = path.removesuffix("state") + "data.mdb"
            (top / path).write_bytes(_restarted(data, image.get(index), top / index))


def _restarted(state: bytes, recorded: tuple[int, bytes | None] | None, index: Path) -> bytes:
    lines = state.decode("ascii", "replace").split("\n")
    if len(lines) > 5 and recorded is not None:
        status = os.stat(index)
        lines[1] = FAKE_BOOT
        if lines[2].endswith(f":{recorded[0]}"):
            lines[2] = f"{status.st_dev}:{status.st_ino}"
        if lines[5].startswith(f"{status.st_size} "):
            lines[5] = f"{status.st_size} {status.st_mtime_ns}"  # the worst case: the time of change tells nothing
    return "\n".join(lines).encode("ascii", "replace")
