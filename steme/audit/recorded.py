"""A record of the audit log as it is read back: strictly, since a chain alone does not say who wrote it."""

from __future__ import annotations

import msgspec

from repo_format import plain_json
from repo_format.decoder import decoder_of
from repo_format.errors import FromTheFuture, InvalidInput, MalformedObject, shown
from repo_format.limits import MAX_TIME, MIN_TIME
from steme.audit.fields import VERSION, Asked, Fields, Reference
from steme.audit.writing import BY_TIER
from steme.decay import Decay
from steme.filters import Filters
from steme.query import Question

TYPE_CHECKING = False
if TYPE_CHECKING:
    from repo_format.audit.frames import AuditRecord

_HEX_DIGITS = frozenset("0123456789abcdef")


class Recorded:
    """One answer that was given: the record's ``id`` (32 bytes) and its ``fields``."""

    __slots__ = ("fields", "id")

    def __init__(self, record: AuditRecord) -> None:
        """Raises MalformedObject for JSON that is no audit record, FromTheFuture for a newer version of one."""
        self.id = record.id
        self.fields = _fields(record.payload)

    @property
    def plain(self) -> dict[str, object]:
        """The fields as JSON has them; made anew each time."""
        found: dict[str, object] = msgspec.to_builtins(self.fields)
        return found

    @property
    def question(self) -> Question:
        """The question, to be asked again."""
        return _question(self.fields.question)

    @property
    def value(self) -> object:
        """The value that was answered, as JSON has it; None where nobody won."""
        value = self.fields.answer.value
        return {"ref": value.ref} if isinstance(value, Reference) else value

    @property
    def contributing(self) -> dict[bytes, float]:
        """The weights of the claims that the answer was made from, by id."""
        return {bytes.fromhex(one): weight for one, weight in self.fields.contributing.items()}

    @property
    def head(self) -> bytes:
        """The id of the head under which the answer was given, 32 zeros before the first commit."""
        return bytes.fromhex(self.fields.head)


class _Envelope(msgspec.Struct):
    """What has to be known of a record that cannot be read."""

    version: int


_decode = decoder_of(Fields)
_open = decoder_of(_Envelope)
_UNREADABLE = (msgspec.MsgspecError, RecursionError, UnicodeDecodeError, InvalidInput)


def glance(record: AuditRecord) -> Fields:
    """The fields of a record without a look at its form, a tenth of the time: to see whether it is wanted at all.

    Raises as ``Recorded``.
    """
    try:
        return _decode(record.payload)
    except _UNREADABLE:
        return _fields(record.payload)


def _fields(payload: bytes) -> Fields:
    try:
        fields = _decode(payload)
        canonical = plain_json.encode(msgspec.to_builtins(fields))
    except _UNREADABLE as error:
        _refuse_newer(payload)
        raise MalformedObject("record", shown(str(error))) from None
    if fields.version > VERSION:
        _refuse_newer(payload)
    if fields.version != VERSION or canonical != payload:
        raise MalformedObject("record", "is not written as this version writes it")
    _check(fields)
    return fields


def _refuse_newer(payload: bytes) -> None:
    try:
        version = _open(payload).version
    except _UNREADABLE:
        return
    if version > VERSION:
        raise FromTheFuture(f"an audit record of version {version} needs a newer steme")


def _check(fields: Fields) -> None:
    hexes = [fields.head, *fields.contributing, *fields.policy.roots, *(fields.trust_roots or ())]
    hexes += [text for text in (fields.answer.winner, fields.question.author, fields.question.source) if text]
    if any(len(text) != 64 or not _HEX_DIGITS.issuperset(text) for text in hexes):
        raise MalformedObject("record", "names a key or an id that is not 64 hex digits")
    times = [fields.time] if fields.question.as_of is None else [fields.time, fields.question.as_of]
    if not all(MIN_TIME <= time <= MAX_TIME for time in times):
        raise MalformedObject("record", "names an impossible time")
    if (fields.answer.winner is None) != (fields.answer.value is None):
        raise MalformedObject("record", "has a winner without a value, or a value without a winner")
    if isinstance(fields.question.decay, str) and fields.question.decay != BY_TIER:
        raise MalformedObject("record", "names a decay that there is not")
    if not 0 <= fields.question.tolerance < 1:
        raise MalformedObject("record", "names a tolerance that is no share")


def _question(asked: Asked) -> Question:
    filters = Filters(
        lifecycles=None if asked.lifecycles is None else frozenset(asked.lifecycles),
        tier=asked.tier,
        epoch=asked.epoch,
        author=asked.author,
        source=asked.source,
        as_of=asked.as_of,
        known_at=asked.known_at,
    )
    decay = None
    if asked.decay is not None:
        decay = Decay(None if isinstance(asked.decay, str) else asked.decay)
    return Question(
        asked.subject, asked.predicate, asked.lens, filters, frozenset(asked.include), decay, asked.tolerance
    )
