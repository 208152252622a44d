from __future__ import annotations

from pathlib import Path

import pytest

from aphoria.policies.pack import packed
from aphoria.policies.registry import Registry
from repo_format.errors import BadSignature, InvalidInput, NotFound, Refused
from tests.aphoria.signed_objects import ALICE, BOB, signed_claim

MINE = packed("team", [signed_claim(name="a-1")])
THEIRS = packed("team", [signed_claim(BOB, name="b-1")])
ALICE_KEY, BOB_KEY = ALICE.public.hex(), BOB.public.hex()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / ".aphoria"


def test_without_any_there_are_none(folder: Path) -> None:
    assert Registry(str(folder)).all() == []
    assert not folder.exists()


def test_a_policy_stays_once_its_signer_is_believed(folder: Path) -> None:
    Registry(str(folder)).take("team", MINE, [ALICE_KEY])
    again = Registry(str(folder))
    assert [policy.name for policy in again.all()] == ["team"]
    assert again.signers("team") == [ALICE_KEY]
    newer = packed("team", [signed_claim(name="a-1"), signed_claim(name="a-2")])
    assert again.take("team", newer, []).count == 2


def test_a_stranger_is_refused_and_nothing_changes(folder: Path) -> None:
    registry = Registry(str(folder))
    with pytest.raises(Refused, match=f"--trust {ALICE_KEY}"):
        registry.take("team", MINE, [BOB_KEY])
    assert not folder.exists()
    registry.take("team", MINE, [ALICE_KEY])
    with pytest.raises(Refused, match=BOB_KEY):
        registry.take("team", THEIRS, [])
    assert [claim.name for claim in registry.load("team").authorities] == ["a-1"]


def test_a_pack_that_was_put_in_its_place_is_found_out(folder: Path) -> None:
    registry = Registry(str(folder))
    registry.take("team", MINE, [ALICE_KEY])
    (folder / "policies" / "team.pack").write_bytes(THEIRS)
    with pytest.raises(BadSignature, match="not believed"):
        registry.all()


def test_a_pack_that_nobody_listed_does_nothing(folder: Path) -> None:
    Registry(str(folder)).take("team", MINE, [ALICE_KEY])
    (folder / "policies" / "other.pack").write_bytes(THEIRS)
    assert Registry(str(folder)).names() == ["team"]


@pytest.mark.parametrize("name", ["", "corpus", "../x", "Team", "a" * 60, "a/b", "-a"])
def test_names(folder: Path, name: str) -> None:
    with pytest.raises(InvalidInput):
        Registry(str(folder)).take(name, MINE, [ALICE_KEY])


def test_what_was_removed_is_gone_and_so_is_the_belief(folder: Path) -> None:
    registry = Registry(str(folder))
    registry.take("team", MINE, [ALICE_KEY])
    registry.remove("team")
    assert Registry(str(folder)).names() == []
    with pytest.raises(NotFound):
        registry.remove("team")
    with pytest.raises(Refused):
        registry.take("team", MINE, [])


@pytest.mark.parametrize(
    "text",
    ["[policy", "policy = 1", "[policy.team]\n", "[policy.team]\nsigners = 1\n", '[policy."../x"]\nsigners = []\n'],
)
def test_a_list_that_is_none(folder: Path, text: str) -> None:
    folder.mkdir()
    (folder / "policies.toml").write_text(text)
    with pytest.raises(InvalidInput, match="not a list of policies"):
        Registry(str(folder))
