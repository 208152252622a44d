"""Larger damage: stretches zeroed, overwritten, removed or put in, over several frames and at the ends of files."""

from __future__ import annotations

import random
import tempfile
from pathlib import Path

from mutation import specimen
from mutation.flips import Memory
from mutation.specimen import Part
from mutation.summary import Summary
from repo_format import frame
from repo_format.checking import check as checking
from repo_format.checking.check import Report

WAYS = ("zeroed", "overwritten", "removed", "put in", "cut off", "copied over")
_LONGEST = 4_096


def run(seed: int, rounds: int) -> Summary:
    """Damage ``rounds`` stretches of the specimen's log, one at a time."""
    summary, chance = Summary("bursts", seed), random.Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        parent = Path(folder)
        specimen.build(parent)
        known = specimen.parts(parent)
        remember = Memory(known)
        for number in range(rounds):
            file = chance.choice(specimen.segments(parent))
            way = chance.choice(WAYS)
            whole = file.read_bytes()
            changed, begin, end = damaged(whole, way, chance)
            file.chmod(0o644)
            file.write_bytes(changed)
            report = checking.check(str(parent), index=False, names=remember)
            file.write_bytes(whole)
            touched = [part for part in known if part.file == file and part.offset < end and part.end > begin]
            if changed != whole:
                for problem in _problems(report, touched, file, begin, way == "copied over"):
                    summary.violations.append(f"round {number}: {way}, {file.name}, bytes {begin} to {end}: {problem}")
            summary.count("bursts")
            summary.count(way)
    return summary


def damaged(data: bytes, way: str, chance: random.Random) -> tuple[bytes, int, int]:
    """The bytes after the damage, and the stretch of the old ones that it touches."""
    begin = chance.randrange(len(data))
    end = min(len(data), begin + chance.randrange(1, _LONGEST))
    match way:
        case "zeroed":
            return data[:begin] + bytes(end - begin) + data[end:], begin, end
        case "overwritten":
            return data[:begin] + chance.randbytes(end - begin) + data[end:], begin, end
        case "removed":
            return data[:begin] + data[end:], begin, end
        case "put in":
            return data[:begin] + chance.randbytes(end - begin) + data[begin:], begin, begin + 1
        case "cut off":
            return data[:begin], begin, len(data)
    source = chance.randrange(len(data))
    piece = data[source : source + end - begin]
    return data[:begin] + piece + data[begin + len(piece) :], begin, begin + len(piece)


def _problems(report: Report, touched: list[Part], file: Path, begin: int, is_copied: bool) -> list[str]:
    """What is wrong with the report. Genuine frames in a strange place bring objects of other frames with them."""
    tail = file.name == "active.seg" and all(finding.what == "tail" for finding in report.findings)
    if not report.is_damaged and not tail:
        return ["was not found"]
    if is_copied:
        return []
    affected = {one for part in touched for one in part.ids}
    named = {one for finding in report.findings for one in finding.ids}
    problems = []
    if not named <= affected:
        problems.append(f"{len(named - affected)} sound objects are named")
    needed = {one for part in touched if part.kind == frame.SEAL for one in part.ids}
    if not needed <= named and not tail:
        problems.append(f"{len(needed - named)} damaged objects are not named")
    places = [finding for finding in report.findings if finding.file == f"log/{file.name}"]
    if not any(finding.byte <= begin for finding in places) and not tail:
        problems.append(f"the place is not named: {[finding.place for finding in report.findings]}")
    return problems
