from __future__ import annotations

import json
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repo_format import refs
from repo_format.errors import FromTheFuture, InvalidInput, MalformedObject, StemeError

OLD, NEW = b"o" * 32, b"n" * 32
GOOD = ("refs/tags/v1", "refs/tags/v1.0-rc_1+2@x", "refs/remotes/origin/main", "refs/x", "refs/" + "a" * 195)
BAD = (
    "", "refs", "refs/", "tags/v1", "/refs/x", "refs//x", "refs/x/", "refs/.x", "refs/x/.y", "refs/-x", "refs/x.",
    "refs/x.lock", "refs/x.lock/y", "refs/a..b", "refs/..", "refs/a b", "refs/a\0b", "refs/a\nb", "refs/a~b",
    "refs/a^b", "refs/a:b", "refs/a?b", "refs/a*b", "refs/a[b", "refs/a\\b", "refs/é", "refs/a@{b", "refs/%2e",
    "refs/a\x7f", "Refs/x", "refs/" + "a" * 196, "refs/../../etc/passwd", "refs/tags/--help",
)  # fmt: skip


@pytest.mark.parametrize("name", GOOD)
def test_good_names(name):
    assert refs.check_ref(name) == name
    assert refs.decode(refs.encode(name, OLD, NEW)) == (name, OLD, NEW)


@pytest.mark.parametrize("name", BAD, ids=ascii)
def test_bad_names(name):
    with pytest.raises(InvalidInput) as caught:
        refs.check_ref(name)
    assert str(caught.value).isprintable()
    with pytest.raises(MalformedObject):
        refs.decode(b"\1" + OLD + NEW + name.encode())


def test_tags():
    assert refs.tag_ref("v1") == refs.tag_ref("refs/tags/v1") == "refs/tags/v1"
    with pytest.raises(InvalidInput):
        refs.tag_ref("../heads/main")


def test_known_answer():
    assert refs.encode("refs/tags/v1", refs.NO_HEAD, NEW) == b"\1" + bytes(32) + NEW + b"refs/tags/v1"


@given(
    st.binary(min_size=32, max_size=32),
    st.binary(min_size=32, max_size=32),
    st.from_regex(r"[a-z0-9]{1,30}", fullmatch=True),
)
def test_round_trip(old, new, tag):
    assert refs.decode(refs.encode(refs.tag_ref(tag), old, new)) == ("refs/tags/" + tag, old, new)


def test_main_is_moved_by_commits_alone():
    assert refs.check_ref(refs.MAIN) == refs.MAIN
    with pytest.raises(InvalidInput, match="moves with every commit"):
        refs.encode(refs.MAIN, OLD, NEW)
    with pytest.raises(MalformedObject):
        refs.decode(b"\1" + OLD + NEW + refs.MAIN.encode())


def test_malformed():
    good = refs.encode("refs/tags/v1", OLD, NEW)
    for bad in (b"", b"\1", good[:65], b"\0" + good[1:], good[:-1] + b"\xff", good + b"\0"):
        with pytest.raises(MalformedObject):
            refs.decode(bad)
    with pytest.raises(FromTheFuture):
        refs.decode(b"\2" + good[1:])


def test_arbitrary_bytes_end_in_no_traceback():
    rng = random.Random(1)
    for _ in range(2000):
        body = b"\1" + OLD + NEW + b"refs/" + rng.randbytes(rng.randint(1, 12))
        try:
            name, old, new = refs.decode(body)
        except MalformedObject:
            continue
        assert refs.encode(name, old, new) == body


VECTORS = {
    path.stem: json.loads(path.read_text()) for path in (Path(__file__).parents[1] / "vectors" / "refs").glob("*.json")
}


@pytest.mark.parametrize("name", ["made", "moved", "removed"])
def test_vectors(name):
    vector = VECTORS[name]
    parts = (vector["name"], bytes.fromhex(vector["old"]), bytes.fromhex(vector["new"]))
    assert refs.decode(bytes.fromhex(vector["ref"])) == parts
    assert refs.encode(*parts).hex() == vector["ref"]


@pytest.mark.parametrize("name", sorted(name for name, vector in VECTORS.items() if "error" in vector))
def test_broken_vectors(name):
    with pytest.raises(StemeError) as caught:
        refs.decode(bytes.fromhex(VECTORS[name]["ref"]))
    assert type(caught.value).__name__ == VECTORS[name]["error"]


def test_vectors_of_names():
    for name in VECTORS["names"]["accepted"]:
        assert refs.decode(refs.encode(name, OLD, NEW))[0] == name
    for name in VECTORS["names"]["refused"]:
        with pytest.raises(InvalidInput):
            refs.encode(name, OLD, NEW)
