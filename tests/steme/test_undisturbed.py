"""The collector is paused for the work and no longer."""

from __future__ import annotations

import gc

import pytest

from steme.undisturbed import undisturbed


@undisturbed
def collecting(fail: bool = False) -> bool:
    """Whether garbage is collected meanwhile."""
    if fail:
        raise ValueError
    return gc.isenabled()


def test_paused_and_back_on() -> None:
    assert gc.isenabled()
    assert not collecting()
    assert gc.isenabled()


def test_back_on_after_a_failure() -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - any
        collecting(fail=True)
    assert gc.isenabled()


def test_who_has_turned_it_off_finds_it_off() -> None:
    gc.disable()
    try:
        assert not collecting()
        assert not gc.isenabled()
    finally:
        gc.enable()
