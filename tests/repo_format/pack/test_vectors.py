from __future__ import annotations

import json
from pathlib import Path

import pytest

from repo_format import frame
from repo_format.errors import StemeError
from repo_format.pack.reader import PackReader, verified

VECTORS = {
    path.stem: json.loads(path.read_text()) for path in (Path(__file__).parents[2] / "vectors" / "packs").glob("*.json")
}
VALID = sorted(name for name, vector in VECTORS.items() if "error" not in vector)


@pytest.mark.parametrize("name", VALID)
def test_valid(name):
    vector = VECTORS[name]
    reader = PackReader([bytes.fromhex(vector["pack"])])
    found = [record for record, _ in verified(reader)]
    assert reader.opening.repository.hex() == vector["repository"]
    assert [record.id.hex() for record in found] == [one["id"] for one in vector["objects"]]
    for record, one in zip(found, vector["objects"], strict=True):
        assert (record.payload and record.payload.decode()) == one["payload"]
        assert (record.seal.id if record.seal else record.signature).hex() == one.get("seal", one.get("signature"))


@pytest.mark.parametrize("name", VALID)
def test_frames(name):
    found = frame.unchain(bytes.fromhex(VECTORS[name]["pack"]), frame.START)
    for one, told in zip(found, VECTORS[name]["frames"], strict=True):
        assert (one.offset, one.kind, one.flags, len(one.body), one.chain.hex()) == tuple(told.values())


def test_an_erased_object_and_a_compressed_block_are_among_them():
    assert [one["payload"] for one in VECTORS["complete"]["objects"]].count(None) == 1
    assert [one["flags"] for one in VECTORS["complete"]["frames"]].count(frame.COMPRESSED) == 1


@pytest.mark.parametrize("name", sorted(VECTORS.keys() - VALID))
def test_broken(name):
    with pytest.raises(StemeError) as caught:
        list(verified(PackReader([bytes.fromhex(VECTORS[name]["pack"])])))
    assert type(caught.value).__name__ == VECTORS[name]["error"]
