import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from steme_cli.render.text import columns, safe, width


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("drug/aspirin", "drug/aspirin"),
        ("Åland – 東京 🦆", "Åland – 東京 🦆"),
        ("\x1b[2J", "\\x1b[2J"),
        ("a\tb\nc\r", "a\\tb\\nc\\r"),
        ("\x00\x7f\x9b", "\\x00\\x7f\\x9b"),
        ("\u202eevil", "\\u202eevil"),
        ("a\u200bb\ufeff\u2066", "a\\u200bb\\ufeff\\u2066"),
        ("\u3164\u2800", "\\u3164\\u2800"),
        ("\ud800", "\\ud800"),
        ("\U000e0041", "\\U000e0041"),
        (81, "81"),
    ],
)
def test_known_answers(raw: object, shown: str) -> None:
    assert safe(raw) == shown


def test_a_caller_may_keep_newlines() -> None:
    assert safe("a\nb\tc\x1b", keep="\n\t") == "a\nb\tc\\x1b"


@given(st.text())
def test_nothing_that_acts_on_a_terminal_is_left(text: str) -> None:
    shown = safe(text)
    assert all(
        unicodedata.category(letter)[0] != "C" and unicodedata.bidirectional(letter) not in BIDI for letter in shown
    )


BIDI = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}


@given(st.text(st.characters(codec="ascii", exclude_categories=["Cc"])))
def test_plain_text_is_left_alone(text: str) -> None:
    assert safe(text) == text
    assert width(text) == len(text)


@pytest.mark.parametrize(("text", "cells"), [("東京", 4), ("é", 1), ("e\u0301", 1), ("🦆", 2), ("ｱ", 1), ("", 0)])
def test_width_in_cells(text: str, cells: int) -> None:
    assert width(text) == cells


@pytest.mark.parametrize(
    ("texts", "right", "cells"),
    [
        (["東京", "Tokyo"], False, ["東京 ", "Tokyo"]),
        (["5", "1,000"], True, ["    5", "1,000"]),
        (["東京都東京都", "x"], False, ["東京... ", "x       "]),
        (["0123456789"], False, ["01234..."]),
        (["e\u0301e", "abc"], False, ["e\u0301e ", "abc"]),
        ([], False, []),
    ],
)
def test_columns_are_as_wide_as_they_look(texts: list[str], right: bool, cells: list[str]) -> None:
    assert columns(texts, 8, right) == cells
    assert len({width(cell) for cell in cells}) <= 1
