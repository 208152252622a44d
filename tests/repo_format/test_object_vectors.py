from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from repo_format import errors, ids, objects, signature

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "tests" / "vectors" / "objects"
VECTORS = {
    str(path.relative_to(FOLDER).with_suffix("")): json.loads(path.read_text()) for path in FOLDER.glob("*/*.json")
}
VALID = sorted(name for name, vector in VECTORS.items() if "error" not in vector)
BROKEN = sorted(VECTORS.keys() - VALID)


def _bytes(vector: dict[str, str]) -> bytes:
    return vector["payload"].encode() if "payload" in vector else bytes.fromhex(vector["payload_hex"])


def _accept(vector: dict[str, str]) -> None:
    """As anyone who takes in an object has to: read, hash, check the signature."""
    objects.read(_bytes(vector))
    author, held = bytes.fromhex(vector.get("author", "")), bytes.fromhex(vector.get("signature", ""))
    signature.check_object(author, ids.object_id(_bytes(vector)), held)


@pytest.mark.parametrize("name", VALID)
def test_valid(name: str) -> None:
    vector = VECTORS[name]
    payload = objects.read(_bytes(vector))
    assert payload.kind == name.partition("/")[0]
    assert objects.write(payload) == _bytes(vector)
    assert ids.object_id(_bytes(vector)).hex() == vector["id"]
    assert signature.public_key(bytes.fromhex(vector["seed"])).hex() == vector["author"] == payload.author
    assert (
        signature.sign_object(bytes.fromhex(vector["seed"]), bytes.fromhex(vector["id"])).hex() == vector["signature"]
    )
    _accept(vector)


@pytest.mark.parametrize("name", BROKEN)
def test_broken(name: str) -> None:
    vector = VECTORS[name]
    with pytest.raises(getattr(errors, vector["error"])) as caught:
        _accept(vector)
    assert type(caught.value).__name__ == vector["error"]
    assert getattr(caught.value, "field", None) == vector.get("field")
    assert str(caught.value).isprintable()


def test_every_kind_has_valid_and_broken_ones() -> None:
    assert (
        {name.partition("/")[0] for name in VALID}
        == {name.partition("/")[0] for name in BROKEN}
        == set(objects.kinds())
    )


def test_the_files_are_what_the_script_writes() -> None:
    found = subprocess.run(
        [sys.executable, "scripts/vectors", "--check"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (found.returncode, found.stderr) == (0, "")
