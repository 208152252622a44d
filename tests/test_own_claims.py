"""This project keeps its own claims, and every one of them turns red when the code does otherwise."""

from __future__ import annotations

import os
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from aphoria.claims.entry import SIGNED
from aphoria.claims.file import ClaimsFile
from aphoria.claims.linting import problems
from aphoria.declarative import extractors_of
from aphoria.language import language_of
from aphoria.observation import Observation
from aphoria.scan import Options, Scan, scan, scan_files
from aphoria.survey import looking_for
from aphoria.verification import PASS, Verification, verify
from aphoria.visibility import Visibility

TOP = Path(__file__).resolve().parents[1]
FILE = ClaimsFile.read(str(TOP / ".aphoria/claims.toml"))
PLANTED: dict[str, dict[str, Any]] = tomllib.loads((TOP / "tests/planted_violations.toml").read_text())
NAMES = [one.claim.name for one in FILE.entries]
EXTRACTORS = looking_for(FILE.entries, extractors_of(str(TOP)))
VISIBILITY = Visibility(EXTRACTORS.values())


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> Scan:
    return scan(str(TOP), Options(extractors=EXTRACTORS, cache_folder=str(tmp_path_factory.mktemp("cache"))))


@pytest.fixture(scope="module")
def stands(seen: Scan) -> Verification:
    return verify(FILE.claims, seen.observations, VISIBILITY)


@pytest.mark.parametrize("name", NAMES)
def test_it_holds(name: str, stands: Verification) -> None:
    (verdict,) = (one for one in stands.verdicts if one.claim.name == name)
    assert (verdict.verdict, [f"{one.file}:{one.line} is {one.value}" for one in verdict.contrary]) == (PASS, [])


@pytest.mark.parametrize("name", NAMES)
def test_a_violation_turns_it_red(name: str, seen: Scan) -> None:
    planted = PLANTED[name]
    after = [one for one in seen.observations if one.file != planted["file"]]
    after += observed(planted["file"], changed(planted), seen.project)
    (verdict,) = verify([FILE.entry(name).claim], sorted(after), VISIBILITY).verdicts
    assert verdict.verdict != PASS


def test_nothing_turns_red_by_looking_at_a_file_again(seen: Scan) -> None:
    for file in sorted({one["file"] for one in PLANTED.values()}):
        before = [one for one in seen.observations if one.file == file]
        assert sorted(observed(file, (TOP / file).read_text(), seen.project)) == before


def changed(planted: dict[str, Any]) -> str:
    """The file with the violation."""
    text = (TOP / planted["file"]).read_text()
    if "add" in planted:
        return f"{text.rstrip()}\n\n\n{planted['add']}\n"
    assert planted["old"] in text, "the code has moved on; plant it anew"
    return text.replace(planted["old"], planted["new"])


def observed(file: str, text: str, project: str) -> list[Observation]:
    language = language_of(os.path.basename(file))
    assert language is not None
    options = Options(extractors=EXTRACTORS, cached=False, processes=1, project=project)
    return list(scan_files(str(TOP), [(file, language, text.encode())], [], options).observations)


def test_there_are_enough_of_them_and_each_is_planted() -> None:
    assert len(NAMES) >= 25
    assert set(PLANTED) == set(NAMES)


def test_all_can_be_seen_and_nothing_is_the_matter() -> None:
    assert [one for one in NAMES if not VISIBILITY.extractors_for(*path_of(one))] == []
    assert [f"{one.name} {one.text}" for one in problems(FILE.entries, VISIBILITY)] == []


def path_of(name: str) -> tuple[str, str]:
    claim = FILE.entry(name).claim
    return claim.path, claim.predicate


def test_they_are_signed_by_the_key_in_contributing() -> None:
    (key,) = re.findall(r"`([0-9a-f]{64})`", (TOP / "CONTRIBUTING.md").read_text())
    assert {(one.state, one.claim.author) for one in FILE.entries} == {(SIGNED, key)}


@pytest.mark.parametrize("name", NAMES)
def test_what_it_comes_from_is_there(name: str) -> None:
    claim = FILE.entry(name).claim
    assert claim.evidence
    assert [one for one in claim.evidence if "://" not in one and not (TOP / one).exists()] == []
