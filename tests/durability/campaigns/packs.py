"""A genuine pack, and the ways to change it."""

from __future__ import annotations

import io
import random
import struct
from collections.abc import Callable, Iterable

import zstandard

from repo_format import block, frame, head, ids, limits, merkle, objects, signature
from repo_format.objects.assertion import Assertion
from repo_format.objects.erasure import Erasure
from repo_format.pack.opening import COMPLETE, SELECTION, Opening
from repo_format.pack.totals import Totals
from repo_format.pack.writer import PackWriter
from repo_format.record import Record
from repo_format.seal import Seal

NOON = 1_767_268_800_000_000
HOME = b"H" * 16
Parts = list[tuple[int, bytes, int]]
MALLORY = signature.secret_key(b"mallory".ljust(32, b"\0"))


def claim(secret: bytes, number: int, **fields: object) -> bytes:
    """The payload of a claim by the owner of a secret."""
    usual = {"confidence": 0.5, "predicate": "size", "subject": f"city/{number}", "tier": 3, "time": NOON + number}
    given = {"value": number, **usual, **fields}
    return objects.write(Assertion(author=secret[32:].hex(), **given))  # type: ignore[arg-type]


def signed(secret: bytes, payload: bytes) -> Record:
    """A payload with a signature by the owner of a secret, whosever it is."""
    object_id = ids.object_id(payload)
    return Record(object_id, payload, signature.sign_object(secret, object_id))


def sealed(secret: bytes, payloads: list[bytes]) -> list[Record]:
    """Payloads under one seal."""
    seal = Seal.sign(secret, NOON, tuple(map(ids.object_id, payloads)))
    return [Record(one, payload, seal=seal) for one, payload in zip(seal.ids, payloads, strict=True)]


def packed(records: Iterable[Record], opening: Opening) -> bytes:
    """The bytes of a pack."""
    out = io.BytesIO()
    writer = PackWriter(out, opening)
    for record in records:
        writer.add(record)
    writer.close()
    return out.getvalue()


def joined(parts: Parts) -> bytes:
    """Frames with a right chain, whatever they are."""
    chain, data = frame.START, b""
    for kind, body, flags in parts:
        one, chain = frame.encode(kind, body[: limits.MAX_FRAME_BODY], chain, flags)
        data += one
    return data


class Forger:
    """Holds what two honest authors signed, and a key of its own."""

    def __init__(self) -> None:
        self.alice = signature.secret_key(b"alice".ljust(32, b"\0"))
        self.bob = signature.secret_key(b"bob".ljust(32, b"\0"))
        first = sealed(self.alice, [claim(self.alice, number) for number in range(90)])
        second = sealed(self.bob, [claim(self.bob, number, note="n" * 400) for number in range(60)])
        alone = [signed(self.bob, claim(self.bob, 100 + number)) for number in range(6)]
        self.gone = first[40]
        reason = objects.write(
            Erasure(author=self.bob[32:].hex(), reason="asked for", target=self.gone.id.hex(), time=NOON)
        )
        lost = Record(self.gone.id, None, seal=self.gone.seal)
        self.records = [*first[:40], lost, *first[41:], *alone, signed(self.bob, reason), *second]
        self.under_head = {record.id for record in self.records}
        self.genuine = {*self.under_head}
        self.head = self.make_head(len(self.under_head), merkle.root(list(self.under_head)))
        self.data = packed(self.records, Opening(HOME, COMPLETE, (self.head,)))
        self.parts: Parts = [(one.kind, one.body, one.flags) for one in frame.unchain(self.data, frame.START)]

    def make_head(self, count: int, root: bytes) -> head.Head:
        """A head that Alice's repository might have."""
        made = head.Head(HOME, count, root, bytes(32), NOON, self.alice[32:])
        made.signature = signature.sign_head(self.alice, made.id)
        return made

    def of_kind(self, kind: int, chance: random.Random) -> int:
        """The place of some part of this kind."""
        return chance.choice([at for at, part in enumerate(self.parts) if part[0] == kind])


Way = Callable[[Forger, random.Random], bytes]


