"""Messages of an exchange: each kind, broken siblings, what a trie is told as, and two whole conversations."""

from __future__ import annotations

from collections.abc import Iterator
from struct import pack

from families.heads import REPOSITORY
from families.packs import WHOLE as PACK
from families.segments import HEADS, RECORDS
from families.trie import members
from families.vector import Json, rendered
from repo_format import merkle
from repo_format.wire import digests, message
from repo_format.wire.hello import TAKES_PUSHES, Hello, Welcome
from repo_format.wire.push import Push, Taken
from repo_format.wire.refusal import REFUSED, Refusal
from repo_format.wire.transfer import Sending, Since, Want
from repo_format.wire.trie import IdList, Leaves, NodeList, Nodes

_ROOT = merkle.root([record.id for record in RECORDS])
_IDS = sorted(record.id for record in RECORDS)
_TRANSFER = bytes(range(32))
_SET = members(1000)
_TAG = ("refs/tags/v1", HEADS[0])
_AGENT = "steme test vectors"


def files() -> Iterator[tuple[str, bytes]]:
    """Path below ``tests/vectors/sync/`` and content of every file."""
    for name, (description, value) in _valid().items():
        vector: Json = {"description": description, "kind": type(value).__name__}
        yield f"{name}.json", rendered({**vector, "message": message.encode(value).hex()})
    for name, (description, data, error) in _broken().items():
        yield f"{name}.json", rendered({"description": description, "message": data.hex(), "error": error})
    yield "conversations.json", rendered(_conversations())


def _valid() -> dict[str, tuple[str, message.Message]]:
    top = b"".join(digests.children_of(_below(bytes((digit,))), 1) for digit in range(16))
    big = merkle.root(_SET)
    head_of_many = HEADS[2]
    return {
        "hello": ("A first meeting; nothing to be pushed.", Hello(_ROOT, agent=_AGENT)),
        "hello-again": ("Remembers the second head and has a push to make.",
                        Hello(big, HEADS[1].id, _TRANSFER, 0, _AGENT)),
        "welcome-empty": ("An empty repository that takes no pushes.", Welcome(REPOSITORY)),
        "welcome": ("A tag, 1,000 bytes of a transfer, and the top of the trie of 1,000 ids of trie/roots.json.",
                    Welcome(REPOSITORY, head_of_many, remembered_count=11, refs=(_TAG,), offset=1000, chain=HEADS[1].id,
                            top=top, features=TAKES_PUSHES, max_objects=100_000, max_bytes=2**30, agent=_AGENT)),
        "nodes": ("The root, and the nodes a and abc.", Nodes((b"", b"\x0a", b"\x0a\x0b\x0c"))),
        "node-list": ("Of the first 1,000 ids of trie/roots.json: the root is an inner node, a and abc are none.",
                      NodeList((digests.children_of(_SET, 0), None, None), HEADS[2].id)),
        "leaves": ("Below a, and below a whole id.", Leaves((b"\x0a", bytes(_digits(_IDS[0]))))),
        "id-list": ("Ids of segments/active.json below those.",
                    IdList(([one for one in _IDS if one[0] >> 4 == 10], _IDS[:1]), HEADS[2].id)),
        "since": ("What came after the second head.", Since(HEADS[1].id, HEADS[2].id)),
        "since-nothing": ("Everything, from byte 500 of the pack on.", Since(bytes(32), HEADS[2].id, 500)),
        "want": ("Two objects.", Want(_IDS[:2])),
        "sending": ("A pack of 13 objects follows from its byte 500 on.", Sending(500, 13)),
        "push": ("With a tag; the pack follows from its byte 1,000 on.", Push(_TRANSFER, 1000, (_TAG,))),
        "taken": ("Two were new, eleven were there; the tag named another head there.",
                  Taken(2, 11, HEADS[2], ("refs/tags/v1",))),
        "refusal": ("By policy.", Refusal(REFUSED, "the policy `keys` lets nobody but alice push here")),
    }  # fmt: skip


def _below(path: bytes) -> list[bytes]:
    low, high = merkle.bounds(path)
    return [one for one in sorted(_SET) if low <= one and (high is None or one < high)]


def _digits(object_id: bytes) -> list[int]:
    return [digit for byte in object_id for digit in (byte >> 4, byte & 15)]


