"""A small repository with every kind of frame, in sealed segments and a growing one, and a list of what it holds."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from unittest import mock

from repo_format import block, frame, head, ids, limits, objects, seal, signature
from repo_format.objects.agent import Agent
from repo_format.objects.assertion import Assertion
from repo_format.objects.erasure import Erasure
from repo_format.objects.source import Source
from repo_format.objects.vote import Vote
from repo_format.payload import Payload
from repo_format.storage.store import Store
from repo_format.storage.transaction import Transaction

REPOSITORY = b"S" * 16
NOON = 1_767_268_800_000_000
_SEGMENT = 5_000
"""Bytes after which a segment of the specimen is sealed: enough for two of them and a bit."""


class Author:
    """Everything follows from the name."""

    def __init__(self, name: str) -> None:
        self.secret = signature.secret_key(name.encode().ljust(32, b"."))
        self.public = self.secret[32:]

    def sign_head_id(self, head_id: bytes) -> bytes:
        """The signature under a head."""
        return signature.sign_head(self.secret, head_id)

    def claim(self, number: int, **fields: object) -> Assertion:
        """A claim that is all its own."""
        usual: dict[str, object] = {"confidence": 0.5, "tier": number % 6, "value": number, "time": NOON + number}
        place = {"subject": f"place/{number // 3}", "predicate": f"p{number % 3}"}
        return Assertion(author=self.public.hex(), **{**usual, **place, **fields})  # type: ignore[arg-type]


ALICE, BOB = Author("alice"), Author("bob")


def build(parent: Path) -> None:
    """Make ``parent/.steme``."""
    parent.mkdir(parents=True, exist_ok=True)
    store = Store.create(str(parent), REPOSITORY, NOON)
    try:
        with mock.patch.object(limits, "SEGMENT_BYTES", _SEGMENT), mock.patch.object(limits, "BLOCK_BYTES", 2_000):
            _fill(store)
    finally:
        store.close()


def _fill(store: Store) -> None:
    first = _commit(store, [_single(BOB, payload) for payload in _remarks()])
    _commit(store, [_sealed(ALICE, [ALICE.claim(n) for n in range(40)]), _sealed(ALICE, [ALICE.claim(100)])])
    _commit(store, [_tag("v1", head.NO_HEAD, first)])
    texts = [ALICE.claim(n, value=f"a longer text, number {n}, " * 3) for n in range(200, 260)]
    third = _commit(store, [*(_single(BOB, BOB.claim(n)) for n in range(300, 306)), _sealed(ALICE, texts)])
    for number in range(400, 404):
        _commit(store, [_single(BOB, BOB.claim(number))])
    erased = ids.object_id(objects.write(BOB.claim(500)))
    reason = Erasure(author=BOB.public.hex(), target=erased.hex(), reason="asked for", time=NOON)
    _commit(store, [_single(BOB, BOB.claim(500), erase=True), _single(BOB, reason), _tag("v1", first, third)])
    _commit(store, [_sealed(BOB, [BOB.claim(n) for n in range(600, 630)]), _tag("v2", head.NO_HEAD, third)])
    _commit(store, [_tag("v2", third, head.NO_HEAD), *(_single(ALICE, ALICE.claim(n)) for n in range(700, 704))])
    _commit(store, [_sealed(ALICE, [ALICE.claim(n, value=f"text {n} " * 20) for n in range(800, 830)])])


def _remarks() -> list[Payload]:
    author = BOB.public.hex()
    return [
        Source(author=author, name="survey", time=NOON),
        Agent(action="profile", author=author, name="Bob", time=NOON),
        Vote(author=author, target="ab" * 32, weight=-0.5, time=NOON),
        *(BOB.claim(n, note="n" * 200) for n in range(900, 905)),
    ]


def _commit(store: Store, steps: list) -> bytes:  # type: ignore[type-arg]
    with store.begin() as transaction:
        for step in steps:
            step(transaction)
        commit = transaction.commit(ALICE, NOON)
    if commit is None:
        raise AssertionError("every step of the specimen is new")
    return commit.head.id


def _single(author: Author, payload: Payload, erase: bool = False):  # type: ignore[no-untyped-def]
    data = objects.write(payload)
    identifier = ids.object_id(data)
    proof = signature.sign_object(author.secret, identifier)
    if erase:
        return lambda transaction: transaction.add_erased(identifier, author.public, proof)
    return lambda transaction: transaction.add(identifier, data, payload, proof)


def _sealed(author: Author, payloads: list[Assertion]):  # type: ignore[no-untyped-def]
    written = [objects.write(payload) for payload in payloads]
    proof = seal.Seal.sign(author.secret, NOON, tuple(map(ids.object_id, written)))

    def step(transaction: Transaction) -> None:
        transaction.flush()
        entries = zip(proof.ids, written, payloads, strict=True)
        transaction.add_sealed(
            proof, [(transaction.claim(one), n, one, data, read) for n, (one, data, read) in enumerate(entries)]
        )

    return step


def _tag(name: str, old: bytes, new: bytes):  # type: ignore[no-untyped-def]
    return lambda transaction: transaction.set_ref(f"refs/tags/{name}", old, new)


class Part:
    """One frame of the specimen: its file, where it is, its kind, and the ids that depend on it.

    ``entries`` are (begin, end, id) of the single objects in a ``SIGNED`` frame, places counted from the file's start.
    """

    def __init__(
        self, file: Path, found: frame.Frame, held: list[bytes], entries: list[tuple[int, int, bytes]]
    ) -> None:
        self.file = file
        self.offset = found.offset
        self.end = found.end
        self.kind = found.kind
        self.ids = held
        self.entries = entries


def parts(parent: Path) -> list[Part]:
    """Every frame of every segment, in order."""
    found: list[Part] = []
    current: tuple[Part, seal.Seal] | None = None
    for file in segments(parent):
        for one in frames(file):
            held: list[bytes] = []
            entries: list[tuple[int, int, bytes]] = []
            if one.kind == frame.SIGNED:
                entries = list(_entries(one))
                held = [identifier for _, _, identifier in entries]
            elif one.kind == frame.BLOCK and current is not None:
                _, first, payloads = block.decode_block(one.flags, one.body)
                held = list(current[1].ids[first : first + len(payloads)])
                current[0].ids += held
            found.append(Part(file, one, held, entries))
            if one.kind == frame.SEAL:
                current = found[-1], seal.Seal.decode(one.body)
    return found


def segments(parent: Path) -> list[Path]:
    """The segment files in order."""
    log = parent / ".steme" / "log"
    return [*sorted(log.glob("0*.seg")), log / "active.seg"]


def frames(file: Path) -> Iterator[frame.Frame]:
    """The frames of a sound segment."""
    data, at = file.read_bytes(), 0
    while at < len(data):
        one = frame.parse(data, at, at)
        yield one
        at = one.end


def _entries(one: frame.Frame) -> Iterator[tuple[int, int, bytes]]:
    at = one.offset + frame.OVERHEAD
    for payload, _, known, _ in block.decode_signed(one.body):
        size = 4 + (len(payload) if payload is not None else 64) + 64
        yield at, at + size, known if payload is None else ids.object_id(payload)
        at += size
