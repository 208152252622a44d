"""Two sorted runs of rows, compared."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from repo_format.checking import differences as module
from repo_format.checking.differences import differences

rows = st.lists(st.tuples(st.binary(min_size=1, max_size=2), st.binary(max_size=1)), unique=True).map(sorted)


def test_equal_runs_have_none() -> None:
    same = [(bytes((n,)), b"v") for n in range(200)]
    assert list(differences(iter(same), iter(same))) == []
    assert list(differences(iter(()), iter(()))) == []


def test_each_way_to_differ_has_its_words() -> None:
    here = [(b"a", b"1"), (b"b", b"1"), (b"d", b"2")]
    there = [(b"b", b"1"), (b"c", b"1"), (b"d", b"3")]
    assert list(differences(iter(here), iter(there))) == [
        "61 should not be there",
        "63 is missing",
        "64 should not be there",
        "64 is missing",
    ]


@settings(max_examples=100)
@given(rows, rows)
def test_as_many_as_there_are(here: list[tuple[bytes, bytes]], there: list[tuple[bytes, bytes]]) -> None:
    module._CHUNK = 3
    try:
        found = list(differences(iter(here), iter(there)))
    finally:
        module._CHUNK = 4096
    assert (found == []) == (here == there)
    missing = {key.hex() for key, _ in set(there) - set(here)}
    extra = {key.hex() for key, _ in set(here) - set(there)}
    named = {one.split(" ")[0] for one in found}
    assert named == missing | extra
