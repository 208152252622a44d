"""A small log taken apart into bodies and put together again, with every hash recomputed, as a forger would."""

from __future__ import annotations

from pathlib import Path

from mutation import specimen
from mutation.specimen import ALICE, BOB, NOON, REPOSITORY
from repo_format import block, frame, head, ids, merkle, objects, seal, segment, signature
from repo_format.errors import StemeError
from repo_format.storage.store import Store

Body = tuple[int, int, bytes]
"""Kind, flags and body of a frame."""


def build(parent: Path) -> None:
    """A repository of one segment: twenty objects of Bob, half of them under a seal, and a tag."""
    parent.mkdir(parents=True, exist_ok=True)
    store = Store.create(str(parent), REPOSITORY, NOON)
    claims = [BOB.claim(number, note=f"number {number}") for number in range(20)]
    written = [objects.write(claim) for claim in claims]
    named = [ids.object_id(data) for data in written]
    proof = seal.Seal.sign(BOB.secret, NOON, tuple(named[:10]))
    with store.begin() as transaction:
        entries = [(transaction.claim(named[n]), n, named[n], written[n], claims[n]) for n in range(10)]
        transaction.add_sealed(proof, entries)
        first = transaction.commit(BOB, NOON)
    with store.begin() as transaction:
        for n in range(10, 20):
            transaction.add(named[n], written[n], claims[n], signature.sign_object(BOB.secret, named[n]))
        transaction.set_ref("refs/tags/v1", head.NO_HEAD, first.head.id)
        transaction.commit(BOB, NOON)
    store.close()


def read(parent: Path) -> list[Body]:
    """The bodies of a log of one segment."""
    return [(one.kind, one.flags, one.body) for one in specimen.frames(specimen.segments(parent)[-1])]


def link(bodies: list[Body]) -> bytes:
    """The frames with these bodies, chained."""
    chain, made = frame.START, []
    for kind, flags, body in bodies:
        data, chain = frame.encode(kind, body, chain, flags)
        made.append(data)
    return b"".join(made)


def write(parent: Path, bodies: list[Body]) -> None:
    """Let the repository's log be these bodies."""
    (parent / ".steme" / "log" / "active.seg").write_bytes(link(bodies))


def with_new_heads(bodies: list[Body]) -> list[Body]:
    """The bodies with commits that fit what stands before them, as well as it can be read, signed by Alice.

    Refs to the old heads name the new ones.
    """
    made: list[Body] = []
    held: list[bytes] = []
    current: seal.Seal | None = None
    renamed: dict[bytes, bytes] = {}
    previous, number, first = head.NO_HEAD, 0, 1
    for kind, flags, body in bodies:
        if kind == frame.SEAL:
            current = _decoded(body)
        elif kind in (frame.SIGNED, frame.BLOCK):
            held += _ids(kind, flags, body, current)
        if kind != frame.COMMIT:
            made.append((kind, flags, _renamed(body, renamed) if kind == frame.REF else body))
            continue
        number += 1
        signed = head.Head(REPOSITORY, len(held), merkle.root(held), previous, NOON, ALICE.public)
        signed.signature = ALICE.sign_head_id(signed.id)
        made.append((kind, flags, segment.Commit(number, first, signed).encode()))
        previous, first = signed.id, len(held) + 1
        renamed[_head_id(body)] = signed.id
    return made


def _head_id(body: bytes) -> bytes:
    try:
        return segment.decode_commit(body).head.id
    except StemeError:
        return b""


def _renamed(body: bytes, heads: dict[bytes, bytes]) -> bytes:
    for before, after in heads.items():
        body = body.replace(before, after) if before else body
    return body


def _decoded(body: bytes) -> seal.Seal | None:
    try:
        return seal.Seal.decode(body)
    except StemeError:
        return None


def _ids(kind: int, flags: int, body: bytes, current: seal.Seal | None) -> list[bytes]:
    try:
        if kind == frame.SIGNED:
            return [ids.object_id(payload or b"") for payload, _, _, _ in block.decode_signed(body)]
        _, first, payloads = block.decode_block(flags, body)
        return list(current.ids[first : first + len(payloads)]) if current else []
    except StemeError:
        return []