def mutated(data: bytes, chance: random.Random) -> bytes:
    """Bytes changed somewhere."""
    at = chance.randrange(len(data)) if data else 0
    end = min(len(data), at + chance.randrange(1, 40))
    match chance.randrange(5):
        case 0:
            return data[:at] + bytes((data[at] ^ 1 << chance.randrange(8),)) + data[at + 1 :] if data else b"\0"
        case 1:
            return data[:at]
        case 2:
            return data[:at] + chance.randbytes(chance.randrange(1, 60)) + data[at:]
        case 3:
            return data[:at] + data[end:]
    return data[:at] + data[chance.randrange(len(data) or 1) :][: end - at] + data[end:]


def flipped(forger: Forger, chance: random.Random) -> bytes:
    """One bit or a run of bytes, chains left as they were."""
    return mutated(forger.data, chance)


def body_changed(forger: Forger, chance: random.Random) -> bytes:
    """Bytes within a frame."""
    parts, at = [*forger.parts], chance.randrange(len(forger.parts))
    parts[at] = (parts[at][0], mutated(parts[at][1], chance), parts[at][2])
    return joined(parts)


def header_changed(forger: Forger, chance: random.Random) -> bytes:
    """Another kind or other flags."""
    parts, at = [*forger.parts], chance.randrange(len(forger.parts))
    parts[at] = (chance.randrange(14), parts[at][1], chance.choice((0, 0, 1, 2, 255)))
    return joined(parts)


def reordered(forger: Forger, chance: random.Random) -> bytes:
    """Frames swapped, dropped, or there twice."""
    parts = [*forger.parts]
    for _ in range(chance.randrange(1, 4)):
        one, other = chance.randrange(1, len(parts)), chance.randrange(1, len(parts))
        match chance.randrange(3):
            case 0:
                parts[one], parts[other] = parts[other], parts[one]
            case 1:
                del parts[one]
            case _:
                parts.insert(one, parts[other])
    return joined(_counted(parts) if chance.random() < 0.7 else parts)


def _counted(parts: Parts) -> Parts:
    """The parts with an opening and a closing that say what is between them, as far as it can be read."""
    objects_, erased, size = 0, 0, 0
    for kind, body, flags in parts:
        try:
            if kind == frame.SIGNED:
                lengths = [len(one[0] or b"") for one in block.decode_signed(body)]
            else:
                lengths = [len(one) for one in block.decode_block(flags, body)[2]] if kind == frame.BLOCK else []
        except Exception:  # noqa: BLE001 - then it is not counted
            continue
        objects_, erased, size = objects_ + len(lengths), erased + lengths.count(0), size + sum(lengths)
    middle = [part for part in parts if part[0] not in (frame.PACK_OPENING, frame.PACK_CLOSING)]
    opening, closing = Opening(HOME, SELECTION, ()).encode(), Totals(objects_, erased, size).encode()
    return [(frame.PACK_OPENING, opening, 0), *middle, (frame.PACK_CLOSING, closing, 0)]


def forged_payload(forger: Forger, chance: random.Random) -> bytes:
    """A payload of somebody else's choice under a genuine signature, or a good one by the forger."""
    payload = claim(forger.alice, chance.randrange(200), value=chance.random())
    if chance.random() < 0.3:
        payload = mutated(payload, chance) or b"{}"
    record = signed(MALLORY, payload)
    if chance.random() < 0.5:
        record.signature = chance.choice([one.signature for one in forger.records if one.signature])
    return packed([*forger.records[: chance.randrange(3)], record], Opening(HOME))


def forged_seal(forger: Forger, chance: random.Random) -> bytes:
    """Payloads of others under the forger's seal, or others under the signature of a genuine seal."""
    genuine = forger.records[0].seal
    assert genuine is not None
    payloads = [claim(forger.alice, number, value=chance.random()) for number in range(chance.randrange(1, 60))]
    records = sealed(MALLORY, payloads)
    if chance.random() < 0.6:
        listed = tuple(record.id for record in records)
        seal = Seal(forger.alice[32:], NOON, listed, chance.choice((genuine.signature, records[0].seal.signature)))  # type: ignore[union-attr]
        records = [Record(one.id, one.payload, seal=seal) for one in records]
    return packed(records, Opening(HOME))


