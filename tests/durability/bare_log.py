"""A second reader of the log, written from docs/format/ and not from ``repo_format``: it shares no code with the store.

It is slow, trusts nothing and repairs nothing. Everything it finds wrong is a sentence in ``violations``.
"""

from __future__ import annotations

import json
import re
import struct
from bisect import bisect_left, bisect_right, insort
from dataclasses import dataclass, field
from pathlib import Path

import zstandard
from blake3 import blake3
from nacl.exceptions import BadSignatureError
from nacl.signing import VerifyKey

HEADER = struct.Struct(">4sBBHI")
OPENING, SIGNED, SEAL, BLOCK, REF, COMMIT, CLOSING = range(1, 8)
NONE = bytes(32)


def digest(context: str, *parts: bytes) -> bytes:
    """BLAKE3 in derive-key mode."""
    return blake3(b"".join(parts), derive_key_context=context).digest()


def object_id(payload: bytes) -> bytes:
    """The id that a payload must have."""
    return digest("steme 2026-11 object id v1", payload)


def trie_root(ordered: list[bytes], memory: dict[tuple[str, int], bytes], path: str = "") -> bytes:
    """The Merkle root of sorted ids, straight from the definition.

    ``memory`` keeps digests by path and number of ids: in a set that only grows, a subtree of equal size is the same.
    """
    low = bisect_left(ordered, _padded(path, "0"))
    high = bisect_right(ordered, _padded(path, "f"))
    known = memory.get((path, high - low))
    if known is None:
        if high - low <= 256:
            known = digest("steme 2026-11 trie leaf v1", *ordered[low:high])
        else:
            children = [trie_root(ordered, memory, path + one) for one in "0123456789abcdef"]
            known = digest("steme 2026-11 trie node v1", *children)
        memory[path, high - low] = known
    return known


def _padded(path: str, digit: str) -> bytes:
    return bytes.fromhex(path.ljust(64, digit))


def is_signed(key: bytes, domain: bytes, identifier: bytes, signature: bytes) -> bool:
    """Whether the Ed25519 signature holds (by PyNaCl's own front door)."""
    try:
        VerifyKey(key).verify(domain + b"\0" + identifier, signature)
    except (BadSignatureError, ValueError):
        return False
    return True


