"""The manifest of a backup: what there is, in which state of the log, and the hashes of it (docs/format/backup.md).

A manifest is written after everything that it names, so what it says is there. Bytes that no manifest names mean
nothing.
"""

from __future__ import annotations

import re

import msgspec
from blake3 import blake3

from repo_format import limits
from repo_format.decoder import decoder_of
from repo_format.errors import FromTheFuture, MalformedObject
from repo_format.head import ENCODED_BYTES, Head
from repo_format.head import decode as decode_head

MANIFEST = "manifest.json"
MAX_BYTES = 16 << 20
"""A segment of 64 MiB takes about 500 bytes of it, so this is the manifest of two terabytes."""

VERSION = 1
_HEX = re.compile(r"(?:[0-9a-f]{2})+")


class Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A stretch of a file that was hashed as one; ``digest`` is its BLAKE3 in hex."""

    bytes: int
    digest: str


class SegmentCopy(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A segment, as far as it was copied: to the end of a commit, or of its closing when it is ``closed``.

    ``last`` is where its last frame begins and ``chain`` the chain hash of that. ``commits`` and ``objects`` count all
    from the beginning of the log.
    """

    chain: str
    closed: bool
    commits: int
    last: int
    number: int
    objects: int
    parts: tuple[Part, ...]

    @property
    def size(self) -> int:
        """Its bytes, all parts together."""
        return sum(part.bytes for part in self.parts)


class AuditCopy(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The audit log, as far as it was copied."""

    generation: int
    parts: tuple[Part, ...]


class Manifest(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """``repository`` is its id, ``head`` the head of the last commit (193 bytes), both in hex, ``time`` when it was
    written (microseconds). ``generation`` names the folder of the log, ``config`` is the text of ``config.toml``.
    """

    generation: int
    repository: str
    segments: tuple[SegmentCopy, ...]
    time: int
    version: int
    audit: AuditCopy | None = None
    config: str | None = None
    head: str | None = None

    @property
    def last(self) -> SegmentCopy:
        """The segment with the end of the log."""
        return self.segments[-1]

    @property
    def size(self) -> int:
        """Bytes of log."""
        return sum(segment.size for segment in self.segments)

    @property
    def signed_head(self) -> Head | None:
        """The head of the last commit, None before the first; its signature not looked at."""
        return decode_head(bytes.fromhex(self.head)) if self.head is not None else None


class _Envelope(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    digest: str
    manifest: msgspec.Raw


_write = msgspec.json.Encoder(order="sorted").encode
_read_envelope = decoder_of(_Envelope)
_read_any = decoder_of(dict[str, object])
_read = decoder_of(Manifest)


def encode(manifest: Manifest) -> bytes:
    """The bytes of the file: canonical JSON (RFC 8785), the manifest beside its BLAKE3."""
    inner = _write(manifest)
    return _write(_Envelope(blake3(inner).hexdigest(), msgspec.Raw(inner)))


def decode(data: bytes) -> Manifest:
    """The manifest that ``encode`` wrote. Raises MalformedObject, FromTheFuture."""
    try:
        envelope = _read_envelope(data)
        inner = bytes(envelope.manifest)
        if blake3(inner).hexdigest() != envelope.digest:
            raise MalformedObject("manifest", "is not what its digest names")
        _check_version(_read_any(inner))
        manifest = _read(inner)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise MalformedObject("manifest", f"cannot be read: {error}") from None
    if encode(manifest) != data:
        raise MalformedObject("manifest", "is not written in the one way that there is")
    _check(manifest)
    return manifest


def _check_version(document: dict[str, object]) -> None:
    version = document.get("version")
    if isinstance(version, int) and version > VERSION:
        raise FromTheFuture(f"a backup of version {version} needs a newer steme")


def _check(manifest: Manifest) -> None:
    _require(manifest.version == VERSION, "version")
    _require(_is_hex(manifest.repository, 16), "repository")
    _require(limits.MIN_TIME <= manifest.time <= limits.MAX_TIME, "time")
    _require(0 < manifest.generation < 10**9, "generation")
    _require(bool(manifest.segments), "segments")
    commits = objects = 0
    for number, segment in enumerate(manifest.segments, 1):
        _require(segment.number == number and (segment.closed or segment is manifest.last), "number")
        _require(segment.commits >= commits and segment.objects >= objects, "commits")
        _require(_is_hex(segment.chain, 32) and 0 <= segment.last < segment.size, "chain")
        _check_parts(segment.parts)
        commits, objects = segment.commits, segment.objects
    if manifest.audit is not None:
        _require(0 < manifest.audit.generation < 10**9, "audit")
        _check_parts(manifest.audit.parts)
    _check_head(manifest)


def _check_parts(parts: tuple[Part, ...]) -> None:
    _require(bool(parts), "parts")
    for part in parts:
        _require(0 < part.bytes <= limits.MAX_EXACT_INTEGER and _is_hex(part.digest, 32), "parts")


def _check_head(manifest: Manifest) -> None:
    if manifest.head is None:
        _require(manifest.last.commits == 0 and manifest.last.objects == 0, "head")
        return
    _require(_is_hex(manifest.head, ENCODED_BYTES), "head")
    signed = decode_head(bytes.fromhex(manifest.head))
    _require(signed.repository.hex() == manifest.repository and signed.count == manifest.last.objects, "head")
    _require(manifest.last.commits > 0, "head")


def _is_hex(text: str, size: int) -> bool:
    return len(text) == 2 * size and _HEX.fullmatch(text) is not None


def _require(holds: bool, field: str) -> None:
    if not holds:
        raise MalformedObject(f"manifest.{field}", "is none that a backup has")