def other_positions(forger: Forger, chance: random.Random) -> bytes:
    """Blocks that claim other places in their seal, places that come back or are missing."""
    parts = [*forger.parts]
    at = forger.of_kind(frame.BLOCK, chance)
    seal_id, first, payloads = block.decode_block(parts[at][2], parts[at][1])
    match chance.randrange(4):
        case 0:
            first = chance.randrange(1100)
        case 1:
            payloads = payloads[chance.randrange(len(payloads)) :]
        case 2:
            chance.shuffle(payloads)
        case _:
            payloads += payloads[:1]
    flags, body = block.encode_block(seal_id, first & 0xFFFF, payloads, compress=chance.random() < 0.5)
    parts[at] = (frame.BLOCK, body, flags)
    return joined(_counted(parts))


def erased(forger: Forger, chance: random.Random) -> bytes:
    """Objects said to be erased, with their erasure, with another one, or with none."""
    records = [*forger.records]
    for at in chance.sample(range(len(records)), chance.randrange(1, 4)):
        one = records[at]
        author = b"" if one.seal else forger.bob[32:]
        records[at] = Record(one.id, None, one.signature, one.seal, author=author)
    if chance.random() < 0.3:
        records = [one for one in records if one.payload is None or b'"erasure"' not in one.payload]
    return packed(records, Opening(HOME))


def wrong_head(forger: Forger, chance: random.Random) -> bytes:
    """A head with another root or count, or signed by nobody; some of the objects are missing."""
    made = forger.make_head(len(forger.records) - chance.randrange(2), chance.randbytes(32))
    if chance.random() < 0.3:
        made.signature = chance.randbytes(64)
    records = forger.records[: made.count]
    return packed(records, Opening(HOME, COMPLETE, (made,)))


def wrong_counts(forger: Forger, chance: random.Random) -> bytes:
    """An opening or a closing that says something else than is there."""
    parts = [*forger.parts]
    number = chance.choice((0, 1, len(forger.records) - 1, len(forger.records) + 1, 2**32 - 1, 2**40))
    if chance.random() < 0.5:
        parts[-1] = (frame.PACK_CLOSING, Totals(number, chance.randrange(3), chance.randrange(2**40)).encode(), 0)
    else:
        parts[0] = (frame.PACK_OPENING, struct.pack(">BB16sQ", 1, SELECTION, HOME, number), 0)
    return joined(parts)


def bomb(forger: Forger, chance: random.Random) -> bytes:
    """Few bytes that would become many."""
    parts = [*forger.parts]
    at = forger.of_kind(frame.BLOCK, chance)
    seal_id, first, payloads = block.decode_block(parts[at][2], parts[at][1])
    size = chance.choice((1 << 18, limits.MAX_BLOCK_BYTES, limits.MAX_BLOCK_BYTES + 1, 1 << 24, 2**32 - 1))
    content = zstandard.ZstdCompressor(write_content_size=chance.random() < 0.7).compress(bytes(min(size, 1 << 24)))
    named = chance.choice((size, 300))
    body = block.BLOCK_PREFIX.pack(seal_id, first, chance.choice((len(payloads), 1, 0, 1024)), named) + content
    parts[at] = (frame.BLOCK, body, 1)
    return joined(parts)


def spliced(forger: Forger, chance: random.Random) -> bytes:
    """The beginning of one pack and the end of another."""
    other = packed(forger.records[chance.randrange(1, 90) :], Opening(HOME))
    cut = chance.randrange(len(forger.data))
    return forger.data[:cut] + other[chance.randrange(len(other)) :]


def genuine(forger: Forger, chance: random.Random) -> bytes:
    """All of it, or some of it: this is taken."""
    if chance.random() < 0.3:
        return forger.data
    some = [one for one in forger.records if one.payload and chance.random() < 0.5]
    return packed(some, Opening(HOME))


WAYS: tuple[Way, ...] = (
    flipped, body_changed, body_changed, header_changed, reordered, forged_payload, forged_seal, other_positions,
    erased, wrong_head, wrong_counts, bomb, spliced, genuine,
)  # fmt: skip
