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


def test_a_killed_backup_can_be_restored_to_any_moment(campaign: Callable[..., str]) -> None:
    line = campaign("restore", 10)
    assert "20 moments, 10,000 claims at once" in line
    assert "0 lost, 0 violations" in line


def test_no_hostile_pack_is_taken_in(campaign: Callable[..., str]) -> None:
    line = campaign("hostile", 250)
    assert " refused" in line
    assert " taken" in line
    assert "0 lost, 0 violations" in line


def test_nothing_is_half_received_in_15_broken_transfers(campaign: Callable[..., str]) -> None:
    line = campaign("transfers", 15)
    assert "15 rounds" in line
    assert " interrupted" in line
    assert "0 lost, 0 violations" in line


def test_an_interrupted_erasure_is_whole_or_none(campaign: Callable[..., str]) -> None:
    line = campaign("erase", 25)
    assert "25 states" in line
    assert "0 lost, 0 violations" in line


def test_any_flipped_bit_is_mended_to_the_same_root(campaign: Callable[..., str]) -> None:
    line = campaign("repair", 25)
    assert " mended from a remote" in line
    assert "0 lost, 0 violations" in line


def test_five_replicas_agree_after_12_histories(campaign: Callable[..., str]) -> None:
    line = campaign("convergence", 12)
    assert "12 histories" in line
    assert " rollbacks noticed" in line
    assert " erase" in line
    assert "0 lost, 0 violations" in line
