"""Packs: a complete one with every kind of frame, and broken siblings."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from families.heads import REPOSITORY
from families.segments import HEADS, PACKED, RECORDS, SEAL
from families.stream import Part, joined, outline, packed_part, plain_part, signed_part, told
from families.vector import Json, rendered, seed_of
from repo_format import frame, signature
from repo_format.pack.opening import COMPLETE, SELECTION, Opening
from repo_format.pack.totals import Totals
from repo_format.seal import Seal

_SEALED = [record.payload or b"" for record in RECORDS[2:11]]
_OPENING: Part = (frame.PACK_OPENING, Opening(REPOSITORY, COMPLETE, (HEADS[2],)).encode(), 0)
_ALONE, _LAST = signed_part(*RECORDS[:2]), signed_part(*RECORDS[11:])
_SEAL: Part = (frame.SEAL, SEAL.encode(), 0)
_BLOCKS = [plain_part(SEAL, 0, _SEALED[:3]), packed_part(SEAL, 3, _SEALED[3:], PACKED)]
_CLOSING: Part = (frame.PACK_CLOSING, Totals().plus(RECORDS).encode(), 0)
_PARTS = [_OPENING, _ALONE, _SEAL, *_BLOCKS, _LAST, _CLOSING]
WHOLE = joined(_PARTS)


def files() -> Iterator[tuple[str, bytes]]:
    """Path below ``tests/vectors/packs/`` and content of every file."""
    nothing = Opening(REPOSITORY, SELECTION)
    empty = joined([(frame.PACK_OPENING, nothing.encode(), 0), (frame.PACK_CLOSING, Totals().encode(), 0)])
    yield "complete.json", rendered(_valid("Everything under the third head of segments/active.json.", WHOLE))
    yield (
        "empty.json",
        rendered({**_valid("A selection of no objects, their number not declared.", empty), "objects": []}),
    )
    for name, (description, data, error) in {**_broken(), **_forged()}.items():
        yield f"{name}.json", rendered({"description": description, "pack": data.hex(), "error": error})


def _valid(description: str, data: bytes) -> Json:
    return {
        "description": description,
        "repository": REPOSITORY.hex(),
        "pack": data.hex(),
        "frames": outline(data),
        "objects": [told(record) for record in RECORDS],
    }


def _broken() -> dict[str, tuple[str, bytes, str]]:
    """Broken as disks and networks do it: the chain hash shows it."""
    edges = [len(joined(_PARTS[:number])) for number in range(len(_PARTS) + 1)]
    pieces = [WHOLE[begin:end] for begin, end in pairwise(edges)]
    middle = edges[3] + 100
    flipped = WHOLE[:middle] + bytes([WHOLE[middle] ^ 1]) + WHOLE[middle + 1 :]
    exchanged = b"".join([*pieces[:3], pieces[4], pieces[3], *pieces[5:]])
    malformed = {
        "no-bytes": ("No bytes.", b""),
        "cut-in-a-header": ("Cut off in a header.", WHOLE[: edges[2] + 5]),
        "cut-in-a-body": ("Cut off in a body.", WHOLE[:middle]),
        "cut-before-the-closing": ("Cut off between frames.", WHOLE[: edges[-2]]),
        "cut-by-one-byte": ("The last byte is missing.", WHOLE[:-1]),
        "byte-behind": ("A byte behind the closing.", WHOLE + b"\0"),
        "twice": ("The same pack again behind it.", WHOLE * 2),
        "bit-flipped": ("One bit of a body.", flipped),
        "frame-left-out": ("One frame is missing.", b"".join(pieces[:1] + pieces[2:])),
        "frame-twice": ("One frame two times.", b"".join([*pieces[:2], *pieces[1:]])),
        "frames-exchanged": ("Two frames change places.", exchanged),
        "too-long": ("A frame of 4 GB.", WHOLE[:8] + b"\xff" * 4 + WHOLE[12:]),
    }
    found = {name: (*told_of, "MalformedObject") for name, told_of in malformed.items()}
    future = WHOLE[:4] + b"\2" + WHOLE[5:]
    return {**found, "frame-of-version-2": ("A frame from the future.", future, "FromTheFuture")}


def _forged() -> dict[str, tuple[str, bytes, str]]:
    """The chain is right and the content is not."""
    kinds = {"MalformedObject": {**_misplaced(), **_miscounted()}, "BadSignature": _unproven()}
    kinds["Damaged"] = {"payload-not-in-the-seal": ("A payload that the seal does not name.", _swapped())}
    future = (frame.PACK_OPENING, b"\2" + _OPENING[1][1:], 0)
    kinds["FromTheFuture"] = {"opening-of-version-2": ("An opening from the future.", [future, *_PARTS[1:]])}
    return {
        name: (description, joined(parts), error)
        for error, named in kinds.items()
        for name, (description, parts) in named.items()
    }


def _misplaced() -> dict[str, tuple[str, list[Part]]]:
    segment_opening, commit = (frame.OPENING, *_OPENING[1:]), (frame.COMMIT, bytes(210), 0)
    elsewhere = (frame.PACK_OPENING, _OPENING[1][:2] + b"another one of 1" + _OPENING[1][18:], 0)
    declared = b"\0\0\0\3" + (1 << 16).to_bytes(4, "big")
    zeros = bytes.fromhex("28b52ffda40000001054000010000001fbff39c00203")
    bomb = (frame.BLOCK, SEAL.id + declared + zeros, frame.COMPRESSED)
    return {
        "no-opening": ("It begins with objects.", _PARTS[1:]),
        "opening-twice": ("A second opening.", [_OPENING, *_PARTS]),
        "opening-of-a-segment": ("The first frame is of another kind.", [segment_opening, *_PARTS[1:]]),
        "head-of-another-repository": ("Head and opening differ.", [elsewhere, *_PARTS[1:]]),
        "seal-without-objects": ("Nothing under a seal.", [*_PARTS[:3], *_PARTS[5:]]),
        "block-without-seal": ("A block before any seal.", [*_PARTS[:2], *_PARTS[3:]]),
        "blocks-going-back": ("Blocks in the wrong order.", [*_PARTS[:3], _BLOCKS[1], _BLOCKS[0], *_PARTS[5:]]),
        "commit-inside": ("A frame of segments.", [*_PARTS[:2], commit, *_PARTS[2:]]),
        "bomb": ("Declares 64 KiB and to zstd 256 MiB.", [*_PARTS[:3], bomb, *_PARTS[5:]]),
    }


def _miscounted() -> dict[str, tuple[str, list[Part]]]:
    totals, few = Totals().plus(RECORDS), Totals().plus(RECORDS[:2])
    unerased = Totals(totals.objects, 0, totals.payload_bytes)
    short = (frame.PACK_CLOSING, Totals().plus(RECORDS[:11]).encode(), 0)
    thirteen = (frame.PACK_OPENING, Opening(REPOSITORY, SELECTION, (), 13).encode(), 0)
    return {
        "too-few": ("Fewer objects than its head counts.", [*_PARTS[:5], short]),
        "too-many": ("More objects than its head counts.", [*_PARTS[:2], *_PARTS[1:]]),
        "wrong-totals": ("Counts no erased object.", [*_PARTS[:-1], (frame.PACK_CLOSING, unerased.encode(), 0)]),
        "undeclared": ("Declares 13 and holds 2.", [thirteen, _ALONE, (frame.PACK_CLOSING, few.encode(), 0)]),
    }


def _unproven() -> dict[str, tuple[str, list[Part]]]:
    flipped = Seal(SEAL.author, SEAL.time, SEAL.ids, _flip_last(SEAL.signature))
    stranger = Seal.sign(seed_of("bob"), SEAL.time, SEAL.ids)
    by_bob = [(frame.SEAL, stranger.encode(), 0), plain_part(stranger, 0, _SEALED[:3])]
    by_alice = _LAST[1][:-64] + signature.sign_object(seed_of("alice"), RECORDS[12].id)
    head_flipped = (frame.PACK_OPENING, _flip_last(_OPENING[1]), 0)
    object_flipped = (frame.SIGNED, _flip_last(_ALONE[1]), 0)
    selection = (frame.PACK_OPENING, Opening(REPOSITORY, SELECTION).encode(), 0)
    last = (frame.PACK_CLOSING, Totals().plus(RECORDS[:5]).encode(), 0)
    return {
        "head-signature-flipped": ("One bit of the head's signature.", [head_flipped, *_PARTS[1:]]),
        "signature-flipped": ("One bit of an object's signature.", [_OPENING, object_flipped, *_PARTS[2:]]),
        "seal-signature-flipped": ("One bit.", [*_PARTS[:2], (frame.SEAL, flipped.encode(), 0), *_PARTS[3:]]),
        "sealed-by-another": ("Bob seals what alice wrote.", [selection, _ALONE, *by_bob, last]),
        "erased-by-another": ("In bob's name by alice.", [*_PARTS[:5], (frame.SIGNED, by_alice, 0), _CLOSING]),
    }


def _swapped() -> list[Part]:
    return [*_PARTS[:3], plain_part(SEAL, 0, [_SEALED[1], *_SEALED[1:3]]), *_PARTS[4:]]


def _flip_last(data: bytes) -> bytes:
    return data[:-1] + bytes([data[-1] ^ 1])
