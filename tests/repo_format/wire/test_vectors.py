from __future__ import annotations

import json
from pathlib import Path

import pytest

from repo_format.errors import StemeError
from repo_format.wire import message

VECTORS = {
    path.stem: json.loads(path.read_text()) for path in (Path(__file__).parents[2] / "vectors" / "sync").glob("*.json")
}
CONVERSATIONS = VECTORS.pop("conversations")
VALID = sorted(name for name, vector in VECTORS.items() if "error" not in vector)


@pytest.mark.parametrize("name", VALID)
def test_valid(name: str) -> None:
    data = bytes.fromhex(VECTORS[name]["message"])
    found = message.decode(data)
    assert type(found).__name__ == VECTORS[name]["kind"]
    assert message.encode(found) == data


@pytest.mark.parametrize("name", sorted(VECTORS.keys() - VALID))
def test_broken(name: str) -> None:
    with pytest.raises(StemeError) as caught:
        message.decode(bytes.fromhex(VECTORS[name]["message"]))
    assert type(caught.value).__name__ == VECTORS[name]["error"]


def test_there_is_one_of_each_kind() -> None:
    assert {VECTORS[name]["kind"] for name in VALID} == {kind.__name__ for kind in message.KINDS.values()}
