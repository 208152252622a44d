"""From a stream into quarantine: every frame is read strictly, put down, and handed to inspection."""

from __future__ import annotations

from repo_format.errors import MalformedObject, RemoteFailed, StorageFailed
from repo_format.pack.reader import PackReader
from repo_format.pack.source import Source
from steme.receiving.inspection import SIGNED_WEIGHT, Inspection
from steme.receiving.span import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from repo_format.pack.place import Place
    from repo_format.pack.source import Bytes
    from steme.receiving.gate import Gate
    from steme.receiving.quarantine import Quarantine

_SPAN_WEIGHT = 2_000
_SPAN_BYTES = 1 << 20


class Checked:
    """A pack in quarantine of which every object is good by itself: the place behind its closing, the ids of objects
    without payload (``erased``) and of what the erasures in it are about (``reasons``).
    """

    __slots__ = ("erased", "place", "reasons")

    def __init__(self, place: Place, erased: frozenset[bytes], reasons: frozenset[bytes]) -> None:
        self.place = place
        self.erased = erased
        self.reasons = reasons


class Tee:
    """What is in quarantine already, then the stream, which goes into quarantine on its way."""

    def __init__(self, quarantine: Quarantine, stream: Bytes, kept: int, gate: Gate) -> None:
        self._quarantine = quarantine
        self._stream = Source(stream, kept)
        self._kept = kept
        self._gate = gate
        self.at = 0
        self.failure: BaseException | None = None
        """What the stream failed with."""
        self.ended = False
        """Whether the stream has come to its end."""

    def read(self, size: int) -> bytes:
        """At most ``size`` bytes. Raises Refused for too many, StorageFailed where they cannot be kept."""
        if self.at < self._kept:
            data = self._quarantine.read(min(size, self._kept - self.at), self.at)
        else:
            data = self._pull(size)
            self.ended = not data
            self._gate.check_size(self.at + len(data))
            self._quarantine.write(data, self.at)
        self.at += len(data)
        return data

    def _pull(self, size: int) -> bytes:
        try:
            return self._stream.read(size)
        except BaseException as error:
            self.failure = error
            raise


def take_in(
    quarantine: Quarantine, stream: Bytes, offset: int, gate: Gate, advance: Callable[[int], None] | None
) -> Checked:
    """Spool and check a pack whose byte ``offset`` is the first of ``stream``; ``advance`` is told of objects.

    Raises RemoteFailed where the stream is cut off or fails, and then ``quarantine`` keeps what came; all other errors
    say what is wrong with the pack, or StorageFailed.
    """
    kept = _agree(quarantine, offset)
    tee, reader = Tee(quarantine, stream, kept, gate), None
    try:
        reader = PackReader(tee)
        return _check(quarantine, reader, tee, gate, advance)
    except MalformedObject as error:
        good = reader.place.offset if reader else 0
        if tee.ended and not (reader and reader.place.closed):
            quarantine.keep = good > 0
            raise RemoteFailed(f"the transfer was cut off at byte {tee.at}; it goes on there the next time") from error
        if kept and good <= kept:
            raise RemoteFailed("the transfer does not go on where it was cut off; it begins anew next time") from error
        raise
    except BaseException as error:
        quarantine.keep = error is tee.failure or not isinstance(error, Exception)
        if error is tee.failure and isinstance(error, StorageFailed):
            raise RemoteFailed(f"the transfer was cut off ({error}); it goes on there the next time") from error
        raise


def _agree(quarantine: Quarantine, offset: int) -> int:
    """Make the quarantine end at ``offset``. Raises RemoteFailed where the sender goes on somewhere else."""
    kept = quarantine.good()[0] if offset else 0
    if kept != offset:
        quarantine.keep = True
        raise RemoteFailed(f"the other side goes on at byte {offset}, and {kept} are here; ask again what is here")
    quarantine.cut(kept)
    return kept


def _check(
    quarantine: Quarantine, reader: PackReader, tee: Tee, gate: Gate, advance: Callable[[int], None] | None
) -> Checked:
    gate.check_opening(reader.opening)
    with Inspection(quarantine.fd, reader.opening.objects or 0) as inspection:
        start, weight = reader.place, 0
        for records in reader.batches():
            if weight >= _SPAN_WEIGHT or reader.place.offset - start.offset >= _SPAN_BYTES:
                inspection.add(Span(start.encode(), reader.place.offset), weight)
                gate.check_totals(reader.place.totals, tee.at)
                start, weight = reader.place, 0
            weight += len(records) * (1 if records[0].seal else SIGNED_WEIGHT)
            if advance is not None:
                advance(len(records))
        inspection.add(Span(start.encode(), reader.place.offset), weight)
        gate.check_totals(reader.place.totals, tee.at)
        found = inspection.findings()
    erased = frozenset(one for finding in found for one in finding.erased)
    return Checked(reader.place, erased, frozenset(one for finding in found for one in finding.reasons))
