from __future__ import annotations

import subprocess
import sys
from pathlib import Path

LIGHT = "ids, vocabulary, text, hexadecimal, number, signature, seal"
HEAVY = {
    "typing", "dataclasses", "enum", "re", "json", "pathlib", "datetime", "tomllib", "logging", "subprocess", "msgspec",
    "unicodedata", "functools", "nacl.bindings",
}  # fmt: skip


def test_what_a_query_needs_loads_nothing_heavy() -> None:
    code = f"import sys; before = set(sys.modules); from repo_format import {LIGHT}; print(*set(sys.modules) - before)"
    root = Path(__file__).parents[2]
    found = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)
    assert set(found.stdout.split()) & HEAVY == set()
    assert "repo_format.seal" in found.stdout
