"""Findings: what they hold, and that docs/format/checking.md knows every word."""

from __future__ import annotations

import re
from pathlib import Path

from repo_format.checking.finding import DAMAGE, Finding

ROOT = Path(__file__).resolve().parents[3]
SOURCES = [path.read_text() for path in (ROOT / "repo_format" / "checking").glob("*.py")]
PAGE = (ROOT / "docs" / "format" / "checking.md").read_text()


def test_every_word_is_explained() -> None:
    made = [re.findall(r'Finding\(\s*(?:\w+|NOTE if known else DAMAGE), "(\w+)"', text) for text in SOURCES]
    made += [re.findall(r'\.add\(\s*"(\w+)"', text) for text in SOURCES]
    rows = re.findall(r"^\| (`.*?) \|", PAGE.split("## 2.")[0], re.MULTILINE)
    assert {word for words in made for word in words} == {word for row in rows for word in re.findall(r"`(\w+)`", row)}


def test_a_row_has_every_field_by_its_name() -> None:
    finding = Finding(DAMAGE, "frame", "is damaged", "log/active.seg", 113, "seal", [b"\xab" * 32], "Put it back.")
    assert finding.place == "log/active.seg:113"
    assert finding.row() == {
        "severity": "damage",
        "what": "frame",
        "file": "log/active.seg",
        "byte": 113,
        "frame": "seal",
        "ids": ["ab" * 32],
        "unnamed": 0,
        "message": "is damaged",
        "advice": "Put it back.",
    }


def test_what_has_no_place_says_so() -> None:
    finding = Finding(DAMAGE, "index", "is damaged", "index")
    assert finding.place == "index"
    assert (finding.row()["byte"], finding.row()["frame"]) == (None, None)
    assert Finding(DAMAGE, "roots", "cannot be checked").row()["file"] is None
