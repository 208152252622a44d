from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repo_format import hexadecimal
from repo_format.errors import InvalidInput


@given(st.binary(min_size=1, max_size=70))
def test_lower_case_hex_of_the_right_size_is_accepted(data: bytes) -> None:
    hexadecimal.check_hex(data.hex(), "digest", len(data))
    hexadecimal.check_hex_up_to(data.hex(), "salt", 70)


@pytest.mark.parametrize(
    "digits", ["", "ab" * 31, "AB" * 32, "ab" * 31 + "a ", "ab" * 31 + "g0", "\u0661" * 64, 5, None]
)
def test_what_is_no_key_or_id_is_refused(digits: object) -> None:
    for check in (hexadecimal.check_key, hexadecimal.check_id, hexadecimal.check_recurring_id):
        with pytest.raises(InvalidInput) as caught:
            check(digits, "parent")
        assert caught.value.field == "parent"


@pytest.mark.parametrize("salt", ["", "a", "abc", "00" * 33, "0G", "A0", 5])
def test_what_is_no_salt_is_refused(salt: object) -> None:
    with pytest.raises(InvalidInput):
        hexadecimal.check_hex_up_to(salt, "salt", 32)


def test_memory_of_good_keys_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hexadecimal, "_REMEMBERED", 10)
    monkeypatch.setattr(hexadecimal, "_known", set())
    for number in range(100):
        hexadecimal.check_key(f"{number:064x}")
        assert len(hexadecimal._known) <= 10