@dataclass
class Log:
    """What the segments hold: ids in order, refs, heads by commit, where it ends, and all that is wrong with it."""

    repository: bytes
    known: set[bytes]
    ids: list[bytes] = field(default_factory=list)
    refs: dict[str, bytes] = field(default_factory=dict)
    heads: list[bytes] = field(default_factory=list)
    end: tuple[int, int, bytes] = (0, 0, NONE)
    debris: int = 0
    erased: set[bytes] = field(default_factory=set)
    violations: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._seen: set[bytes] = set()
        self._sorted: list[bytes] = []
        self._digests: dict[tuple[str, int], bytes] = {}
        self._pending: list[tuple[bytes, bytes, bytes]] = []
        self._pending_refs: dict[str, bytes] = {}
        self._pending_seals: list[bytes] = []
        self._seals: dict[bytes, list[bytes]] = {}
        self._time = -(2**53)

    def read(self, folder: Path) -> Log:
        """Read all segments of the directory ``log/``."""
        names = sorted(entry.name for entry in folder.iterdir() if re.fullmatch(r"\d{8}\.seg", entry.name))
        chain, last = NONE, "active.seg" if (folder / "active.seg").exists() else ""
        for number, name in enumerate([*names, *filter(None, [last])], 1):
            if name != last and int(name[:8]) != number:
                self.violations.append(f"segment {number} is missing")
            chain = self._segment(number, name, (folder / name).read_bytes(), chain, name == last)
        if not last:
            self.violations.append("there is no active segment")
        return self

    def _segment(self, number: int, name: str, data: bytes, chain: bytes, active: bool) -> bytes:
        at, kind = 0, 0
        while at < len(data):
            if len(data) < at + 44 or data[at : at + 4] != b"stmF":
                break
            _, version, kind, flags, length = HEADER.unpack_from(data, at)
            body, stated = data[at + 44 : at + 44 + length], data[at + 12 : at + 44]
            if len(body) < length or version != 1:
                break
            if digest("steme 2026-11 chain v1", chain, data[at : at + 12], body) != stated:
                break
            if (kind == OPENING) != (at == 0):
                self.violations.append(f"{name}: frame of kind {kind} at {at}")
            self._frame(number, kind, flags, body, stated, chain)
            chain, at = stated, at + 44 + length
            if kind in (OPENING, COMMIT):
                self.end, self._pending, self._pending_refs, self._pending_seals = (number, at, chain), [], {}, []
        if active:
            self.debris = len(data) - self.end[1]
        elif at != len(data) or kind != CLOSING or self._pending:
            self.violations.append(f"{name} is sealed and breaks off at {at} of {len(data)}")
        return chain

    def _frame(self, number: int, kind: int, flags: int, body: bytes, stated: bytes, chain: bytes) -> None:
        match kind:
            case 1:
                self._opening(number, body, chain)
            case 2:
                self._signed(body)
            case 3:
                self._seal(body)
            case 4:
                self._block(flags, body)
            case 5:
                self._pending_refs[body[65:].decode()] = body[33:65]
                name, old = body[65:].decode(), body[1:33]
                if self.refs.get(name, NONE) != old:
                    self.violations.append(f"{name} was changed from a value it did not have")
            case 6:
                self._commit(body, stated)
            case 7:
                if struct.unpack(">BQQ", body) != (1, len(self.heads), len(self.ids)):
                    self.violations.append(f"the closing of segment {number} names wrong counts")

    def _opening(self, number: int, body: bytes, chain: bytes) -> None:
        _, repository, stated, first, before, _ = struct.unpack(">B16sIQ32sq", body)
        if (repository, stated, first, before) != (self.repository, number, len(self.ids) + 1, chain):
            self.violations.append(f"the opening of segment {number} does not fit what is before it")

    def _signed(self, body: bytes) -> None:
        at = 0
        while at < len(body):
            (length,) = struct.unpack_from(">I", body, at)
            size = length or 64  # an erased object: its id and the author's key
            content, at = body[at + 4 : at + 4 + size], at + 4 + size + 64
            if length:
                self._pending.append((object_id(content), content, body[at - 64 : at]))
                continue
            self.erased.add(content[:32])
            self._pending.append((content[:32], b"", b""))
            if not is_signed(content[32:], b"steme/object/v1", content[:32], body[at - 64 : at]):
                self.violations.append(f"object {content.hex()[:12]} was erased and is not signed by its author")

    def _seal(self, body: bytes) -> None:
        (count,) = struct.unpack_from(">H", body, 41)
        identifier = digest("steme 2026-11 seal id v1", body[:-64])
        self._pending_seals.append(body)
        self._seals = {identifier: [body[:-64], *(body[43 + 32 * i : 75 + 32 * i] for i in range(count))]}

    def _block(self, flags: int, body: bytes) -> None:
        seal_id, first, count, size = struct.unpack_from(">32sHHI", body)
        raw = zstandard.ZstdDecompressor().decompress(body[40:], size) if flags else body[40:]
        lengths, at = struct.unpack_from(f">{count}I", raw), 4 * count
        if seal_id not in self._seals:
            self.violations.append("a block stands behind another seal than its own")
            return
        sealed, *listed = self._seals[seal_id]
        for place, length in enumerate(lengths, first):
            payload, at = raw[at : at + length], at + length
            if not length:
                self.erased.add(listed[place])
            elif object_id(payload) != listed[place]:
                self.violations.append(f"object {listed[place].hex()[:12]} is not what its seal says")
            self._pending.append((listed[place], payload, sealed[1:33]))

    def _commit(self, body: bytes, stated: bytes) -> None:
        number, first = struct.unpack_from(">QQ", body, 1)
        head = body[17:-64]
        _, repository, count, root, previous, time, signer = struct.unpack(">B16sQ32s32sq32s", head)
        identifier = digest("steme 2026-11 head id v1", head)
        before = self.heads[-1] if self.heads else NONE
        if (number, first, previous) != (len(self.heads) + 1, len(self.ids) + 1, before):
            self.violations.append(f"commit {number} does not follow the one before it")
        for one, _, _ in self._pending:
            self.ids.append(one)
            insort(self._sorted, one)
        if repository != self.repository or count != len(self.ids) or time < self._time:
            self.violations.append(f"the head of commit {number} names a wrong repository, count or time")
        if stated not in self.known:
            self._verify(number, root, is_signed(signer, b"steme/head/v1", identifier, body[-64:]))
        self.known.add(stated)
        self._seen.update(self.ids[first - 1 :])
        if len(self._seen) != len(self.ids):
            self.violations.append(f"commit {number} holds an object for the second time")
        self._time = time
        self.heads.append(identifier)
        self.refs.update(self._pending_refs)
        self.refs["refs/heads/main"] = identifier

    def _verify(self, number: int, root: bytes, signed: bool) -> None:
        """What a chain hash that was seen before vouches for already."""
        if not signed:
            self.violations.append(f"the head of commit {number} has a bad signature")
        if root != trie_root(self._sorted, self._digests):
            self.violations.append(f"commit {number} has a wrong root")
        for body in self._pending_seals:
            identifier = digest("steme 2026-11 seal id v1", body[:-64])
            if not is_signed(body[1:33], b"steme/seal/v1", identifier, body[-64:]):
                self.violations.append(f"seal {identifier.hex()[:12]} has a bad signature")
        for one, payload, proof in self._pending:
            if not payload:
                continue
            author = bytes.fromhex(json.loads(payload)["author"])
            if proof != author and not is_signed(author, b"steme/object/v1", one, proof):
                self.violations.append(f"object {one.hex()[:12]} is not signed by its author")
