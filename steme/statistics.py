"""Counting what is in a repository: by kind, author, source, tier and predicate, and how much is disputed."""

from __future__ import annotations

from repo_format import vocabulary
from repo_format.errors import StemeError
from repo_format.storage import tables
from steme.authors import SHORT, Authors

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from repo_format.storage.snapshot import Snapshot

Counts = dict[str, int]


class Statistics:
    """What was counted in one view. Tables go from a name to a number, the largest number first, then by name.

    ``authors`` counts objects of all kinds by public key (hex), ``sources`` the assertions that cite an object id
    (hex); ``tiers`` and ``predicates`` count assertions. A question is a subject with a predicate; ``disputed`` of
    them have more than one value, whoever claims it and whatever was retracted since.
    """

    __slots__ = ("authors", "disputed", "kinds", "objects", "predicates", "questions", "sources", "subjects", "tiers")

    def __init__(self, view: Snapshot) -> None:
        """Count. Costs a walk through the tables of claims and authors, about a second for a million claims."""
        self.objects = view.count
        self.subjects = self.questions = self.disputed = 0
        tiers = [0] * len(vocabulary.TIERS)
        predicates: dict[int, int] = {}
        last_subject = 0
        for subject, predicate, rows in view.questions():
            self.subjects += subject != last_subject
            self.questions += 1
            last_subject = subject
            values = set()
            for row in tables.LENS_ROW.iter_unpack(rows):
                tiers[row[10]] += 1
                values.add((row[12], row[3], row[4], row[8]))
            self.disputed += len(values) > 1
            predicates[predicate] = predicates.get(predicate, 0) + len(rows) // tables.LENS_ROW.size
        self.tiers = {name: number for name, number in zip(vocabulary.TIERS, tiers, strict=True) if number}
        self.predicates = _largest_first({view.text(term): number for term, number in predicates.items()})
        self.kinds = _largest_first({**dict(_kinds(view)), "assertion": sum(tiers)})
        self.authors = _largest_first({view.text(term): number for term, number in _numbers(view, tables.BY_AUTHOR)})
        self.sources = _largest_first({view.text(term): number for term, number in _numbers(view, tables.BY_SOURCE)})


def _kinds(view: Snapshot) -> Iterator[tuple[str, int]]:
    for key, number in _entries(view, tables.BY_KIND):
        yield vocabulary.KINDS[key[0]], number


def _numbers(view: Snapshot, table: str) -> Iterator[tuple[int, int]]:
    for key, number in _entries(view, table):
        yield tables.U32.unpack(key)[0], number


def _entries(view: Snapshot, table: str) -> Iterator[tuple[bytes, int]]:
    """Every key of a table of duplicates with the number of its rows; LMDB keeps that number."""
    with view.txn.cursor(view.databases[table]) as cursor:
        for key in cursor.iternext_nodup(keys=True, values=False):
            yield key, cursor.count()


def _largest_first(counts: Counts) -> Counts:
    return dict(
        sorted(((name, number) for name, number in counts.items() if number), key=lambda item: (-item[1], item[0]))
    )


def names(view: Snapshot, found: Statistics, top: int) -> dict[str, str]:
    """Words for the first ``top`` authors and sources: labels of keys, names of sources that are here."""
    authors = Authors()
    words = {key: authors.name(key) for key in list(found.authors)[:top]}
    for source in list(found.sources)[:top]:
        seq = view.seq_of(bytes.fromhex(source))
        words[source] = _source_name(view, seq) if seq else source[:SHORT]
    return words


def _source_name(view: Snapshot, seq: int) -> str:
    from steme.sources import read_source  # reads objects, and with that comes msgspec

    try:
        return read_source(view, seq).source.name
    except StemeError:  # erased, damaged or no source at all: it is still counted
        return view.id_of(seq).hex()[:SHORT]
