"""Objects with the proofs they came with, as `steme export` writes them (docs/format/json-lines.md, section 3).

Nothing is handed on before its id, its canonical form and its proof are verified. Objects are collected by seal, so
that each seal is stored once where its objects come near each other, and may come before their seal.
"""

from __future__ import annotations

from collections import OrderedDict

import msgspec

from repo_format.decoder import decoder_of
from repo_format.errors import BadSignature, InvalidInput, StemeError, shown
from repo_format.ids import object_id, parse_id
from repo_format.record import Record
from repo_format.seal import Seal
from repo_format.storage import tables
from repo_format.verification import Verifier
from steme.importing.fact import problem_of
from steme.importing.json_facts import UNDECODABLE, check_keys
from steme.importing.report import FAULTS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from repo_format.objects import Payload
    from repo_format.storage.snapshot import Snapshot
    from steme.importing.intake import Intake, SealedObject

MEMBERS = (b'"payload"', b'"seal"', b'"erased"')
"""One of these stands in every signed line; a fact cannot have them as keys."""

BEGINNINGS = tuple(b"{" + member + b":" for member in (*MEMBERS, b'"author"'))
"""How signed lines begin when `steme export` has written them."""

MAX_WAITING = 64 * 1024 * 1024
"""Bytes of payload that may wait for their seal, and again for the rest of their seal's objects."""

_OPEN_SEALS = 64
_OVERHEAD = 256
_FORMS = (
    {"seal"},
    {"payload", "seal"},
    {"payload", "signature"},
    {"erased", "seal"},
    {"author", "erased", "signature"},
)


class SignedLine(msgspec.Struct, forbid_unknown_fields=True, gc=False):
    """A seal (``seal`` alone, all its bytes), an object (``payload``) or what is left of one (``erased``)."""

    payload: msgspec.Raw = msgspec.Raw()
    erased: str | None = None
    seal: str | None = None
    signature: str | None = None
    author: str | None = None


_decode = decoder_of(SignedLine)


class OpenSeal:
    """A verified seal and where in it each id stands."""

    __slots__ = ("places", "seal")

    def __init__(self, seal: Seal) -> None:
        self.seal = seal
        self.places = {identifier: place for place, identifier in enumerate(seal.ids)}


