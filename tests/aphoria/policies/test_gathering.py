from __future__ import annotations

from pathlib import Path

import pytest

from aphoria.acknowledgement_file import AcknowledgementFile
from aphoria.claims import editing
from aphoria.claims.signing import signed
from aphoria.policies import gathering
from aphoria.policies.pack import packed, unpacked
from repo_format.errors import InvalidInput, NotFound
from repo_format.objects.acknowledgement import Acknowledgement
from tests.aphoria.claims_and_observations import claim
from tests.aphoria.signed_objects import ALICE, signed_acknowledgement


@pytest.fixture
def top(tmp_path: Path) -> Path:
    text = ""
    for name, status in (("a-1", "active"), ("b-1", "draft")):
        text = editing.added(text, *signed(claim("equals", True, name=name, status=status), ALICE, 1))
    text = editing.added(text, claim("equals", True, name="c-1", status="draft"), None)
    editing.write(str(tmp_path / ".aphoria" / "claims.toml"), text)
    return tmp_path


def _names(top: Path, *names: str) -> list[str]:
    return [one.name for one in unpacked("x", packed("x", gathering.claims(str(top), names))).authorities]


def test_active_claims_or_those_that_were_named(top: Path) -> None:
    assert _names(top) == ["a-1"]
    assert _names(top, "b-1", "a-1") == ["a-1", "b-1"]


def test_what_is_not_there_or_not_signed(top: Path) -> None:
    with pytest.raises(NotFound, match="no claim 'z-1'"):
        _names(top, "z-1")
    with pytest.raises(InvalidInput, match="is unsigned"):
        _names(top, "c-1")


def test_acknowledgements_that_are_signed(top: Path) -> None:
    assert list(gathering.acknowledgements(str(top))) == []
    said, proof = signed_acknowledgement()
    assert isinstance(said, Acknowledgement)
    AcknowledgementFile(str(top)).put(said, proof)
    assert [one for one, _ in gathering.acknowledgements(str(top))] == [said]
    path = top / ".aphoria" / "acknowledgements.toml"
    path.write_text(path.read_text().replace('"ours"', '"theirs"'))
    assert list(gathering.acknowledgements(str(top))) == []


def test_aliases_are_signed_on_the_way() -> None:
    policy = unpacked("x", packed("x", gathering.aliases(["digest/function=crypto/hash"], ALICE, 1)))
    assert [(one.alias, one.subject, one.author) for one in policy.aliases] == [
        ("digest/function", "crypto/hash", ALICE.public.hex())
    ]


@pytest.mark.parametrize("pair", ["", "a/b", "a/b=c", "a=b/c", "a/b/c=d/e", "a/b=a/b", "a//b=c/d"])
def test_what_is_no_alias(pair: str) -> None:
    with pytest.raises(InvalidInput):
        list(gathering.aliases([pair], ALICE, 1))
