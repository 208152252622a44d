"""The moments of the pilot, run as a reader runs them, say what they are there to show."""

from __future__ import annotations

import ast
import json
import os
import random
import re
import runpy
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
PILOT = ROOT / "examples/pilot"
SCRIPT = PILOT / "verify_export.py"
MOMENTS = sorted(path.name for path in PILOT.glob("[1-9]-*"))
VERIFY: Any = runpy.run_path(str(SCRIPT))
NO_EXPORT = (KeyError, TypeError, ValueError, AttributeError, VERIFY["struct"].error)


class Shown:
    """Runs each moment once and keeps its repository; ``shown["1-..."]`` is what a terminal would show."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self._said: dict[str, str] = {}
        programs = place / "programs"
        programs.mkdir()
        for name, words in (("steme", f"{sys.executable} -m steme_cli"), ("python3", sys.executable)):
            (programs / name).write_text(f'#!/bin/sh\nexec {words} "$@"\n')
            (programs / name).chmod(0o755)
        self._surroundings = {**os.environ, "PATH": f"{programs}:{os.environ['PATH']}"}

    def __getitem__(self, name: str) -> str:
        if name not in self._said:
            done = subprocess.run(
                [str(PILOT / name), str(self.place / name)],
                env=self._surroundings,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                timeout=300,
                check=False,
            )
            assert done.returncode == 0, done.stdout
            self._said[name] = done.stdout
        return self._said[name]

    def after(self, name: str, command: str) -> str:
        """What one command of a moment printed, up to the next one."""
        rest = self[name].split(f"\n$ {command}\n", 1)[1]
        return rest.split("\n$ ", 1)[0]


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Shown:
    return Shown(tmp_path_factory.mktemp("pilot"))


def conflict(page: str) -> float:
    """The first conflict score on a page."""
    found = re.search(r"conflict (\d\.\d\d)", page)
    assert found
    return float(found.group(1))


def test_regulator_and_forum(shown: Shown) -> None:
    name, question = "1-regulator-and-forum", "drug/examplin/pancreatitis risk"
    assert conflict(shown.after(name, f"steme skeptic {question}")) > 0.5
    page = shown.after(name, f"steme query {question} --lens authority").splitlines()
    assert page[1] == "0.002"
    assert page[2].startswith("  by fda, 2024-03-01, regulatory, confidence 0.95, ")
    last = shown.after(name, f"steme query {question} --lens authority --value --fail-on-conflict")
    assert last == "0.002\nexit status 1\n"


def test_retracted_study(shown: Shown) -> None:
    name = "2-retracted-study"
    before, after = re.findall(r"^111 claims by .*$", shown[name], re.MULTILINE)
    assert before.endswith("1 cites it, 110 follow from those; 0 step aside today")
    assert after.endswith("1 cites it, 110 follow from those; 111 step aside today")
    was, now = shown[name].split("$ steme retract", 1)
    assert "\nexamplin\n" in was
    assert "\nexercise first\n" in now
    assert "set aside: 1 by parent retracted" in now


def test_the_answers_that_used_the_study(shown: Shown) -> None:
    replayed = shown["2-retracted-study"].split("$ steme audit replay", 1)[1].split("audit record ")[1:]
    verdicts = {one.split(": ", 1)[1].split(" ", 1)[0]: "it no longer holds" in one for one in replayed}
    assert verdicts == {"guideline/99": False, "review/3": True, "guideline/3": True}
    assert all("reproduced exactly" in one for one in replayed)


def test_proof_elsewhere(shown: Shown) -> None:
    said = shown["3-proof-elsewhere"]
    assert "\n101 objects hold, 1 seals: {'source': 1, 'assertion': 100}\n" in said
    assert re.search(r"\nthis does not hold: the object \w{12}: its seal does not list it\nexit status 1\n$", said)


def test_then_and_now(shown: Shown) -> None:
    name, ask = "4-then-and-now", "steme query drug/aspirin/dosage recommended"
    assert shown.after(name, f"{ask} --as-of 2023-01-01 --value") == "81\n"
    assert shown.after(name, f"{ask} --as-of 2025-01-01 --value").startswith("325\n")
    moved = shown.after(name, "steme timeline drug/aspirin/dosage recommended").splitlines()[1:3]
    assert [line.split()[:3] for line in moved] == [["2022-04-01", "00:00", "81"], ["2024-09-15", "00:00", "325"]]
    assert shown.after(name, f"{ask} --known-at seq:1 --value") == "81\n"


@pytest.mark.parametrize(("lens", "value"), [("authority", "81"), ("consensus", "100"), ("recency", "325")])
def test_three_lenses(shown: Shown, lens: str, value: str) -> None:
    command = f"steme query drug/aspirin/dosage recommended --lens {lens} --value"
    assert shown.after("5-three-lenses", command) == value + "\n"


def test_crowd(shown: Shown) -> None:
    name, question = "6-crowd", "drug/examplin/pancreatitis risk"
    for lens in ("authority", "layered"):
        command = f"steme query {question} --lens {lens} --value"
        assert shown.after(name, command).splitlines()[0] == "0.002"
    sides = json.loads((shown.place / name / "before.json").read_text())["steme.query/v1"][0]["sides"]
    assert {side["value"]: side["voices"] for side in sides} == {0.12: 50, 0.002: 1}
    first, second = (part.split("\n\n")[0] for part in shown[name].split("$ grep -E '%|conflict' page.txt\n")[1:])
    assert first.rstrip() == second.rstrip()
    assert "0.12" in first
    assert "0.002" in first
    assert "added         1,000" in shown[name]
    assert shown[name].endswith("--lens authority --value\n0.002\n")


def test_the_read_me_shows_what_is_printed(shown: Shown) -> None:
    printed = {_masked(line) for name in MOMENTS for line in shown[name].splitlines()}
    blocks = re.findall(r"^```\n(.*?)^```", (PILOT / "README.md").read_text(), re.MULTILINE | re.DOTALL)
    lines = [_masked(line) for block in blocks for line in block.splitlines() if line]
    assert len(lines) > 30
    assert [line for line in lines if line not in printed] == []


def _masked(line: str) -> str:
    line = re.sub(r"\b[0-9a-f]{64}\b|\b[0-9a-f]{12}\b", "ID", line)
    return re.sub(r"\b20\d\d-\d\d-\d\dT[\d:.]+Z \(.*\)", "TIME", line)


def test_the_verifier_is_short_and_stands_alone() -> None:
    source = SCRIPT.read_text()
    assert len(source.splitlines()) <= 120
    nodes = list(ast.walk(ast.parse(source)))
    modules = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    modules |= {str(node.module) for node in nodes if isinstance(node, ast.ImportFrom)}
    assert modules == {"json", "struct", "sys", "collections", "blake3", "nacl.bindings", "nacl.exceptions"}


def test_no_changed_letter_of_an_export_goes_unseen(shown: Shown) -> None:
    shown["3-proof-elsewhere"]
    lines = (shown.place / "3-proof-elsewhere/claims.jsonl").read_text().splitlines()
    assert len(VERIFY["check"](lines)[0]) == 101
    choose = random.Random(7)
    for at in [0, 1, len(lines) - 1, *choose.sample(range(len(lines)), 25)]:
        place = choose.choice([n for n, letter in enumerate(lines[at]) if letter.isalnum()])
        letter = choose.choice([one for one in "0123456789abcdef" if one != lines[at][place]])
        changed = [*lines]
        changed[at] = lines[at][:place] + letter + lines[at][place + 1 :]
        with pytest.raises((VERIFY["Broken"], *NO_EXPORT)):
            VERIFY["check"](changed)


def test_what_a_verifier_must_refuse(shown: Shown) -> None:
    shown["3-proof-elsewhere"]
    lines = (shown.place / "3-proof-elsewhere/claims.jsonl").read_text().splitlines()
    source = next(line for line in lines if '"kind":"source"' in line)
    seal = next(line for line in lines if line.startswith('{"seal"'))
    for missing, sentence in ((source, "the source of"), (seal, "its seal does not list it")):
        with pytest.raises(VERIFY["Broken"], match=sentence):
            VERIFY["check"](line for line in lines if line != missing)
    with pytest.raises(ValueError, match="given twice"):
        VERIFY["check"]([source[:-1] + ',"signature":"00"}'])
    with pytest.raises(ValueError, match="neither"):
        VERIFY["check"](['{"erased":"00","seal":"00"}'])
