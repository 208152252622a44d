"""Short forms of the campaigns; docs/durability.md says what the long ones found."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from campaigns import syscalls


def test_nothing_acknowledged_is_lost_in_50_rounds_of_kill(campaign: Callable[..., str]) -> None:
    line = campaign("kill", 50)
    assert "50 rounds" in line
    assert "0 lost, 0 violations" in line


def test_nothing_acknowledged_is_lost_in_300_states_after_a_power_cut(campaign: Callable[..., str]) -> None:
    line = campaign("power", 300)
    assert "300 states" in line
    assert "0 lost, 0 violations" in line


def test_a_full_disk_costs_nothing_but_the_write_it_refuses(campaign: Callable[..., str]) -> None:
    line = campaign("disk", 6)
    assert " refused" in line
    assert "0 lost, 0 violations" in line


def test_no_reader_sees_half_a_transaction(campaign: Callable[..., str]) -> None:
    assert "0 lost, 0 violations" in campaign("contention", 3)


@pytest.mark.skipif(not syscalls.available(), reason="strace is missing or may not trace here")
def test_a_failing_system_call_is_a_sentence_and_no_more(campaign: Callable[..., str]) -> None:
    line = campaign("syscalls", 25)
    assert " runs" in line
    assert "0 lost, 0 violations" in line
