"""The standalone verifier, which imports nothing of steme, agrees with steme."""

from __future__ import annotations

import ast
import json
import random
import runpy
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
SCRIPT = ROOT / "examples/check_proof.py"
VECTORS = {path.stem: json.loads(path.read_text()) for path in (ROOT / "tests/vectors/proofs").glob("*.json")}
CHECK: Any = runpy.run_path(str(SCRIPT))
NOT_A_PROOF = (KeyError, TypeError, ValueError, AttributeError, CHECK["struct"].error)

ONLY_STEME_LOOKS = {
    "signed-payload-not-canonical",
    "signed-with-seal-too",
    "signed-with-unknown-key",
}
"""Broken in ways that the short verifier is not for; no signature or hash is wrong in them."""


def load(text: str) -> Any:
    return json.loads(text, object_pairs_hook=CHECK["unique"])


def text_of(name: str) -> str:
    vector = VECTORS[name]
    return vector["text"] if "text" in vector else json.dumps(vector["document"])


def test_it_is_short_and_stands_alone() -> None:
    source = SCRIPT.read_text()
    assert len(source.splitlines()) <= 120
    nodes = list(ast.walk(ast.parse(source)))
    modules = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    modules |= {str(node.module) for node in nodes if isinstance(node, ast.ImportFrom)}
    assert modules == {"json", "struct", "sys", "itertools", "blake3", "nacl.bindings", "nacl.exceptions"}


@pytest.mark.parametrize("name", sorted(VECTORS))
def test_vectors(name: str) -> None:
    error = VECTORS[name].get("error")
    if error is None:
        assert CHECK["check"](load(text_of(name)))["kind"] == "assertion"
    elif name not in ONLY_STEME_LOOKS:
        with pytest.raises((CHECK["Broken"], *NOT_A_PROOF)):
            CHECK["check"](load(text_of(name)))


def leaves(value: Any, here: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else None
    return [here] if inner is None else [place for key, entry in inner for place in leaves(entry, (*here, key))]


def test_no_changed_letter_or_number_goes_unseen() -> None:
    choose = random.Random(7)
    for name in ("of-257", "sealed"):
        text = json.dumps(VECTORS[name]["document"])
        for _ in range(60):
            document = json.loads(text)
            *way, last = choose.choice(leaves(document))
            inner = document
            for key in way:
                inner = inner[key]
            inner[last] = inner[last] + 1 if isinstance(inner[last], int) else changed(inner[last], choose)
            with pytest.raises((CHECK["Broken"], *NOT_A_PROOF)):
                CHECK["check"](document)


def changed(text: str, choose: random.Random) -> str:
    place = choose.randrange(len(text))
    other = choose.choice([letter for letter in "0123456789abcdef" if letter != text[place]])
    return text[:place] + other + text[place + 1 :]


def test_as_a_program(tmp_path: Path) -> None:
    def run(name: str, *more: str) -> tuple[int, str]:
        file = tmp_path / "proof.json"
        file.write_text(text_of(name))
        done = subprocess.run(
            [sys.executable, str(SCRIPT), str(file), *more], capture_output=True, text=True, check=False
        )
        assert "Traceback" not in done.stderr
        return done.returncode, done.stdout + done.stderr

    signer = VECTORS["of-2"]["document"]["steme.proof/v1"]["head"]["signer"]
    status, said = run("of-2", signer)
    assert (status, said.startswith("the proof holds: {")) == (0, True)
    assert run("of-2", "00" * 32) == (1, "the proof does not hold: the signer that was asked for\n")
    assert run("signed-sibling-changed") == (1, "the proof does not hold: the root\n")
    assert run("not-json")[0] == 2
