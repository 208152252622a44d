"""The walk down two tries, with an honest side, and with sides that lie."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from repo_format import merkle
from repo_format.errors import RemoteFailed
from repo_format.wire import digests
from steme.exchange.walk import Walk
from steme.serving import holdings

MOST = 32_000


def an_id(number: int) -> bytes:
    return hashlib.sha256(b"%d" % number).digest()


class Side:
    """Holdings of a set of ids, answering questions too, and counting them."""

    def __init__(self, numbers: set[int], stem: bytes = b"") -> None:
        self.ids = sorted(stem + an_id(number)[len(stem) :] for number in numbers)
        self.nodes_kept: dict[bytes, bytes] = {}
        self.root = merkle.digest(self.ids, 0, self.nodes_kept.__setitem__)
        self.round_trips = self.bytes = 0

    def node(self, path: bytes) -> bytes | None:
        return self.nodes_kept.get(path)

    def ids_below(self, path: bytes) -> list[bytes]:
        low, high = merkle.bounds(path)
        return [one for one in self.ids if one >= low and (high is None or one < high)]

    def nodes(self, paths: Sequence[bytes]) -> list[bytes | None]:
        self.round_trips += 1
        found = [holdings.children(self, path) if self.node(path) else None for path in paths]
        self.bytes += sum(len(one or b"") + len(path) for one, path in zip(found, paths, strict=True))
        return found

    def leaves(self, paths: Sequence[bytes]) -> list[list[bytes]]:
        self.round_trips += 1
        found = [self.ids_below(path) for path in paths]
        self.bytes += sum(32 * len(ids) for ids in found)
        return found

    def top(self) -> bytes:
        return holdings.top(self)


def walked(mine: Side, theirs: Side, *, top: bool = True, most: int = MOST):  # type: ignore[no-untyped-def]
    walk = Walk(mine, len(mine.ids), len(theirs.ids), theirs.root, most)
    return walk.differences(theirs, theirs.top() if top and len(theirs.ids) > 256 else b"")


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from([0, 3, 200, 300, 900]),
    st.sets(st.integers(5000, 6000), max_size=30),
    st.sets(st.integers(7000, 8000), max_size=30),
    st.booleans(),
    st.sampled_from([b"", b"\x12\x34\x56"]),
)
def test_finds_exactly_the_differences(common: int, mine: set[int], theirs: set[int], top: bool, stem: bytes) -> None:
    shared = set(range(common))
    one, other = Side(shared | mine, stem), Side(shared | theirs, stem)
    if one.root == other.root:
        return
    found = walked(one, other, top=top)
    assert found.ours == sorted(set(one.ids) - set(other.ids))
    assert found.missing is None or found.missing == sorted(set(other.ids) - set(one.ids))
    assert (found.missing is None) == (len(other.ids) >= 4 * len(one.ids) and len(other.ids) > 1024)


def test_who_has_little_asks_only_for_what_is_near() -> None:
    mine, theirs = Side({1, 2, 999_999}), Side(set(range(3000)))
    found = walked(mine, theirs)
    assert found.missing is None
    assert found.ours == [an_id(999_999)]
    assert theirs.bytes < 3 * 256 * 32 + 3 * 320


def test_so_many_are_missing_that_everything_is_asked_for() -> None:
    found = walked(Side(set(range(600))), Side(set(range(300, 900))), most=100)
    assert found.missing is None
    assert found.ours == sorted(an_id(number) for number in range(300))


def test_a_hundred_thousand_that_differ_by_a_hundred_cost_two_round_trips() -> None:
    numbers = set(range(100_000))
    mine, theirs = Side(numbers | set(range(200_000, 200_050))), Side(numbers | set(range(300_000, 300_050)))
    _fast(mine)
    _fast(theirs)
    found = walked(mine, theirs)
    assert (len(found.ours), len(found.missing)) == (50, 50)
    assert theirs.round_trips == 2
    assert theirs.bytes + digests.TOP_BYTES < 140_000


def _fast(side: Side) -> None:
    from bisect import bisect_left

    def below(path: bytes) -> list[bytes]:
        low, high = merkle.bounds(path)
        return side.ids[bisect_left(side.ids, low) : len(side.ids) if high is None else bisect_left(side.ids, high)]

    side.ids_below = below  # type: ignore[method-assign]


class Liar(Side):
    """Tells the truth but for one thing, which ``lie`` changes in what it is about to say."""

    lie = ""

    def nodes(self, paths: Sequence[bytes]) -> list[bytes | None]:
        found = super().nodes(paths)
        if self.lie == "no node":
            return [None] * len(found)
        if self.lie == "count" and found[0]:
            return [(int.from_bytes(found[0][:4], "big") + 1).to_bytes(4, "big") + found[0][4:], *found[1:]]
        if self.lie == "endless":
            big = (300).to_bytes(4, "big") + random.Random(0).randbytes(16)
            rest = bytes(20) * 14
            count = sum(count for count, _ in digests.entries(found[0] or b"")) if found[0] else 300
            return [_spread(count, big, rest) for _ in found]
        return found

    def leaves(self, paths: Sequence[bytes]) -> list[list[bytes]]:
        found = super().leaves(paths)
        if self.lie == "one id less":
            return [ids[1:] for ids in found]
        if self.lie == "another id":
            return [[*ids[:-1], bytes([ids[-1][0]]) + b"\xff" * 31] if ids else ids for ids in found]
        if self.lie == "elsewhere":
            return [[b"\xff" * 32] * len(ids) for ids in found]
        return found


def _spread(count: int, big: bytes, rest: bytes) -> bytes:
    first = count.to_bytes(4, "big") + big[4:]
    return first + bytes(20) + rest


@pytest.mark.parametrize("lie", ["no node", "count", "one id less", "another id", "elsewhere", "endless"])
def test_a_lie_is_found_out(lie: str) -> None:
    liar = Liar(set(range(3000)))
    _fast(liar)
    liar.lie = lie
    walk = Walk(Side(set(range(2000))), 2000, len(liar.ids), liar.root, MOST)
    with pytest.raises(RemoteFailed):
        walk.differences(liar)
    assert liar.round_trips <= 70


def test_a_top_that_does_not_add_up() -> None:
    theirs = Side(set(range(1000)))
    walk = Walk(Side(set(range(900))), 900, len(theirs.ids) + 1, theirs.root, MOST)
    with pytest.raises(RemoteFailed, match="do not make 1001"):
        walk.differences(theirs, theirs.top())
