"""Segments: one with every kind of frame, growing and sealed; what a crash makes of it; and damage."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from families.heads import NOON, REPOSITORY, sign
from families.stream import (
    Part,
    erased,
    head_of,
    joined,
    opinion,
    outline,
    packed_part,
    plain_part,
    retraction,
    sealed,
    signed,
    signed_part,
    told,
)
from families.vector import Json, key_of, rendered
from repo_format import frame, head, ids, refs, segment
from repo_format.head import Head
from repo_format.record import Record

PACKED = (
    "28b52ffd6034040d0700020e2c249025d501ffffffff0f105aea5b6afb46d0070ab342087637edca92d46e2bf1ccd86567036b2d66564aa5"
    "9410420805bb9c11a17d78d9ddc3de49a11d5ece3227a3922ad8bb20d617c34e3bd6979f00035a6532ddd9abeb8123415a21314cc3d9bb36"
    "175f53c3cbe58c953682b4b33f19095e10c0b2b793fd2294d3bd9c8d83974b87b18a7318a1b5ab5c72a6a985457b2af133f8a49714740743"
    "b8b0f55a64da39a061b4393b9d0235693f4820082213000009280e8c4c05a880e2c0c854800a280e8c4c05a880e2c0c854800a280e46b6a6"
    "6b28366e6802cf0c4dbb2c"
)
"""The last six objects of the seal as zstd 1.5.7 compressed them at level 1."""

_BOB = [signed("bob", opinion("bob", number)) for number in (1, 2, 3)]
SEAL, _WRITTEN = sealed("alice", [opinion("alice", number) for number in range(1, 10)])
_SEALED = [Record(object_id, data, seal=SEAL) for object_id, data in zip(SEAL.ids, _WRITTEN, strict=True)]
_LAST = [signed("bob", retraction("bob", _BOB[0].id)), erased("bob", _BOB[2])]
RECORDS = [*_BOB[:2], *_SEALED, *_LAST]
_IDS = [record.id for record in RECORDS]

HEADS = [head_of(_IDS[:2], head.NO_HEAD, NOON + 1)]
HEADS.append(head_of(_IDS[:11], HEADS[0].id, NOON + 2))
HEADS.append(head_of(_IDS, HEADS[1].id, NOON + 3))

_OPENING: Part = (frame.OPENING, segment.Opening(REPOSITORY, 1, 1, frame.START, NOON).encode(), 0)
_FIRST: list[Part] = [signed_part(*_BOB[:2]), (frame.COMMIT, segment.Commit(1, 1, HEADS[0]).encode(), 0)]
_SECOND: list[Part] = [
    (frame.SEAL, SEAL.encode(), 0),
    plain_part(SEAL, 0, _WRITTEN[:3]),
    packed_part(SEAL, 3, _WRITTEN[3:], PACKED),
    (frame.REF, refs.encode("refs/tags/v1", refs.NO_HEAD, HEADS[0].id), 0),
    (frame.COMMIT, segment.Commit(2, 3, HEADS[1]).encode(), 0),
]
_THIRD: list[Part] = [signed_part(*_LAST), (frame.COMMIT, segment.Commit(3, 12, HEADS[2]).encode(), 0)]
_CLOSING: Part = (frame.CLOSING, segment.encode_closing(3, 13), 0)

_GROWING = joined([_OPENING, *_FIRST, *_SECOND, *_THIRD])
_WHOLE = joined([_OPENING, *_FIRST, *_SECOND, *_THIRD, _CLOSING])

_AMBIGUOUS = (
    "Of the last transaction the commit frame reached the disk and what comes before it did not. It may also have been "
    "acknowledged and damaged later; nothing tells the two apart, and it is taken for a crash."
)


def files() -> Iterator[tuple[str, bytes]]:
    """Path below ``tests/vectors/segments/`` and content of every file."""
    yield "active.json", rendered(_valid("A segment that grows.", "active.seg", _GROWING))
    yield "sealed.json", rendered(_valid("The same segment, sealed.", "00000001.seg", _WHOLE))
    yield "foreign.json", rendered(_foreign())
    for name, (description, data, commits) in _crashed().items():
        vector: Json = {"description": description, "repository": REPOSITORY.hex(), "file": "active.seg"}
        yield f"{name}.json", rendered({**vector, "segment": data.hex(), "commits": commits, "end": _end_of(commits)})
    for name, (description, file, data, error) in {**_damaged(), **_forged()}.items():
        vector = {"description": description, "repository": REPOSITORY.hex(), "file": file}
        yield f"{name}.json", rendered({**vector, "segment": data.hex(), "error": error})


def _valid(description: str, file: str, data: bytes) -> Json:
    return {
        "description": description,
        "repository": REPOSITORY.hex(),
        "file": file,
        "segment": data.hex(),
        "commits": 3,
        "end": len(data),
        "frames": outline(data),
        "objects": [told(record) for record in RECORDS],
        "heads": [signed_head.encode().hex() for signed_head in HEADS],
        "refs": {"refs/heads/main": HEADS[2].id.hex(), "refs/tags/v1": HEADS[0].id.hex()},
    }


def _foreign() -> Json:
    """A tag and a remote ref name the head of another repository, which stands before them."""
    alice = bytes.fromhex(key_of("alice"))
    theirs = sign(Head(b"another one of 1", 7, bytes(range(32)), head.NO_HEAD, NOON, alice))
    second = head_of(_IDS[:2], HEADS[0].id, NOON + 2)
    names = ("refs/remotes/origin/main", "refs/tags/theirs")
    parts: list[Part] = [
        (frame.FOREIGN_HEAD, theirs.encode(), 0),
        *[(frame.REF, refs.encode(name, refs.NO_HEAD, theirs.id), 0) for name in names],
        (frame.COMMIT, segment.Commit(2, 3, second).encode(), 0),
    ]
    data = joined([_OPENING, *_FIRST, *parts])
    return {
        **_valid("Refs name the head of another repository.", "active.seg", data),
        "commits": 2,
        "objects": [told(record) for record in RECORDS[:2]],
        "heads": [HEADS[0].encode().hex(), second.encode().hex()],
        "foreign": [theirs.encode().hex()],
        "refs": {"refs/heads/main": second.id.hex(), **dict.fromkeys(names, theirs.id.hex())},
    }


def _end_of(commits: int) -> int:
    """The length of the segment up to the end of a commit."""
    return len(joined([_OPENING, *(_FIRST + _SECOND + _THIRD)[: (0, 2, 7, 9)[commits]]]))


def _crashed() -> dict[str, tuple[str, bytes, int]]:
    second, third = _end_of(2), _end_of(3)
    return {
        "crash-empty": ("No transaction at all.", joined([_OPENING]), 0),
        "crash-in-a-header": ("Cut off in the header of a frame.", _GROWING[: second + 7], 2),
        "crash-in-a-body": ("Cut off in the body of a frame.", _GROWING[: second + 60], 2),
        "crash-in-the-commit": ("Cut off in the last commit frame.", _GROWING[:-1], 2),
        "crash-before-the-commit": ("A frame and no commit.", joined([_OPENING, *_FIRST, *_SECOND, _THIRD[0]]), 2),
        "crash-zeros-behind": ("A sector of zeros behind the last commit.", _GROWING + bytes(512), 3),
        "crash-noise-behind": ("Other bytes behind the last commit.", _GROWING + b"noise" * 20, 3),
        "crash-sectors-missing": (_AMBIGUOUS, _GROWING[:second] + bytes(60) + _GROWING[second + 60 :], 2),
        "crash-before-the-rename": ("A closing at the end of a segment that was not renamed.", _WHOLE, 3),
        "crash-of-a-future-length": (
            "A header whose length runs past the end of the file.",
            _GROWING[:third] + b"stmF\1\2\0\0" + (10_000).to_bytes(4, "big"),
            3,
        ),
    }


def _flipped(data: bytes, at: int) -> bytes:
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]


def _damaged() -> dict[str, tuple[str, str, bytes, str]]:
    first, sealed_file = len(joined([_OPENING])) + 60, "00000001.seg"
    return {
        "damaged-long-ago": (
            "A bit of the first transaction; the third could only be written after the second was durable.",
            "active.seg",
            _flipped(_GROWING, first),
            "Damaged",
        ),
        "damaged-opening": ("A bit of the opening.", "active.seg", _flipped(_GROWING, 60), "Damaged"),
        "damaged-chain": ("A bit of a chain hash.", "active.seg", _flipped(_GROWING, first - 40), "Damaged"),
        "sealed-bit-flipped": ("A bit of the last commit.", sealed_file, _flipped(_WHOLE, _end_of(3) - 1), "Damaged"),
        "sealed-cut-off": ("The last byte is missing.", sealed_file, _WHOLE[:-1], "Damaged"),
        "sealed-bytes-behind": ("A byte behind the closing.", sealed_file, _WHOLE + b"\0", "Damaged"),
        "sealed-without-closing": ("No closing.", sealed_file, _GROWING, "Damaged"),
        "empty": ("No bytes.", "active.seg", b"", "Damaged"),
        "version-2": (
            "A frame of version 2 behind the last commit: a newer steme may have written it.",
            "active.seg",
            _GROWING + b"stmF\2" + bytes(39),
            "FromTheFuture",
        ),
    }


def _forged() -> dict[str, tuple[str, str, bytes, str]]:
    """Segments whose chain is right and whose content is not."""
    other = segment.Opening(b"another one of 1", 1, 1, frame.START, NOON).encode()
    seal, block, rest = _SECOND[0], _SECOND[1], _SECOND[2:]
    wrong = plain_part(SEAL, 0, [_WRITTEN[1], *_WRITTEN[1:3]])
    head_of_none = head_of([ids.object_id(b"none")] * 2, head.NO_HEAD, NOON + 1)
    head_of_one = head_of([_BOB[0].id], head.NO_HEAD, NOON + 1)
    forged: dict[str, tuple[str, Sequence[Part]]] = {
        "forged-repository": ("The opening names another repository.", [(frame.OPENING, other, 0), *_FIRST]),
        "forged-root": (
            "The head of the first commit has another root.",
            [_OPENING, _FIRST[0], (frame.COMMIT, segment.Commit(1, 1, head_of_none).encode(), 0)],
        ),
        "forged-object-twice": (
            "One object twice, and the root of a set in which it stands once.",
            [_OPENING, signed_part(_BOB[0], _BOB[0]), (frame.COMMIT, segment.Commit(1, 1, head_of_one).encode(), 0)],
        ),
        "forged-block-without-seal": ("A block before any seal.", [_OPENING, *_FIRST, block, *rest]),
        "forged-block-of-another-seal": (
            "A block that names another seal than the one before it.",
            [_OPENING, *_FIRST, seal, (frame.BLOCK, bytes(32) + block[1][32:], 0), *rest],
        ),
        "forged-payload": ("A payload that the seal does not name.", [_OPENING, *_FIRST, seal, wrong, *rest]),
        "forged-foreign-head": (
            "A head of another repository that is cut short.",
            [_OPENING, *_FIRST, (frame.FOREIGN_HEAD, HEADS[0].encode()[:-1], 0), *_SECOND],
        ),
        "forged-pack-frame": (
            "The closing of a pack in a segment.",
            [_OPENING, *_FIRST, (frame.PACK_CLOSING, bytes(25), 0), *_SECOND, *_THIRD],
        ),
    }
    return {name: (told_of, "active.seg", joined(parts), "Damaged") for name, (told_of, parts) in forged.items()}
