"""The table of paths in docs/semantics/linter.md, section 2, says what matching does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from aphoria.matching import is_about, segments

PAGE = (Path(__file__).parents[2] / "docs" / "semantics" / "linter.md").read_text()
SEEN = segments(re.findall(r"about `(code://[^`]+)`", PAGE)[0])
ROWS = [row for row in PAGE.split("## 3.")[0].splitlines() if row.startswith("| `")]
SAID = [(path, row.split(" | ")[1]) for row in ROWS for path in re.findall(r"`([^`]+)`", row.split(" | ")[0])]


def test_there_are_both() -> None:
    assert {"yes", "no"} == {re.split(r"\W", word)[0] for _, word in SAID}


@pytest.mark.parametrize(("path", "word"), SAID)
def test_a_row(path: str, word: str) -> None:
    assert is_about(segments(path), SEEN) is word.startswith("yes")
