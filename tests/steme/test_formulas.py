from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from steme.formulas import STARTS, defused, restored


@given(st.text(st.sampled_from("'=+-@\t\uff1dab"), max_size=6))
def test_it_is_defused_and_restored(text: str) -> None:
    made = defused(text)
    assert not made.startswith(STARTS)
    assert restored(made) == text


@pytest.mark.parametrize(
    ("text", "made"), [("=1+1", "'=1+1"), ("'=1", "''=1"), ("it's", "it's"), ("'a", "'a"), ("", "")]
)
def test_only_what_needs_it(text: str, made: str) -> None:
    assert defused(text) == made
