from __future__ import annotations

import io

import pytest

from repo_format import frame
from repo_format.errors import InvalidInput, Refused, RemoteFailed
from steme.receiving.intake import UNNAMED, PushIntake
from tests.repo_format.pack.conftest import packed
from tests.steme.receiving.parcels import ALICE, SERVER, count, head_over, incoming, sealed

DATA = packed(sealed(ALICE, 0, 300))
TRANSFER = b"\xab" * 32


def test_a_push_arrives_with_its_tags(here):
    intake = PushIntake(here, SERVER)
    received = intake.take(TRANSFER, 0, io.BytesIO(DATA), [("refs/tags/v1", head_over(sealed(ALICE, 0, 300)))])
    assert (received.added, received.set_tags) == (300, ("refs/tags/v1",))
    assert received.head.signer == SERVER.public
    assert incoming(here) == []


def test_a_push_that_was_cut_goes_on(here):
    intake = PushIntake(here, SERVER)
    assert intake.waiting(TRANSFER) == (0, frame.START)
    with pytest.raises(RemoteFailed):
        intake.take(TRANSFER, 0, io.BytesIO(DATA[:9000]), [])
    offset, chain = intake.waiting(TRANSFER)
    assert chain in [one.chain for one in frame.unchain(DATA, frame.START) if one.end == offset]
    assert incoming(here) == [f"push-{TRANSFER.hex()}.pack"]
    assert intake.take(TRANSFER, offset, io.BytesIO(DATA[offset:]), []).added == 300


def test_a_push_without_a_name_does_not_wait(here):
    intake = PushIntake(here, SERVER)
    with pytest.raises(RemoteFailed):
        intake.take(UNNAMED, 0, io.BytesIO(DATA[:9000]), [])
    assert intake.waiting(UNNAMED) == (0, frame.START)
    assert incoming(here) == []
    assert intake.take(UNNAMED, 0, io.BytesIO(DATA), []).added == 300


def test_only_tags_are_set_by_a_push(here):
    with pytest.raises(InvalidInput):
        PushIntake(here, SERVER).take(TRANSFER, 0, io.BytesIO(DATA), [("refs/tags/../x", head_over([]))])
    assert count(here) == 0


def test_its_limits_are_those_of_the_gate(here, monkeypatch):
    monkeypatch.setenv("STEME_RECEIVE_MAX_BYTES", "9000")
    monkeypatch.setenv("STEME_RECEIVE_MAX_OBJECTS", "400")
    intake = PushIntake(here, SERVER)
    assert (intake.max_bytes, intake.max_objects) == (9000, 400)
    with pytest.raises(Refused):
        intake.take(TRANSFER, 0, io.BytesIO(DATA), [])
