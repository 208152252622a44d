"""Looking at one object: what it says, how it is proved, where it stands, and what has been said about it since."""

from __future__ import annotations

from repo_format import vocabulary
from repo_format.errors import InvalidInput, NotFound, StemeError, shown
from repo_format.objects import read
from repo_format.storage import commits, tables
from repo_format.storage.indexer import name_key
from repo_format.verification import Verifier
from steme.history import author_of
from steme.repository import resolve

TYPE_CHECKING = False
if TYPE_CHECKING:
    from repo_format.objects import Payload
    from repo_format.record import Record
    from repo_format.storage.commits import CommitRow
    from repo_format.storage.snapshot import Snapshot


STATEMENTS = 1000
"""So many of the statements about an object are read, the newest; a popular one may have a million votes."""


class Statement:
    """One object about another: its ``id`` (32 bytes), its ``relation`` (a word of ``tables.RELATIONS``), author, time.

    ``detail`` is what it says: the weight of a vote, a stage, a status, the id that takes the place, or None.
    """

    __slots__ = ("author", "detail", "id", "relation", "time")

    def __init__(self, view: Snapshot, row: tuple[int, int, int, int, float, int, bytes]) -> None:
        _, relation, self.time, author, amount, extra, self.id = row
        self.relation = tables.RELATIONS[relation]
        self.author = view.text(author)
        self.detail = _detail(view, self.relation, amount, extra)


def _detail(view: Snapshot, relation: str, amount: float, extra: int) -> str | float | bool | None:
    match relation:
        case "vote":
            return amount
        case "outcome":
            return amount == 1.0
        case "stage":
            return vocabulary.LIFECYCLES[extra]
        case "source_status":
            return vocabulary.SOURCE_STATUSES[extra]
        case "supersession":
            return view.text(extra)
        case "retraction":
            return "with all that follows from it" if extra else None
    return None


class Sight:
    """An object that was looked at and verified. ``problem`` is None when it holds, else the error that says why not.

    ``payload`` is None when it was erased or cannot be read; ``author`` is known even then, unless nothing can be
    read. ``source`` is the payload of the source that it cites, if that is here. Of all ``said`` statements about it
    the newest are in ``statements``, in order of arrival.
    """

    __slots__ = ("author", "commit", "payload", "problem", "record", "said", "source", "statements")

    def __init__(self, view: Snapshot, record: Record) -> None:
        self.record = record
        self.commit: CommitRow = commits.of_seq(view, record.seq)
        self.payload: Payload | None = None
        self.problem: StemeError | None = None
        try:
            self.payload = Verifier().check(record)
        except StemeError as error:
            self.problem = error
            self.payload = _readable(record)
        self.author = author_of(record, self.payload)
        self.source = _source(view, self.payload)
        rows = view.duplicates(tables.ABOUT, record.id)
        self.said = len(rows) // tables.ABOUT_ROW.size
        newest = rows[-STATEMENTS * tables.ABOUT_ROW.size :]
        self.statements = [Statement(view, row) for row in tables.ABOUT_ROW.iter_unpack(newest)]


def look(view: Snapshot, text: str) -> Sight:
    """The object that an id or a unique prefix means, verified.

    Raises InvalidInput, NotFound (which says so where a head, a source or an epoch was named), AmbiguousId, and Damaged
    where there is nothing left to look at.
    """
    object_id = _resolved(view, text)
    record = view.record(view.seq_of(object_id))
    record.id = object_id  # that of a signed one was computed from what the log holds, and is not to be believed
    return Sight(view, record)


def _resolved(view: Snapshot, text: str) -> bytes:
    try:
        return resolve(view, text)
    except (InvalidInput, NotFound):
        way = _no_object(view, text)
        if way is None:
            raise
        raise NotFound(f"{shown(text)} is {way}") from None


def _no_object(view: Snapshot, text: str) -> str | None:
    """What a word means that means no object, and the command that shows it; None where it means nothing."""
    from steme import moments  # only where something was not found

    if text and moments.named(view, text) is not None:
        return f"a head and no object; `steme head {shown(text)}` shows it"
    for kind in ("source", "epoch"):
        if text and view.seqs(tables.NAMES, name_key(kind, text)):
            return f"the name of {'a source' if kind == 'source' else 'an epoch'}; `steme {kind} show {shown(text)}`"
    return None


def raw(sight: Sight) -> bytes:
    """The exact bytes of the payload. Raises the object's problem if it has one, NotFound when it was erased."""
    if sight.problem is not None:
        raise sight.problem
    if sight.record.payload is None:
        raise NotFound(f"object {sight.record.id.hex()[:12]} was erased; its payload is gone")
    return sight.record.payload


def _readable(record: Record) -> Payload | None:
    try:
        return read(record.payload) if record.payload is not None else None
    except StemeError:
        return None


def _source(view: Snapshot, payload: Payload | None) -> Payload | None:
    cited = getattr(payload, "source", None)
    seq = view.seq_of(bytes.fromhex(cited)) if cited else 0
    try:
        return _readable(view.record(seq)) if seq else None
    except StemeError:
        return None
