from __future__ import annotations

import io
import socket
import time

import pytest

from steme.serving.patience import Bounds, PatientReader, Rate


def test_a_rate_for_each_client() -> None:
    rate = Rate(3)
    assert [rate.allows("a", 0.0) for _ in range(5)] == [True, True, True, False, False]
    assert rate.allows("b", 0.0)
    assert [rate.allows("a", 21.0), rate.allows("a", 21.0)] == [True, False]
    assert [rate.allows("a", 1000.0) for _ in range(4)] == [True, True, True, False]


def test_clients_without_number_take_no_memory_without_bound() -> None:
    rate = Rate(1)
    for number in range(5000):
        assert rate.allows(str(number), 0.0)
    assert len(rate._left) == 4096


def test_silence_and_trickles_end() -> None:
    here, there = socket.socketpair()
    with here, there:
        reader = io.BufferedReader(PatientReader(here, Bounds(idle=0.15, least_rate=1000)))
        there.sendall(b"x")
        assert reader.read1(10) == b"x"
        with pytest.raises(TimeoutError):
            reader.read1(10)
        raw = PatientReader(here, Bounds(idle=0.2, least_rate=100))
        begun = time.monotonic()
        with pytest.raises(TimeoutError, match="too slowly"):
            _trickle(there, raw)
        assert time.monotonic() - begun < 4
        raw.begin()
        assert raw.readinto(bytearray(10)) == 1  # what it did not wait for


def _trickle(there: socket.socket, raw: PatientReader) -> None:
    for _ in range(100):
        there.sendall(b"y")
        raw.readinto(bytearray(10))
        time.sleep(0.05)