class SignedLines:
    """Takes signed lines in any order and hands their objects to an intake.

    What fails later than its line was read is told to ``refuse`` with that line's number.
    """

    def __init__(self, intake: Intake, view: Snapshot, refuse: Callable[[int, StemeError], None]) -> None:
        self._intake = intake
        self._view = view
        self._refuse = refuse
        self._verifier = Verifier()
        self._seals: dict[bytes, bytes] = {}
        self._open: OrderedDict[bytes, OpenSeal] = OrderedDict()
        self._groups: dict[bytes, list[SealedObject]] = {}
        self._group_bytes = 0
        self._orphans: dict[bytes, list[tuple[int, Record]]] = {}
        self._orphan_bytes = 0
        self._erased: list[tuple[int, Record]] = []
        self._reasons: set[str] = set()

    def take(self, line: bytes, number: int) -> None:
        """Take one line. Raises InvalidInput, BadSignature or FromTheFuture where it is not what it says."""
        read = parse(line)
        payload = bytes(read.payload)
        if payload:
            self._take_payload(payload, read, number)
        elif read.erased is not None:
            self._take_erased(read, number)
        else:
            self._take_seal(str(read.seal))

    def _take_seal(self, text: str) -> None:
        data = _from_hex("seal", text)
        seal = Seal.decode(data)
        self._verifier.check_seal(seal)
        self._seals[seal.id] = data
        for number, record in self._orphans.pop(seal.id, ()):
            self._orphan_bytes -= _weight(record)
            try:
                self._take_sealed(seal.id, record, number)
            except FAULTS as error:
                self._refuse(number, error)

    def _take_payload(self, payload: bytes, read: SignedLine, number: int) -> None:
        record = Record(object_id(payload), payload)
        if read.signature is not None:
            record.signature = _from_hex("signature", read.signature)
            checked = self._verifier.check(record)
            if checked is not None:
                self._note(checked)
                self._intake.add_signed(record.id, payload, checked, record.signature)
        else:
            self._take_sealed(parse_id(str(read.seal)), record, number)

    def _take_erased(self, read: SignedLine, number: int) -> None:
        record = Record(parse_id(str(read.erased)), None)
        if read.signature is not None:
            record.signature = _from_hex("signature", read.signature)
            record.author = parse_id(str(read.author))
            self._verifier.check(record)
            self._erased.append((number, record))
        else:
            self._take_sealed(parse_id(str(read.seal)), record, number)

    def _take_sealed(self, seal_id: bytes, record: Record, number: int) -> None:
        known = self._opened(seal_id)
        if known is None:
            self._let_wait(seal_id, record, number)
            return
        record.seal = known.seal
        checked = self._verifier.check(record)
        if checked is None or record.payload is None:
            self._erased.append((number, record))
            return
        self._note(checked)
        group = self._groups.setdefault(seal_id, [])
        group.append((known.places[record.id], record.id, record.payload, checked))
        self._group_bytes += len(record.payload)
        if len(group) >= len(known.seal.ids):
            self._hand_on(seal_id)
        elif self._group_bytes > MAX_WAITING:
            self._hand_on_all()

    def _note(self, checked: Payload) -> None:
        if checked.kind == "erasure":
            self._reasons.add(str(getattr(checked, "target", "")))

    def _let_wait(self, seal_id: bytes, record: Record, number: int) -> None:
        self._orphan_bytes += _weight(record)
        if self._orphan_bytes > MAX_WAITING:
            raise InvalidInput("seal", f"{seal_id.hex()[:12]} has not come yet, and too many objects wait for theirs")
        self._orphans.setdefault(seal_id, []).append((number, record))

    def _opened(self, seal_id: bytes) -> OpenSeal | None:
        known = self._open.get(seal_id)
        if known is not None:
            self._open.move_to_end(seal_id)
        elif seal_id in self._seals:
            known = self._open[seal_id] = OpenSeal(Seal.decode(self._seals[seal_id]))
            if len(self._open) > _OPEN_SEALS:
                self._open.popitem(last=False)
        return known

    def _hand_on(self, seal_id: bytes) -> None:
        group = self._groups.pop(seal_id)
        self._group_bytes -= sum(len(payload) for _, _, payload, _ in group)
        known = self._opened(seal_id)
        if known is not None:
            self._intake.add_sealed(known.seal, group)

    def _hand_on_all(self) -> None:
        for seal_id in list(self._groups):
            self._hand_on(seal_id)

    def finish(self) -> None:
        """Hand on what has waited, erased objects last; objects whose seal never came are refused."""
        self._hand_on_all()
        for seal_id, waiting in self._orphans.items():
            for number, _ in waiting:
                self._refuse(number, BadSignature(f"its seal {seal_id.hex()[:12]} is not among the lines"))
        for number, record in self._erased:
            if self._has_reason(record.id):
                self._add_erased(record)
            else:
                self._refuse(number, BadSignature("it is erased, and nothing signed says why"))

    def _has_reason(self, identifier: bytes) -> bool:
        if identifier.hex() in self._reasons:
            return True
        rows = self._view.duplicates(tables.ABOUT, identifier)
        erasure = tables.RELATIONS.index("erasure")
        return any(row[1] == erasure for row in tables.ABOUT_ROW.iter_unpack(rows))

    def _add_erased(self, record: Record) -> None:
        if record.seal is None:
            self._intake.add_erased(record.id, record.author, record.signature)
        else:
            place = record.seal.ids.index(record.id)
            self._intake.add_sealed(record.seal, [(place, record.id, b"", None)])


def _weight(record: Record) -> int:
    return _OVERHEAD + len(record.payload or b"")


def parse(line: bytes) -> SignedLine:
    """The members of a signed line, by themselves believed nowhere. Raises InvalidInput where it has no such form."""
    try:
        read = _decode(line)
    except UNDECODABLE as error:
        raise problem_of(line, error) from None
    check_keys(line, deep=False)  # the payload has to be canonical anyway
    _check_members(read)
    return read


def _check_members(read: SignedLine) -> None:
    given = {name for name in ("erased", "seal", "signature", "author") if getattr(read, name) is not None}
    if bytes(read.payload):
        given.add("payload")
    if given not in _FORMS:
        forms = "; ".join(", ".join(sorted(form)) for form in _FORMS)
        raise InvalidInput("", f"has {', '.join(sorted(given)) or 'nothing'}; a signed line has one of: {forms}")


def _from_hex(field: str, text: str) -> bytes:
    try:
        data = bytes.fromhex(text)
    except ValueError:
        data = b""
    if not data or data.hex() != text:
        raise InvalidInput(field, f"{shown(text)} is not lower-case hex")
    return data
