import pytest
from hypothesis import given
from hypothesis import strategies as st

from steme_cli.word_order import verb_first

GLOBALS = [["-C", "shop"], ["-Cshop"], ["--color", "never"], ["--color=never"], ["--format=csv"], ["--no-pager"]]


@pytest.mark.parametrize(
    ("words", "moved"),
    [
        ("query a b", "query a b"),
        ("-C shop query a", "query -C shop a"),
        ("-Cshop --format json --no-pager query a", "query -Cshop --format json --no-pager a"),
        ("--format=json key list", "key --format=json list"),
        ("-C shop", "-C shop"),
        ("-C", "-C"),
        ("-C shop --help", "-C shop --help"),
        ("--nonsense query", "--nonsense query"),
        ("--formatted query", "--formatted query"),
        ("", ""),
    ],
)
def test_the_verb_comes_first(words: str, moved: str) -> None:
    assert verb_first(words.split()) == moved.split()


@given(st.lists(st.sampled_from(GLOBALS)), st.lists(st.text(max_size=5)))
def test_what_stands_behind_the_verb_is_left_alone(before: list[list[str]], behind: list[str]) -> None:
    words = [word for option in before for word in option]
    assert verb_first([*words, "query", *behind]) == ["query", *words, *behind]
    assert verb_first(["query", *behind]) == ["query", *behind]