def _framed(kind: int, body: bytes) -> bytes:
    return b"stmw\1" + pack(">BI", kind, len(body)) + body


def _broken() -> dict[str, tuple[str, bytes, str]]:
    since, want = message.encode(Since(HEADS[1].id, HEADS[2].id)), message.encode(Want(_IDS[:2]))
    push, hello = message.encode(Push(_TRANSFER, 0, (_TAG,))), message.encode(Hello(_ROOT))
    ids = _IDS[1] + _IDS[0]
    malformed = {
        "no-bytes": ("No bytes.", b""),
        "another-protocol": ("What a shell says.", b"bash: steme: command not found\n"),
        "cut-short": ("The last byte is missing.", since[:-1]),
        "byte-behind": ("A byte behind the body.", since + b"\0"),
        "version-0": ("There is no version 0.", since[:4] + b"\0" + since[5:]),
        "kind-13": ("There is no such kind.", since[:5] + b"\x0d" + since[6:]),
        "too-long": ("A body of 4 GB.", since[:6] + b"\xff" * 4),
        "body-too-long": ("A length that is too large, and a body that is longer too.", _framed(7, since[10:] + b"\0")),
        "until-nothing": ("Up to no head.", _framed(7, since[10:42] + bytes(40))),
        "ids-out-of-order": ("Ids that are not ascending.", want[:22] + ids),
        "id-twice": ("An id two times.", want[:22] + _IDS[0] * 2),
        "no-ids": ("Nothing is wanted.", _framed(8, bytes(12))),
        "too-many-ids": ("32,001 ids are promised.", _framed(8, bytes(8) + pack(">I", 32_001))),
        "path-of-65": ("Deeper than any trie.", _framed(3, b"\0\1\x41" + bytes(33))),
        "path-padded": ("Half a byte behind the digits that is not 0.", _framed(3, b"\0\1\1\xab")),
        "flag-of-2": ("Neither a node nor none.", _framed(4, bytes(32) + b"\0\1\2")),
        "list-out-of-order": ("Ids of a list that are not ascending.", _framed(6, bytes(32) + pack(">HI", 1, 2) + ids)),
        "top-of-another-size": ("A top of one byte.", _top_of_one_byte()),
        "ref-of-main": ("A push sets no heads.", push.replace(b"\x0crefs/tags/v1", b"\x0frefs/heads/main")),
        "agent-with-escape": ("A control character.", _framed(1, hello[10:-1] + b"\1\x1b")),
        "code-of-nothing": ("A code that no refusal has.", _framed(12, b"\4\0\0")),
    }
    found = {name: (told, data, "MalformedObject") for name, (told, data) in malformed.items()}
    return {**found, "version-2": ("A version from the future.", since[:4] + b"\2" + since[5:], "FromTheFuture")}


def _top_of_one_byte() -> bytes:
    body = message.encode(Welcome(REPOSITORY))[10:]
    return _framed(2, body[:-3] + b"\0\1x\0")


def _conversations() -> Json:
    welcome = Welcome(REPOSITORY, HEADS[2], refs=(_TAG,), agent=_AGENT)
    known = Welcome(REPOSITORY, HEADS[2], remembered_count=13, refs=(_TAG,), agent=_AGENT)
    everything = Since(bytes(32), HEADS[2].id)
    cut = Since(bytes(32), HEADS[2].id, 500)
    turns: list[tuple[str, message.Message, message.Message, bytes]] = [
        ("Who is there?", Hello(bytes(32)), welcome, b""),
        ("Everything; the pack is that of packs/complete.json.", everything, Sending(0, 13), PACK),
        ("The same from byte 500 on, after a cut.", cut, Sending(500, 13), PACK[500:]),
        ("Later: anything new?", Hello(_ROOT, HEADS[2].id), known, b""),
        ("All ids.", Leaves((b"",)), IdList((_IDS,), HEADS[2].id), b""),
        ("Its root is a leaf.", Nodes((b"",)), NodeList((None,), HEADS[2].id), b""),
    ]
    return {
        "description": "What the repository of segments/active.json answers; it takes no pushes.",
        "agent": _AGENT,
        "turns": [
            {
                "description": told,
                "request": message.encode(request).hex(),
                "response": (message.encode(response) + behind).hex(),
            }
            for told, request, response, behind in turns
        ],
    }
