"""Erasing: of some objects the payload goes and the id and the proof stay; every other byte of content is as it was."""

from __future__ import annotations

from repo_format import block, frame, ids, objects, seal
from repo_format.errors import StemeError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from repo_format.frame import Frame
    from repo_format.storage.rewriting import Written


class Erasing:
    """A ``Change`` (``rewriting.py``) that takes the payloads of ``targets``; ``erased`` are those that had one."""

    def __init__(self, targets: Collection[bytes]) -> None:
        self._targets = frozenset(targets)
        self._seal: seal.Seal | None = None
        self.erased: list[bytes] = []

    def frame(self, found: Frame) -> Iterator[Written]:
        """The frame as it is, unless it holds a target. Raises MalformedObject."""
        flags, body = found.flags, found.body
        match found.kind:
            case frame.SEAL:
                self._seal = seal.Seal.decode(body)
            case frame.BLOCK:
                flags, body = self._block(flags, body)
            case frame.SIGNED:
                body = self._signed(body)
        yield found.kind, flags, body

    def end(self) -> Iterator[Written]:
        """Nothing is held back."""
        yield from ()

    def _block(self, flags: int, body: bytes) -> tuple[int, bytes]:
        if self._seal is None:
            raise StemeError("a block stands before any seal")
        first, count = (int.from_bytes(body[at : at + 2], "big") for at in (32, 34))
        listed = self._seal.ids[first : first + count]
        if self._targets.isdisjoint(listed):
            return flags, body
        seal_id, first, payloads = block.decode_block(flags, body)
        for place, (object_id, payload) in enumerate(zip(listed, payloads, strict=True)):
            if payload and object_id in self._targets:
                payloads[place] = b""
                self.erased.append(object_id)
        return block.encode_block(seal_id, first, payloads)

    def _signed(self, body: bytes) -> bytes:
        entries: list[bytes] = []
        held = len(self.erased)
        for payload, signature, known, author in block.decode_signed(body):
            object_id = known if payload is None else ids.object_id(payload)
            if payload is None:
                entries.append(block.erased_entry(known, author, signature))
            elif object_id in self._targets:
                named = bytes.fromhex(objects.read(payload).author)
                entries.append(block.erased_entry(object_id, named, signature))
                self.erased.append(object_id)
            else:
                entries.append(block.entry(payload, signature))
        return body if len(self.erased) == held else b"".join(entries)
