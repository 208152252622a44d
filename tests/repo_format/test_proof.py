from __future__ import annotations

from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from repo_format import ids, merkle, objects, proof, signature
from repo_format.errors import BadSignature, Refused
from repo_format.head import NO_HEAD, Head
from repo_format.objects.vote import Vote
from repo_format.seal import Seal

SEED, OTHER = b"\1" * 32, b"\2" * 32
VOTE = Vote(author=signature.public_key(SEED).hex(), target="11" * 32, time=0, weight=1)
PAYLOAD = objects.write(VOTE)
ID = ids.object_id(PAYLOAD)


def some_ids(count: int) -> list[bytes]:
    return [sha256(b"%d" % n).digest() for n in range(count)]


def path_among(ordered: list[bytes], object_id: bytes) -> proof.Path:
    nodes: dict[bytes, bytes] = {}
    merkle.digest(ordered, keep=nodes.__setitem__)
    return proof.path_to(object_id, nodes.get, lambda path: below(ordered, path))


def below(ordered: list[bytes], path: bytes) -> list[bytes]:
    low, high = merkle.bounds(path)
    return [one for one in ordered if low <= one and (high is None or one < high)]


def head_over(ordered: list[bytes], seed: bytes = OTHER) -> Head:
    head = Head(bytes(16), len(ordered), merkle.root(ordered), NO_HEAD, 5, signature.public_key(seed))
    head.signature = signature.sign_head(seed, head.id)
    return head


def made(count: int = 300, seal: Seal | None = None) -> proof.Proof:
    ordered = sorted([ID, *some_ids(count - 1)])
    signed = b"" if seal else signature.sign_object(SEED, ID)
    return proof.Proof(PAYLOAD, signed, seal, path_among(ordered, ID), head_over(ordered))


@pytest.mark.parametrize("count", [1, 2, 256, 257, 300, 5000])
def test_every_size_of_trie(count: int) -> None:
    assert made(count).check() == VOTE


@given(st.sets(st.binary(min_size=32, max_size=32), min_size=1, max_size=40), st.integers(0, 2**32))
@settings(max_examples=30, deadline=None)
def test_the_path_of_any_id_leads_to_the_root(few: set[bytes], seed: int) -> None:
    many = [sha256(b"%d %d" % (seed, n)).digest() for n in range(600)]
    ordered = sorted({*few, *many})
    for object_id in few:
        assert path_among(ordered, object_id).root(object_id) == merkle.root(ordered)


def test_ids_that_share_many_digits_make_a_deep_path() -> None:
    ordered = [b"\xab" * 30 + n.to_bytes(2, "big") for n in range(300)]
    path = path_among(ordered, ordered[7])
    assert len(path.levels) == 62
    assert path.root(ordered[7]) == merkle.root(ordered)


def test_an_id_that_is_not_in_the_trie_has_no_path() -> None:
    ordered = sorted(some_ids(300))
    with pytest.raises(Refused, match="does not hold the id"):
        path_among(ordered, ID).root(ID)


NEIGHBOURS = [bytes([n]) * 32 for n in range(1, 4)]


@pytest.mark.parametrize(
    ("leaf", "depth", "link"),
    [
        (NEIGHBOURS[::-1], 0, "not in ascending order"),
        ([NEIGHBOURS[0], *NEIGHBOURS], 0, "not in ascending order"),
        ([n.to_bytes(32, "big") for n in range(256)] + NEIGHBOURS[:1], 0, "too many"),
        (NEIGHBOURS[1:], 0, "does not hold the id"),
        ([], 0, "does not hold the id"),
        (NEIGHBOURS, 2, "do not share its first 2 digits"),
        ([bytes(32), *NEIGHBOURS], 2, "do not share"),
    ],
)
def test_what_is_no_leaf(leaf: list[bytes], depth: int, link: str) -> None:
    with pytest.raises(Refused, match=link):
        proof.Path(leaf, [[bytes(32)] * 15] * depth).root(NEIGHBOURS[0])


def test_a_leaf_without_a_path_has_all_ids() -> None:
    good = made(3)
    head = Head(bytes(16), 4, good.head.root, NO_HEAD, 5, signature.public_key(OTHER))
    head.signature = signature.sign_head(OTHER, head.id)
    with pytest.raises(Refused, match="holds 3 ids and the head counts 4"):
        proof.Proof(good.payload, good.signature, None, good.path, head).check()


@pytest.mark.parametrize("depth", [0, 1])
def test_a_leaf_is_not_taken_for_a_node(depth: int) -> None:
    """16 ids as the children of a node have another digest than as a leaf, so a node cannot be passed off as a leaf."""
    children = sorted(sha256(b"child %d" % n).digest() for n in range(16))
    assert merkle.leaf_digest(children) != merkle.node_digest(b"".join(children))
    path = proof.Path([children[3]], [children[:3] + children[4:]] * depth)
    assert path.root(children[3]) != merkle.node_digest(b"".join(children))


def test_a_seal_proves_it_too() -> None:
    assert made(seal=Seal.sign(SEED, 1, (bytes(32), ID))).check() == VOTE


@pytest.mark.parametrize(
    ("seal", "link"),
    [
        (Seal.sign(SEED, 1, (bytes(32),)), "does not list the id"),
        (Seal.sign(OTHER, 1, (ID,)), "not the author"),
        (Seal(signature.public_key(SEED), 1, (ID,), bytes(64)), "signature of the seal"),
    ],
)
def test_a_seal_that_does_not_prove_it(seal: Seal, link: str) -> None:
    with pytest.raises(BadSignature, match=link):
        made(seal=seal).check()


def test_the_head_must_name_the_root_and_be_signed() -> None:
    good = made()
    with pytest.raises(Refused, match="does not lead to the root"):
        proof.Proof(good.payload, good.signature, None, good.path, head_over(some_ids(300))).check()
    good.head.signature = bytes(64)
    with pytest.raises(BadSignature, match="signature of the head"):
        good.check()


@given(st.data())
@settings(max_examples=150, deadline=None)
def test_no_changed_bit_goes_unseen(data: st.DataObject) -> None:
    good = made()
    part = data.draw(st.sampled_from(["payload", "signature", "leaf", "level", "root", "head signature"]))

    def flip(octets: bytes) -> bytes:
        place = data.draw(st.integers(0, 8 * len(octets) - 1))
        return (int.from_bytes(octets, "big") ^ 1 << place).to_bytes(len(octets), "big")

    leaf, levels, head = list(good.path.leaf), [list(level) for level in good.path.levels], good.head
    if part == "leaf":
        place = data.draw(st.integers(0, len(leaf) - 1))
        leaf[place] = flip(leaf[place])
    elif part == "level":
        place = data.draw(st.integers(0, 14))
        levels[0][place] = flip(levels[0][place])
    elif part == "root":
        head = Head(head.repository, head.count, flip(head.root), head.previous, head.time, head.signer, head.signature)
    elif part == "head signature":
        head.signature = flip(head.signature)
    payload = flip(good.payload) if part == "payload" else good.payload
    signed = flip(good.signature) if part == "signature" else good.signature
    with pytest.raises(Refused):
        proof.Proof(payload, signed, None, proof.Path(leaf, levels), head).check()
