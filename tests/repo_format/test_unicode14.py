from __future__ import annotations

import unicodedata

import pytest

from repo_format import text, unicode14
from repo_format.errors import InvalidInput

NEWER = "\U0001fae8"  # shaking face, Unicode 15.0
NEWER_MARK = "\U0001e4ec"  # combining, class 232, Unicode 15.0


@pytest.fixture(params=["native", "by table"])
def any_python(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """As on Python 3.11, where the Unicode database is 14.0, and as on a newer one."""
    if request.param == "by table":
        monkeypatch.setattr(unicode14, "_IS_NATIVE", False)
    elif unicodedata.unidata_version != "14.0.0":
        pytest.skip("this Python has another Unicode than 14.0")


@pytest.mark.skipif(unicodedata.unidata_version != "14.0.0", reason="only Python 3.11 can tell")
def test_the_table_is_what_python_3_11_says() -> None:
    wrong = [c for c in range(0x110000) if unicode14._is_in_printable_run(chr(c)) is not chr(c).isprintable()]
    assert wrong == []


@pytest.mark.usefixtures("any_python")
def test_printable() -> None:
    assert unicode14.is_printable("Côte d'Ivoire 国 🐘")
    for refused in ("\u00a0", "\u200b", "\u202e", "\ue000", "\ufdd0", "\x7f", NEWER, "\U0010ffff"):
        assert not unicode14.is_printable(f"a{refused}b")


@pytest.mark.usefixtures("any_python")
def test_normalization() -> None:
    assert unicode14.is_nfc("é 🐘")
    assert not unicode14.is_nfc("e\u0301")
    assert not unicode14.is_nfc("\u2001")
    assert not unicode14.is_nfc(f"{NEWER}e\u0301")


@pytest.mark.usefixtures("any_python")
def test_a_character_of_a_newer_unicode_takes_no_part_in_normalization() -> None:
    assert unicode14.is_nfc(f"a{NEWER_MARK}\u0323") is unicode14.is_nfc(f"a{NEWER}\u0323") is True


@pytest.mark.usefixtures("any_python")
def test_a_newer_character_may_stand_in_a_text_and_not_in_a_name() -> None:
    text.check_text(NEWER, "note", 100)
    with pytest.raises(InvalidInput, match=r"U\+1FAE8"):
        text.check_name(f"name {NEWER}")


def test_characters_newer_than_14_0_are_set_aside(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a Python that knows more; here an old character plays the newer one."""
    monkeypatch.setattr(unicode14, "_is_in_printable_run", lambda char: char != "\u0301")
    assert unicode14.as_in_unicode_14("e\u0301!\u200b") == "e\0!\u200b"
