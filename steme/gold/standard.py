"""Gold standards: values that a judge is sure enough of to hold other authors against (docs/semantics/trust.md,
section 5, docs/adr/0012).

A gold standard is an assertion with ``meta.gold``, under a source of the same author that is called ``gold standards``.
"""

from __future__ import annotations

from repo_format import ids, objects
from repo_format.errors import InvalidInput, shown
from repo_format.objects.assertion import Assertion
from repo_format.objects.source import Source
from repo_format.storage import tables
from repo_format.storage.indexer import name_key
from repo_format.storage.terms import key_of
from steme import times
from steme.candidate import candidates
from steme.drafts import draft
from steme.gold.closeness import TOLERANCE, parse_share
from steme.standing import Standing
from steme.trust.authorship import Authorship
from steme.trust.scope import ALL, holds

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from repo_format.storage.snapshot import Snapshot
    from steme.bounds import Bounds
    from steme.candidate import Candidate
    from steme.drafts import Words
    from steme.keys import SigningKey
    from steme.repository import Repository
    from steme.trust.view import TrustView

SOURCE = "gold standards"
MARK = "gold"


class Gold:
    """A gold standard: the assertion, its id (32 bytes), and how many links its author is from a root."""

    __slots__ = ("assertion", "depth", "id")

    def __init__(self, assertion: Assertion, object_id: bytes, depth: int) -> None:
        self.assertion = assertion
        self.id = object_id
        self.depth = depth

    @property
    def tolerance(self) -> float:
        """How far a number may be off, as a share of the gold value; 0 for equality."""
        given = (self.assertion.meta or {}).get(TOLERANCE, 0)
        return float(given) if isinstance(given, int | float) else 0.0


def add_gold(
    repository: Repository, key: SigningKey, claim: tuple[str, str, str], words: Words, tolerance: str | None = None
) -> bytes:
    """State a gold standard: subject, predicate and value as typed, ``words`` as for ``draft``; durable on return.

    ``tolerance`` is a share such as ``0.01`` or ``1%``, for numbers. Returns the assertion's id. The first one of an
    author registers the source too. Raises InvalidInput.
    """
    meta = [f"{MARK}=true"]
    if tolerance is not None:
        meta.append(f"{TOLERANCE}={parse_share(tolerance)!r}")
    with repository.snapshot() as view:
        source = _source(view, key.public.hex())
        drafted = draft(view, key.public, claim, words, meta, defaults={})
    if tolerance is not None and (isinstance(drafted.value, bool) or not isinstance(drafted.value, int | float)):
        raise InvalidInput(TOLERANCE, f"{shown(claim[2])} is not a number; only numbers can be nearly right")
    payloads: list[Source | Assertion] = []
    if not source:
        note = "Values that claims of others are held against."
        registered = Source(author=key.public.hex(), name=SOURCE, note=note, time=times.now())
        payloads.append(registered)
        source = ids.object_id(objects.write(registered)).hex()
    payloads.append(_citing(drafted, source))
    return repository.add(payloads, key)[0][-1]


def _citing(drafted: Assertion, source: str) -> Assertion:
    fields = {name: getattr(drafted, name) for name in drafted.__struct_fields__}
    return Assertion(**{**fields, "source": source})


def _source(view: Snapshot, author: str) -> str:
    """The id in hex of an author's source of gold standards, the first one here; "" when there is none."""
    for seq in view.seqs(tables.NAMES, name_key("source", SOURCE)):
        record = view.record(seq)
        if record.payload is not None and objects.read(record.payload).author == author:
            return record.id.hex()
    return ""


def golds(view: Snapshot, trust: TrustView, prefix: str = ALL) -> list[Gold]:
    """The gold standards of the roots and of whom they trust about the subject, under ``prefix``, by subject, then
    predicate.

    For each question one counts: of who is nearest to a root, then the latest, then by id. One whose author has taken
    it back does not. Costs a look at every statement under a source called ``gold standards``.
    """
    best: dict[tuple[str, str], Gold] = {}
    for gold in _all(view, trust, prefix):
        question = (gold.assertion.subject, gold.assertion.predicate)
        if question not in best or _better(gold) < _better(best[question]):
            best[question] = gold
    return [best[question] for question in sorted(best)]


def _better(gold: Gold) -> tuple[int, int, bytes]:
    return (gold.depth, -gold.assertion.time, gold.id)


def _all(view: Snapshot, trust: TrustView, prefix: str) -> Iterator[Gold]:
    authorship = Authorship(view)
    for source, judge in _sources(view, trust, authorship):
        term = view.term(tables.TERM_OBJECT + view.id_of(source))
        for seq in view.seqs(tables.BY_SOURCE, tables.U32.pack(term)) if term else ():
            if trust.agent_of(authorship.author(seq)) == judge:
                gold = _read(view, trust, seq, judge)
                if gold is not None and holds(prefix, gold.assertion.subject):
                    yield gold


def _sources(view: Snapshot, trust: TrustView, authorship: Authorship) -> Iterator[tuple[int, int]]:
    """``(seq, author)`` of the sources of gold standards of everybody who may have one that counts."""
    for seq in view.seqs(tables.NAMES, name_key("source", SOURCE)):
        judge = trust.agent_of(authorship.author(seq))
        if judge in trust.web.everybody:
            yield seq, judge


def _read(view: Snapshot, trust: TrustView, seq: int, judge: int) -> Gold | None:
    """The gold standard that is object number ``seq``, None for one that does not count."""
    record = view.record(seq)
    claim = objects.read(record.payload) if record.payload is not None else None
    if not isinstance(claim, Assertion) or (claim.meta or {}).get(MARK) is not True:
        return None
    depth = trust.depth(judge, claim.subject)
    if depth is None or all(one.id != record.id for one in standing_claims(view, claim, trust.bounds)):
        return None
    return Gold(claim, record.id, depth)


def standing_claims(view: Snapshot, claim: Assertion, bounds: Bounds) -> list[Candidate]:
    """The claims under the question of ``claim`` that exist and that nothing sets aside (``steme.standing``)."""
    subject = view.term(key_of(tables.TERM_SUBJECT, claim.subject))
    predicate = view.term(key_of(tables.TERM_PREDICATE, claim.predicate))
    found = [one for one in candidates(view.rows(subject, predicate)) if bounds.hold(one.seq, one.time)]
    return Standing(view, bounds).sift(found)[0]
