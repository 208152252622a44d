"""A backup as its readers see it: the bytes, frames, records and ids in it, compared with its hashes on the way.

A backup may come from anybody. What is read here fits its manifest, its digests and its chain; signatures are checked
by whoever takes objects out of it (``repo_format/verification.py``), and by ``restoring``.
"""

from __future__ import annotations

from blake3 import blake3

from repo_format import frame, seal
from repo_format.errors import Damaged, InvalidInput, NotFound
from repo_format.record import sealed_records, signed_records
from steme.backup.frames import frames
from steme.backup.manifest import MANIFEST, decode
from steme.backup.names import audit_name, segment_name
from steme.backup.place import open_place

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from repo_format.frame import Frame
    from repo_format.record import Record
    from steme.backup.manifest import Manifest, Part, SegmentCopy
    from steme.backup.place import Place


class Backup:
    """An open backup; use as a context manager. ``advance`` is called with numbers of bytes of log as they are read."""

    def __init__(self, place: Place, manifest: Manifest, advance: Callable[[int], None] | None = None) -> None:
        self.place = place
        self.manifest = manifest
        self.advance = advance or _ignore

    @classmethod
    def open(cls, text: str, advance: Callable[[int], None] | None = None) -> Backup:
        """The backup in a directory or under ``s3://BUCKET/PREFIX``.

        Raises NotFound where there is none, Damaged when its manifest is not what was written, FromTheFuture,
        RemoteFailed.
        """
        place = open_place(text, write=False)
        try:
            return cls(place, _manifest(place), advance)
        except BaseException:
            place.close()
            raise

    def __enter__(self) -> Backup:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the place."""
        self.place.close()

    @property
    def repository_id(self) -> bytes:
        """The id of the repository that was backed up, 16 bytes."""
        return bytes.fromhex(self.manifest.repository)

    def segment_pieces(self, segment: SegmentCopy) -> Iterator[bytes]:
        """The bytes of a segment. Raises Damaged when a part is not what its digest names, at the end of that part."""
        for piece in self._pieces(segment_name(self.manifest.generation, segment.number), segment.parts):
            yield piece
            self.advance(len(piece))

    def audit_pieces(self) -> Iterator[bytes]:
        """The bytes of the audit log, none where it was not copied. Raises Damaged likewise."""
        audit = self.manifest.audit
        if audit is not None:
            yield from self._pieces(audit_name(audit.generation), audit.parts)

    def _pieces(self, name: str, parts: Sequence[Part]) -> Iterator[bytes]:
        at = 0
        for part in parts:
            hashed = blake3()
            for piece in self.place.read(name, at, part.bytes):
                hashed.update(piece)
                yield piece
            if hashed.hexdigest() != part.digest:
                where = f"{name} from byte {at} on" if at else name
                raise Damaged(f"the backup in {self.place.shown} is damaged: {where} is not what was copied")
            at += part.bytes

    def frames(self) -> Iterator[tuple[int, Frame]]:
        """Every frame of the log with the number of its segment, in order, the chain checked through all of them.

        Raises Damaged.
        """
        chain = frame.START
        for segment in self.manifest.segments:
            try:
                for found in frames(self.segment_pieces(segment), chain):
                    chain = found.chain
                    yield segment.number, found
            except InvalidInput as error:
                name = segment_name(self.manifest.generation, segment.number)
                raise Damaged(f"the backup in {self.place.shown} is damaged: {name}: {error}") from error
            if chain.hex() != segment.chain:
                raise Damaged(f"the backup in {self.place.shown} is damaged: segment {segment.number} ends elsewhere")

    def records(self) -> Iterator[Record]:
        """Every object with its proof and its seq in the repository, unverified, in order; memory is bounded.

        What was erased when the backup was taken comes without a payload. Raises Damaged.
        """
        proof: seal.Seal | None = None
        seq = 1
        for number, found in self.frames():
            try:
                if found.kind == frame.SEAL:
                    proof = seal.Seal.decode(found.body)
                    continue
                records = _records(found, proof, seq)
            except InvalidInput as error:
                place = f"segment {number}, byte {found.offset}"
                raise Damaged(f"the backup in {self.place.shown} is damaged: {place}: {error}") from error
            seq += len(records)
            yield from records

    def ids(self) -> Iterator[bytes]:
        """The id of every object, in order. Raises Damaged."""
        return (record.id for record in self.records())


def _records(found: Frame, proof: seal.Seal | None, seq: int) -> list[Record]:
    if found.kind == frame.SIGNED:
        return signed_records(found, seq)
    if found.kind == frame.BLOCK:
        if proof is None:
            raise InvalidInput("block", "comes before any seal")
        return sealed_records(found, proof, seq)
    return []


def _manifest(place: Place) -> Manifest:
    data = place.manifest()
    if data is None:
        raise NotFound(f"there is no backup in {place.shown}: it has no {MANIFEST}")
    try:
        return decode(data)
    except InvalidInput as error:
        raise Damaged(f"the backup in {place.shown} is damaged: {error}") from error


def _ignore(amount: int) -> None:
    """Nobody wants to know how far it is."""
