"""One round of a backup: what the place has not got yet, and then the manifest that makes it count.

The first round copies everything, each later one what was committed since. After every segment the manifest is
published, so that a copy that is cut off goes on where it was. At every moment the place holds the backup that its
manifest describes.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

from msgspec.structs import replace

from repo_format import head
from repo_format.errors import Busy, Damaged, InvalidInput, Refused, StorageFailed
from repo_format.storage.layout import CONFIG_FILE
from steme import times
from steme.backup import parts
from steme.backup.audit_copy import copy_audit
from steme.backup.manifest import Manifest, SegmentCopy, decode, encode
from steme.backup.names import audit_name, segment_name
from steme.backup.origin import Mark, Origin

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from steme.backup.place import Place

_MAX_CONFIG = 1 << 20
_TRIES = 3


@dataclass(frozen=True, slots=True)
class Taken:
    """What a round did. ``copied`` counts bytes of log, ``commits`` those that are new in the backup.

    ``lag`` is the age in seconds of the first of these commits when the manifest was published, None
    without any and where everything was copied.
    ``rewritten`` says that the log was another one than before, with the same history (something was erased).
    """

    manifest: Manifest
    copied: int
    commits: int
    is_first: bool
    rewritten: bool
    lag: float | None
    seconds: float


def back_up(
    path: str,
    place: Place,
    *,
    config: bool = True,
    audit: bool = True,
    idle: bool = True,
    advance: Callable[[int], None] | None = None,
) -> Taken:
    """Bring the backup in ``place`` up to the repository in the directory ``path``.

    ``config`` and ``audit`` say whether settings and recorded answers are copied too; ``idle`` whether a manifest is
    written when there was nothing new, to say that this was so at that time. Raises Refused for a backup of another
    repository or history, Damaged, Busy, StorageFailed, RemoteFailed; the backup is then as it was, or further.
    """
    for _ in range(_TRIES):
        origin = Origin(path)
        try:
            return _Round(origin, place, advance or _ignore).run(config, audit, idle)
        except Damaged:
            if not origin.was_replaced():
                raise
        finally:
            origin.close()
    raise Busy("the log is being rewritten again and again; try again later")


def bytes_to_copy(path: str, manifest: Manifest | None) -> int:
    """About how many bytes of log a round will copy to where the backup with this manifest is. Raises as ``Origin``."""
    origin = Origin(path)
    try:
        return origin.bytes_behind(Mark.of(manifest) if manifest else Mark())
    finally:
        origin.close()


def manifest_of(place: Place) -> Manifest | None:
    """The manifest of a place, None where there is none. Raises Damaged, FromTheFuture."""
    data = place.manifest()
    try:
        return decode(data) if data is not None else None
    except InvalidInput as error:
        raise Damaged(f"the backup in {place.shown} is damaged: {error}; take one elsewhere") from error


def _ignore(amount: int) -> None:
    """Nobody wants to know how far it is."""


class _Round:
    def __init__(self, origin: Origin, place: Place, advance: Callable[[int], None]) -> None:
        self._origin = origin
        self._place = place
        self._advance = advance
        self._old = manifest_of(place)
        self._copied = 0

    def run(self, config: bool, audit: bool, idle: bool) -> Taken:
        begun, old = time.monotonic(), self._old
        rewritten = old is not None and not self._goes_on(old)
        manifest = self._copy_log(self._start(old, rewritten))
        manifest = copy_audit(self._origin.directory, self._place, manifest) if audit else replace(manifest, audit=None)
        manifest = replace(manifest, config=self._settings() if config else None)
        if idle or old is None or replace(manifest, time=0) != replace(old, time=0):
            manifest = self._publish(manifest)
            self._sweep(manifest, old)
        done = manifest.last.commits - (old.last.commits if old else 0)
        first = None if old is None or rewritten else self._origin.first_time
        lag = (times.now() - first) / 1e6 if first and done else None
        return Taken(manifest, self._copied, done, old is None, rewritten, lag, time.monotonic() - begun)

    def _goes_on(self, old: Manifest) -> bool:
        """Whether the log goes on where the backup ends. Raises Refused unless it at least has the same history."""
        if old.repository != self._origin.repository_id.hex():
            raise Refused(f"{self._place.shown} holds the backup of another repository ({old.repository})")
        mark = Mark.of(old)
        if self._origin.has(mark):
            return True
        if mark.head and not self._has_head(mark):
            raise Refused(
                f"{self._place.shown} goes up to commit {mark.commits}, which this repository has not got: it was "
                "restored to an earlier state, or is a copy that went its own way; give another directory"
            )
        return False

    def _has_head(self, mark: Mark) -> bool:
        found = self._origin.head_of(mark.commits)
        self._origin.first_time = None
        return found is not None and found.id == head.decode(mark.head).id

    def _start(self, old: Manifest | None, rewritten: bool) -> Manifest:
        if old is not None and not rewritten:
            return old
        generation = old.generation + 1 if old else 1
        audit, config = (old.audit, old.config) if old else (None, None)
        return Manifest(generation, self._origin.repository_id.hex(), (), times.now(), 1, audit=audit, config=config)

    def _copy_log(self, manifest: Manifest) -> Manifest:
        mark = Mark.of(manifest) if manifest.segments else Mark()
        for end in self._origin.follow(mark):
            manifest = self._copy_segment(manifest, end)
            if end.closed and (self._old is None or end.commits >= self._old.last.commits):
                manifest = self._publish(manifest)
        if not manifest.segments:
            raise StorageFailed("the log has no opening yet; try again")
        return manifest

    def _copy_segment(self, manifest: Manifest, end: Mark) -> Manifest:
        before = [segment for segment in manifest.segments if segment.number != end.number]
        old = manifest.segments[end.number - 1].parts if len(manifest.segments) >= end.number else ()

        def pieces(start: int, stop: int) -> Iterator[bytes]:
            return self._origin.pieces(end.number, start, stop)

        name = segment_name(manifest.generation, end.number)
        copied = parts.extend(self._place, name, old, end.offset, pieces, self._advance)
        self._copied += end.offset - sum(part.bytes for part in old)
        made = SegmentCopy(end.chain.hex(), end.closed, end.commits, end.last, end.number, end.objects, copied)
        return replace(manifest, segments=(*before, made), head=end.head.hex() or None)

    def _settings(self) -> str | None:
        try:
            data = self._origin.directory.read_file(CONFIG_FILE, _MAX_CONFIG)
        except FileNotFoundError:
            return None
        try:
            return data.decode()
        except UnicodeDecodeError:
            raise Refused(f"{CONFIG_FILE} is not text in UTF-8; mend it, or leave it out with --no-config") from None

    def _publish(self, manifest: Manifest) -> Manifest:
        manifest = replace(manifest, time=max(times.now(), manifest.time))
        self._place.publish(encode(manifest))
        return manifest

    def _sweep(self, manifest: Manifest, old: Manifest | None) -> None:
        """Remove what no manifest names any more: joined parts, an old generation, what a killed round has left."""
        known = self._place.names() if self._place.appends or _is_another(manifest, old) else used(old)
        for name in set(known).difference(used(manifest)):
            self._place.remove(name)


def _is_another(manifest: Manifest, old: Manifest | None) -> bool:
    """Whether a listing of the place is worth its price: there is an old generation to remove."""
    return old is not None and old.generation != manifest.generation


def used(manifest: Manifest | None) -> list[str]:
    """The names of everything that a manifest speaks of."""
    found: list[str] = []
    if manifest is None:
        return found
    for segment in manifest.segments:
        found += parts.names_of(segment_name(manifest.generation, segment.number), segment.parts)
    if manifest.audit is not None:
        found += parts.names_of(audit_name(manifest.audit.generation), manifest.audit.parts)
    return found
