"""Single flipped bits: each is to be found once, named by its frame, and to cost no other object its good name."""

from __future__ import annotations

import random
import tempfile
from pathlib import Path

from mutation import specimen
from mutation.specimen import Part
from mutation.summary import Summary
from repo_format import block, frame, ids
from repo_format.checking import check as checking
from repo_format.checking.finding import DAMAGE, Finding
from repo_format.errors import MalformedObject


def run(seed: int, rounds: int) -> Summary:
    """Flip ``rounds`` random bits of the specimen's log, one at a time."""
    summary, chance = Summary("flips", seed), random.Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        parent = Path(folder)
        specimen.build(parent)
        known = specimen.parts(parent)
        remember = Memory(known)
        for _ in range(rounds):
            part = chance.choices(known, weights=[one.end - one.offset for one in known])[0]
            byte, bit = chance.randrange(part.offset, part.end), chance.randrange(8)
            for problem in judge(parent, part, byte, bit, remember):
                summary.violations.append(f"{part.file.name}, byte {byte}, bit {bit}: {problem}")
            summary.count("flips")
            summary.count(f"in {frame.KIND_NAMES[part.kind]}")
    return summary


class Memory:
    """What the index would say the ids are."""

    def __init__(self, known: list[Part]) -> None:
        self._ids = [one for part in known if part.kind in (frame.SIGNED, frame.BLOCK) for one in part.ids]

    def __call__(self, first: int, count: int) -> list[bytes]:
        return self._ids[first - 1 : first - 1 + count]


def judge(parent: Path, part: Part, byte: int, bit: int, remember: Memory) -> list[str]:
    """Flip a bit, check, flip it back; what is wrong with the findings."""
    flip(part.file, byte, bit)
    try:
        report = checking.check(str(parent), index=False, names=remember)
        needed = _needed(part, byte, part.file.read_bytes())
    finally:
        flip(part.file, byte, bit)
    return _problems(report.findings, part, needed)


def flip(file: Path, byte: int, bit: int) -> None:
    """Turn one bit over."""
    with open(file, "r+b") as opened:
        opened.seek(byte)
        before = opened.read(1)[0]
        opened.seek(byte)
        opened.write(bytes((before ^ 1 << bit,)))


def _problems(findings: list[Finding], part: Part, needed: set[bytes]) -> list[str]:
    damage = [finding for finding in findings if finding.severity == DAMAGE]
    if len(damage) != 1 or len(findings) != 1:
        return [f"{len(findings)} findings: {[(f.severity, f.what, f.place, f.message) for f in findings]}"]
    found, problems = damage[0], []
    if (found.file, found.byte) != (f"log/{part.file.name}", part.offset):
        problems.append(f"was named as {found.place}")
    if found.frame != frame.KIND_NAMES[part.kind]:
        problems.append(f"was called {found.frame!r}, not {frame.KIND_NAMES[part.kind]!r}")
    if found.unnamed:
        problems.append(f"{found.unnamed} objects have no name")
    if not set(found.ids) <= set(part.ids):
        problems.append("names an object that is sound")
    if not needed <= set(found.ids):
        problems.append("does not name an object that is damaged")
    return problems


def _needed(part: Part, byte: int, data: bytes) -> set[bytes]:
    """The ids that have to be named at least, when the frame's file holds ``data``."""
    if byte < part.offset + frame.OVERHEAD:
        return set()
    if part.kind == frame.SIGNED:
        return {one for begin, end, one in part.entries if begin <= byte < end}
    if part.kind == frame.BLOCK:
        return set(part.ids) - _readable(data[part.offset : part.end])
    return set(part.ids) if part.kind == frame.SEAL else set()


def _readable(data: bytes) -> set[bytes]:
    """The ids, by their bytes, of what can still be read from a damaged ``BLOCK``."""
    flags = int.from_bytes(data[6:8], "big")
    try:
        return {ids.object_id(payload) for payload in block.decode_block(flags, data[frame.OVERHEAD :])[2]}
    except MalformedObject:
        return set()
