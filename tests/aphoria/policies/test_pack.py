from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from aphoria.policies import pack
from aphoria.policies.pack import packed, read_file, unpacked
from repo_format.errors import BadSignature, InvalidInput, MalformedObject, NotFound, StemeError
from repo_format.objects.vote import Vote
from tests.aphoria.signed_objects import ALICE, BOB, by, signed_acknowledgement, signed_alias, signed_claim

CLAIMS = [signed_claim(name="b-1"), signed_claim(BOB, name="a-1")]
EVERY = [*CLAIMS, signed_acknowledgement(), signed_alias("digest/function", "crypto/hash")]
DATA = packed("team", EVERY)


def test_what_goes_in_comes_out() -> None:
    policy = unpacked("team", DATA)
    assert [one.name for one in policy.authorities] == ["a-1", "b-1"]
    assert [one.reason for one in policy.acknowledgements] == ["ours"]
    assert [(one.alias, one.subject) for one in policy.aliases] == [("digest/function", "crypto/hash")]
    assert policy.signers == tuple(sorted([ALICE.public.hex(), BOB.public.hex()]))
    assert policy.count == 4


def test_the_bytes_do_not_depend_on_the_order() -> None:
    assert packed("team", reversed(EVERY)) == DATA == packed("team", [*EVERY, *CLAIMS])
    assert packed("other", EVERY) != DATA


def test_a_signature_of_somebody_else_is_refused() -> None:
    claim, _ = signed_claim()
    _, forged = signed_claim(BOB)
    with pytest.raises(BadSignature):
        unpacked("team", packed("team", [(claim, forged)]))


def test_other_kinds_have_no_place_in_it() -> None:
    vote = by(ALICE, Vote(author=ALICE.public.hex(), target="0" * 64, time=1, weight=1.0))
    with pytest.raises(InvalidInput, match="vote has no place"):
        packed("team", [vote])


def test_other_kinds_are_refused_in_a_pack_of_somebody_else(monkeypatch: pytest.MonkeyPatch) -> None:
    vote = by(ALICE, Vote(author=ALICE.public.hex(), target="0" * 64, time=1, weight=1.0))
    monkeypatch.setattr(pack, "Alias", Vote)
    data = packed("team", [vote])
    monkeypatch.undo()
    with pytest.raises(MalformedObject, match="kind 'vote'"):
        unpacked("team", data)


@given(some.integers(0, len(DATA) - 1), some.integers(1, 255))
@settings(max_examples=60, deadline=None)
def test_a_changed_byte_is_found(place: int, by_how_much: int) -> None:
    changed = bytearray(DATA)
    changed[place] ^= by_how_much
    try:
        policy = unpacked("team", bytes(changed))
    except StemeError:
        return
    pytest.fail(f"byte {place} changed nothing: {policy}")


@pytest.mark.parametrize("length", [0, 10, len(DATA) // 2, len(DATA) - 1])
def test_what_is_cut_off_is_refused(length: int) -> None:
    with pytest.raises(StemeError):
        unpacked("team", DATA[:length])


def test_a_file_that_is_not_there_or_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(NotFound):
        read_file(str(tmp_path / "none.pack"))
    with pytest.raises(InvalidInput, match="cannot be read"):
        read_file(str(tmp_path))
    monkeypatch.setattr(pack, "MAX_BYTES", 10)
    (tmp_path / "large.pack").write_bytes(DATA)
    with pytest.raises(InvalidInput, match="larger than 10 bytes"):
        read_file(str(tmp_path / "large.pack"))


def test_a_claim_whose_operand_means_nothing_is_refused() -> None:
    data = packed("team", [signed_claim(name="b-1", comparison="matches", value="(a+")])
    with pytest.raises(MalformedObject, match=r"the claim b-1, of which '\(a\+' is not a regular expression"):
        unpacked("team", data)
