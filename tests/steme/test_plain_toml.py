from __future__ import annotations

import tomllib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from steme.plain_toml import read_plain

NAMES = st.text(alphabet="abZ09_-", min_size=1, max_size=3)
VALUES = st.one_of(
    st.sampled_from(['"alice"', '""', '"é #"', "true", "false", "0", "5", "0.25", "10.0"]),
    st.sampled_from(
        ["-1", "1e3", "01", "1_0", "1.", ".5", '"\\n"', "'x'", "[1]", "{}", "5 # c", "٣", '"a" "b"', '"""']
    ),
)
LINES = st.one_of(
    NAMES.map(lambda name: f"[{name}]"),
    st.sampled_from(["[a]", "[b]", "[a.b]", "[a.Z]", "[b.a]", "[a.b.Z]", "[.a]", "[a.]", "b = 1"]),
    st.builds(lambda name, value: f" {name} = {value}\t", NAMES, VALUES),
    st.sampled_from(["", "# comment", "#\x1b", "\r", "[a.b]", "[[a]]", "a", "= 1", "a.b = 1", '"a" = 1', "a = ", "\f"]),
)


@settings(max_examples=500)
@given(st.lists(LINES, max_size=5).map("\n".join))
def test_gives_up_or_reads_what_tomllib_reads(text: str) -> None:
    plain = read_plain(text)
    if plain is not None:
        assert repr(plain) == repr(tomllib.loads(text))


@settings(max_examples=300)
@given(st.text(alphabet='[]="\\# \t\n\ra1.0_-+ethé\x7f\x00\x85', max_size=20))
def test_any_text(text: str) -> None:
    plain = read_plain(text)
    if plain is not None:
        assert repr(plain) == repr(tomllib.loads(text))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "# nothing but words\n",
        '[user]\nkey = "alice"\n\n[lock]\ntimeout = 5\n',
        "[lock]\n# patience\ntimeout = 0.5\n[import]\nseal = false",
        '[remote.origin]\nurl = "/srv/claims"\n\n[remote.b-2]\nurl = "host:claims"\n',
    ],
)
def test_reads_what_set_writes(text: str) -> None:
    assert read_plain(text) == tomllib.loads(text)


@pytest.mark.parametrize(
    "text",
    ["a = 1", "[a]\nb = 'c'", "[a]\n[a]", "[a]\nb = 1\nb = 1", "[a]\nb = 1 # c", "[a]\nb = 1\r\n", "[a", "[a]\nb = 01"],
)
def test_gives_up(text: str) -> None:
    assert read_plain(text) is None
