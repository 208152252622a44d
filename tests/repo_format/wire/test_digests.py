from __future__ import annotations

from hashlib import sha256

from repo_format import merkle
from repo_format.wire import digests

IDS = sorted(sha256(bytes([number % 256, number // 256])).digest() for number in range(600))


def test_children_of_a_set_are_those_of_the_kept_trie() -> None:
    kept: dict[bytes, bytes] = {}
    merkle.digest(IDS, keep=kept.__setitem__)
    assert digests.shorten(kept[b""]) == digests.children_of(IDS, 0)
    counts = [count for count, _ in digests.entries(digests.children_of(IDS, 0))]
    assert sum(counts) == 600
    assert counts[0] == sum(one < b"\x10" for one in IDS)


def test_what_differs() -> None:
    mine, theirs = digests.children_of(IDS, 0), digests.children_of(IDS[:-1], 0)
    assert digests.differing(mine, theirs) == [15]
    assert digests.differing(mine, mine) == []
    assert digests.differing(mine, b"") == list(range(16))
    assert digests.is_leaf(256)
    assert not digests.is_leaf(257)
