"""Short forms of the campaigns; `scripts/fuzz all` runs them at length."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

from mutation import bursts, flips, forgeries, index_damage, specimen

from repo_format import frame
from repo_format.checking.check import check

ROOT = Path(__file__).resolve().parents[2]


def test_every_flipped_bit_is_found_once_and_named() -> None:
    summary = flips.run(seed=1, rounds=400)
    assert summary.violations == []
    kinds = {name.removeprefix("in ") for name in summary.figures if name.startswith("in ")}
    assert kinds == {frame.KIND_NAMES[kind] for kind in range(frame.OPENING, frame.CLOSING + 1)}


def test_larger_damage_costs_only_what_it_touches() -> None:
    summary = bursts.run(seed=1, rounds=150)
    assert summary.violations == []
    assert set(bursts.WAYS) <= set(summary.figures)


def test_no_forgery_is_taken() -> None:
    summary = forgeries.run(seed=1, rounds=3_000)
    assert summary.violations == []
    assert summary.figures["refused"] > 2_900


def test_a_damaged_index_harms_nobody() -> None:
    summary = index_damage.run(seed=1, rounds=len(index_damage.WAYS))
    assert summary.violations == []
    assert summary.figures["queries right"] == len(index_damage.WAYS)


def test_an_index_that_was_damaged_unnoticed_is_found_and_mended() -> None:
    summary = index_damage.run(seed=3, rounds=len(index_damage.SILENT_WAYS), unnoticed=True)
    assert summary.violations == []


def test_the_campaigns_can_fail(specimen_copy: Path) -> None:
    """A bit that is flipped and not looked for is a violation of the flips' own judgement."""
    known = specimen.parts(specimen_copy)
    remember = flips.Memory(known)
    block = next(part for part in known if part.kind == frame.BLOCK)
    seal = next(part for part in known if part.kind == frame.SEAL)
    flips.flip(seal.file, seal.end - 1, 0)
    assert flips.judge(specimen_copy, block, block.end - 1, 0, remember) != []
    flips.flip(seal.file, seal.end - 1, 0)
    assert flips.judge(specimen_copy, block, block.end - 1, 0, remember) == []


def test_with_an_index_the_check_names_objects_signed_one_by_one(tmp_path: Path) -> None:
    specimen.build(tmp_path)
    chance = random.Random(1)
    signed = [part for part in specimen.parts(tmp_path) if part.kind == frame.SIGNED and len(part.ids) > 1]
    for part in chance.sample(signed, 3):
        begin, _, identifier = part.entries[1]
        flips.flip(part.file, begin + 10, 3)
        damage = [finding for finding in check(str(tmp_path)).findings if finding.severity == "damage"]
        flips.flip(part.file, begin + 10, 3)
        assert [(one.file, one.byte, one.ids, one.unnamed) for one in damage] == [
            (f"log/{part.file.name}", part.offset, [identifier], 0)
        ]


def test_the_script_ends_with_a_line_of_figures() -> None:
    words = [sys.executable, str(ROOT / "scripts" / "fuzz"), "forgeries", "--seed", "7", "--rounds", "60"]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("forgeries: seed 7, ")
    assert "0 violations" in done.stdout
