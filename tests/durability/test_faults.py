"""The campaigns can fail: with one safeguard taken out of the store, each turns red."""

from __future__ import annotations

import pytest
from campaigns import faults
from campaigns.children import Died, in_child


@pytest.mark.parametrize("name", faults.FAULTS)
def test_a_fault_is_noticed(name: str) -> None:
    found = in_child(lambda: faults.noticed(name, seed=2), seconds=300)
    assert not isinstance(found, Died), found.reason
    assert found
