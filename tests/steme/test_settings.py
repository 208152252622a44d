from __future__ import annotations

import pytest

from repo_format.errors import InvalidInput
from steme.settings import SETTINGS, setting


def test_the_table_is_sorted_documented_and_agrees_with_itself() -> None:
    assert list(SETTINGS) == sorted(SETTINGS)
    for name, entry in SETTINGS.items():
        assert name.count(".") == 1
        assert name == name.lower()
        assert entry.doc.endswith(".")
        assert entry.default is None or entry.checked(entry.default) == entry.default


def test_variables_are_distinct() -> None:
    assert len({entry.variable for entry in SETTINGS.values()}) == len(SETTINGS)
    assert setting("user.key").variable == "STEME_KEY"
    assert setting("lock.timeout").variable == "STEME_LOCK_TIMEOUT"


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("lock.timeout", "5", 5.0),
        ("lock.timeout", "0.25", 0.25),
        ("import.seal", "off", False),
        ("import.seal", "True", True),
        ("assert.tier", "expert", "expert"),
        ("user.key", "alice", "alice"),
    ],
)
def test_reads_what_a_person_types(name: str, text: str, value: object) -> None:
    parsed = setting(name).parsed(text)
    assert parsed == value
    assert type(parsed) is type(value)


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("lock.timeout", "soon", "'soon' is not a number from 0 to 86400"),
        ("lock.timeout", "-1", "-1.0 is not a number"),
        ("lock.timeout", "nan", "nan is not a number"),
        ("lock.timeout", "inf", "inf is not a number"),
        ("import.seal", "2", "'2' is not true or false"),
        ("assert.tier", "Expert", "one of regulatory, clinical"),
        ("user.key", "", "1 to 1000 characters"),
        ("user.key", "a" * 1001, "1 to 1000 characters"),
        ("user.key", "\x1b[31m", r"'\x1b[31m' is not a line"),
    ],
)
def test_refuses_in_words(name: str, text: str, expected: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        setting(name).parsed(text)
    assert caught.value.field == name
    assert expected in str(caught.value)
    assert str(caught.value).isprintable()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("lock.timeout", True),
        ("lock.timeout", "5"),
        pytest.param("lock.timeout", 16**5000, id="huge"),
        ("import.seal", 1),
        ("import.seal", "true"),
        ("user.key", 7),
        ("user.key", ["alice"]),
        ("assert.confidence", 2),
    ],
)
def test_types_are_not_guessed_in_files(name: str, value: object) -> None:
    with pytest.raises(InvalidInput, match="is not"):
        setting(name).checked(value)


def test_an_unknown_name_gets_a_suggestion() -> None:
    with pytest.raises(InvalidInput, match=r"'query\.lenz' is not a setting; did you mean query\.lens\?"):
        setting("query.lenz")
    with pytest.raises(InvalidInput, match="steme config list"):
        setting("zzz" * 10_000)
