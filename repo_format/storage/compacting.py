"""Compacting: neighbouring small frames of a transaction become one, blocks are compressed harder.

Objects, their proofs, their order, commits, refs and heads stay as they are. What would not make the log smaller is
left alone.
"""

from __future__ import annotations

import zstandard

from repo_format import block, frame, limits
from repo_format.errors import StemeError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from repo_format.frame import Frame
    from repo_format.storage.rewriting import Written

LEVEL = 15
"""Of zstd: a twelfth smaller than what writers make; beyond it four times as long for another fiftieth."""


class Compacting:
    """A ``Change`` (``rewriting.py``). ``merged`` frames have gone into the one before them, ``dropped`` held
    nothing; ``squeezed`` blocks became smaller.
    """

    def __init__(self) -> None:
        self._compressor = zstandard.ZstdCompressor(level=LEVEL, write_content_size=True)
        self._seal: bytes | None = None
        self._signed = b""
        self._run: _Run | None = None
        self.merged = self.dropped = self.squeezed = 0

    def frame(self, found: Frame) -> Iterator[Written]:
        """What becomes of a frame: perhaps nothing yet. Raises MalformedObject."""
        if found.kind == frame.SIGNED:
            yield from self._take_signed(found.body)
        elif found.kind == frame.BLOCK:
            yield from self._take_block(found)
        else:
            yield from self._let_go()
            if found.kind == frame.SEAL:
                self.dropped += self._seal is not None
                self._seal = found.body
            else:
                yield found.kind, found.flags, found.body

    def end(self) -> Iterator[Written]:
        """What is still held back; a seal without a block behind it is dropped."""
        yield from self._let_go()
        self.dropped += self._seal is not None
        self._seal = None

    def _take_signed(self, body: bytes) -> Iterator[Written]:
        if self._run is not None or len(self._signed) + len(body) > limits.BLOCK_BYTES:
            yield from self._let_go()
        self.merged += bool(self._signed)
        self._signed += body

    def _take_block(self, found: Frame) -> Iterator[Written]:
        seal_id, first, payloads = block.decode_block(found.flags, found.body)
        run = self._run
        if run is not None and self._seal is None and run.continues(seal_id, first, payloads):
            self.merged += 1
            run.payloads += payloads
            run.written.append(found)
            return
        yield from self._let_go()
        if self._seal is not None:
            yield frame.SEAL, 0, self._seal
            self._seal = None
        self._run = _Run(seal_id, first, payloads, found)

    def _let_go(self) -> Iterator[Written]:
        if self._signed:
            yield frame.SIGNED, 0, self._signed
            self._signed = b""
        if self._run is not None:
            yield self._squeeze(self._run)
            self._run = None

    def _squeeze(self, run: _Run) -> Written:
        flags, body = block.encode_block(run.seal_id, run.first, run.payloads, compressor=self._compressor)
        if len(run.written) == 1 and len(body) >= len(run.written[0].body):
            return frame.BLOCK, run.written[0].flags, run.written[0].body
        self.squeezed += 1
        if block.decode_block(flags, body) != (run.seal_id, run.first, run.payloads):
            raise StemeError("a block that was compressed does not expand to what it was; nothing was changed")
        return frame.BLOCK, flags, body


class _Run:
    """Neighbouring blocks of one seal that become one; ``written`` are their frames."""

    def __init__(self, seal_id: bytes, first: int, payloads: list[bytes], found: Frame) -> None:
        self.seal_id = seal_id
        self.first = first
        self.payloads = list(payloads)
        self.written = [found]

    def continues(self, seal_id: bytes, first: int, payloads: list[bytes]) -> bool:
        """Whether a block follows directly and the two are no more than one should be."""
        size = sum(map(len, self.payloads)) + sum(map(len, payloads))
        return seal_id == self.seal_id and first == self.first + len(self.payloads) and size <= limits.BLOCK_BYTES
