"""Which objects could be wanted, as far as the index can tell without reading one: a superset, by sequence number."""

from __future__ import annotations

from repo_format import vocabulary
from repo_format.storage import tables
from repo_format.storage.terms import key_of
from steme.patterns import matches

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from repo_format.storage.snapshot import Snapshot
    from steme.wanted import Wanted

_WITHOUT_ROWS = ("acknowledgement", "alias", "claim")
"""Kinds that name a subject or a predicate and have no row in ``lens``."""


def narrow(view: Snapshot, wanted: Wanted, after: int, upto: int) -> Sequence[int]:
    """Ascending seqs above ``after`` and up to ``upto`` among which are all that are wanted.

    Costs a walk through the index entries of whatever is asked for; none when nothing is.
    """
    sets: list[set[int]] = []
    if wanted.author is not None:
        author = view.term(tables.TERM_KEY + bytes.fromhex(wanted.author))
        sets.append(set(view.seqs(tables.BY_AUTHOR, tables.U32.pack(author))))
    if wanted.source is not None:
        sets.append(_of_source(view, bytes.fromhex(wanted.source)))
    if wanted.kind is not None:
        sets.append(_of_kind(view, wanted.kind))
    if (wanted.subject, wanted.predicate, wanted.since, wanted.until) != (None, None, None, None):
        sets.append(_of_questions(view, wanted))
    if not sets:
        return range(after + 1, upto + 1)
    found = set.intersection(*sorted(sets, key=len))
    return sorted(seq for seq in found if after < seq <= upto)


def _of_source(view: Snapshot, source: bytes) -> set[int]:
    term = view.term(tables.TERM_OBJECT + source)
    cited = view.seqs(tables.BY_SOURCE, tables.U32.pack(term)) if term else []
    return {view.seq_of(source), *cited, *_about(view, source)}


def _about(view: Snapshot, object_id: bytes) -> Iterator[int]:
    return (row[0] for row in tables.ABOUT_ROW.iter_unpack(view.duplicates(tables.ABOUT, object_id)))


def _of_kind(view: Snapshot, kind: str) -> set[int]:
    if kind == "assertion":
        return set(range(1, view.count + 1)) - _others(view, vocabulary.KINDS)
    return _others(view, (kind,))


def _others(view: Snapshot, kinds: Iterable[str]) -> set[int]:
    """The objects of these kinds; assertions are in no such list."""
    keys = (bytes((vocabulary.KINDS.index(kind),)) for kind in kinds)
    return {seq for key in keys for seq in view.seqs(tables.BY_KIND, key)}


def _of_questions(view: Snapshot, wanted: Wanted) -> set[int]:
    """Assertions by subject, predicate and time, from their rows; and all else that these may hold for."""
    low = wanted.since if wanted.since is not None else -(1 << 63)
    high = wanted.until if wanted.until is not None else (1 << 63) - 1
    found: set[int] = set()
    claims: set[bytes] = set()
    for rows in _rows(view, wanted):
        for row in tables.LENS_ROW.iter_unpack(rows):
            claims.add(row[9])
            if low <= row[1] <= high:
                found.add(row[0])
    if wanted.subject is None and wanted.predicate is None:
        return found | _others(view, vocabulary.KINDS)
    return found | _others(view, _WITHOUT_ROWS) | _about_any(view, claims)


def _rows(view: Snapshot, wanted: Wanted) -> Iterator[bytes]:
    predicate = view.term(key_of(tables.TERM_PREDICATE, wanted.predicate)) if wanted.predicate else 0
    if wanted.subject is None:
        for _, name, rows in view.questions():
            if wanted.predicate is None or name == predicate:
                yield rows
        return
    beginning = wanted.subject.partition("*")[0]
    for key, subject in view.terms_from(tables.TERM_SUBJECT + beginning.encode()):
        if matches(wanted.subject, key[1:].decode()):
            for name in view.predicates(subject) if wanted.predicate is None else (predicate,):
                yield view.rows(subject, name)


def _about_any(view: Snapshot, claims: set[bytes]) -> set[int]:
    """What is said about any of these objects: looked up one by one, or in one walk where they are more."""
    statements = view.txn.stat(view.databases[tables.ABOUT])["entries"]
    if statements > len(claims):
        return {seq for claim in claims for seq in _about(view, claim)}
    with view.txn.cursor(view.databases[tables.ABOUT]) as cursor:
        return {tables.ABOUT_ROW.unpack(row)[0] for target, row in cursor.iternext() if target in claims}
