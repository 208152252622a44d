"""Sources: the registered evidence that claims cite, found by the names people gave it."""

from __future__ import annotations

from repo_format import objects
from repo_format.errors import AmbiguousId, InvalidInput, NotFound, Refused, shown
from repo_format.objects.source import Source
from repo_format.storage import tables
from repo_format.storage.indexer import name_key
from repo_format.vocabulary import KINDS
from steme.repository import resolve

TYPE_CHECKING = False
if TYPE_CHECKING:
    from repo_format.record import Record
    from repo_format.storage.snapshot import Snapshot
    from steme.keys import SigningKey
    from steme.repository import Repository

_ID_DIGITS = 64
_KIND_KEY = bytes((KINDS.index("source"),))
_NO_PLACES = frozenset(("javascript", "vbscript", "data", "blob", "about"))
"""Schemes of URLs that browsers run or make up instead of going anywhere."""


class FoundSource:
    """A source object: its id (32 bytes), its fields, its tier (None where it has none)."""

    __slots__ = ("id", "seq", "source", "tier")

    def __init__(self, record: Record, source: Source) -> None:
        self.id = record.id
        self.seq = record.seq
        self.source = source
        self.tier = source.tier


def find_source(view: Snapshot, text: str) -> FoundSource:
    """The source that a name, an id or a beginning of one means; a whole id comes first, then a name.

    Raises NotFound, AmbiguousId with the ids of all that have the name, InvalidInput when the id is of something else.
    """
    named = view.seqs(tables.NAMES, name_key("source", text)) if len(text) != _ID_DIGITS else []
    if len(named) > 1:
        some = ", ".join(view.id_of(seq).hex()[:12] for seq in named[:5])
        raise AmbiguousId(f"{len(named)} sources are called {shown(text)} ({some}); name one by its id")
    if named:
        return read_source(view, named[0])
    try:
        identifier = resolve(view, text)
    except AmbiguousId:
        raise
    except (InvalidInput, NotFound):
        way = "`steme source list` shows them, `steme source add` registers one"
        raise NotFound(f"there is no source {shown(text)}; {way}") from None
    return read_source(view, view.seq_of(identifier))


def read_source(view: Snapshot, seq: int) -> FoundSource:
    """The source that is object number ``seq``. Raises InvalidInput when that is something else, NotFound if erased."""
    record = view.record(seq)
    if record.payload is None:
        raise NotFound(f"source {record.id.hex()[:12]} was erased")
    payload = objects.read(record.payload)
    if not isinstance(payload, Source):
        raise InvalidInput("source", f"{record.id.hex()[:12]} is not a source but of kind {payload.kind}")
    return FoundSource(record, payload)


def name_of(view: Snapshot, seq: int) -> str:
    """The name of the source that is object number ``seq``, its id where it is no source or was erased."""
    try:
        return read_source(view, seq).source.name
    except (InvalidInput, NotFound):
        return view.id_of(seq).hex()


def list_sources(view: Snapshot) -> list[FoundSource]:
    """All sources that were not erased, by name, those of one name in order of arrival."""
    records = (view.record(seq) for seq in view.seqs(tables.BY_KIND, _KIND_KEY))
    found = [read_source(view, record.seq) for record in records if record.payload is not None]
    return sorted(found, key=lambda each: (each.source.name, each.seq))


def add_source(repository: Repository, source: Source, key: SigningKey) -> bytes:
    """Register a source, signed by ``key``, its author; durable on return. Returns its id.

    Raises Refused when the author has one of that name already: names are how people refer to it. InvalidInput, also
    for a URL that is a program or a document and no place: whoever shows it as a link would run it.
    """
    scheme = (source.url or "").partition(":")[0].lower()
    if scheme in _NO_PLACES:
        way = "is no place where a source is to be found; use https:, doi: or urn:"
        raise InvalidInput("url", f"{shown(scheme)}: {way}")
    with repository.snapshot() as view:
        for seq in view.seqs(tables.NAMES, name_key("source", source.name)):
            known = read_source(view, seq)
            if known.source.author == source.author:
                raise Refused(
                    f"you have registered a source called {shown(source.name)} already ({known.id.hex()[:12]}); "
                    "give this one another name, such as one with its edition"
                )
    (identifier,), _ = repository.add([source], key)
    return identifier


def citing(view: Snapshot, source_id: bytes) -> list[int]:
    """The seqs of the assertions that cite a source, ascending."""
    term = view.term(tables.TERM_OBJECT + source_id)
    return view.seqs(tables.BY_SOURCE, tables.U32.pack(term)) if term else []


def citing_authors(view: Snapshot, source_id: bytes) -> list[tuple[str, int]]:
    """``(author in hex, assertions of theirs that cite the source)``, the most first, then by key.

    Costs a walk through the index entries of every author.
    """
    cited = set(citing(view, source_id))
    found: list[tuple[str, int]] = []
    for key, term in view.terms_from(tables.TERM_KEY) if cited else ():
        count = len(cited.intersection(view.seqs(tables.BY_AUTHOR, tables.U32.pack(term))))
        if count:
            found.append((key[1:].hex(), count))
    return sorted(found, key=lambda each: (-each[1], each[0]))


def digest_of_file(path: str) -> str:
    """The BLAKE3 digest of a file as a source's ``digest`` holds it: 64 hex digits. Raises OSError."""
    from blake3 import blake3

    hasher = blake3()
    with open(path, "rb") as file:
        while chunk := file.read(1 << 20):
            hasher.update(chunk)
    return hasher.hexdigest()
