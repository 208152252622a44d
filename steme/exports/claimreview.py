"""ClaimReview of schema.org in JSON-LD: every claim with what speaks for it, and what people made of it.

A claim is reviewed by the repository: its rating is the share of the support that its value has among all that is
claimed and stands. A vote or an outcome is a review by its author (docs/semantics/provenance.md, section 5).
"""

from __future__ import annotations

from repo_format import plain_json
from repo_format.objects.assertion import Assertion
from repo_format.objects.outcome import Outcome
from repo_format.objects.vote import Vote
from repo_format.payload import Reference
from steme import history, moments
from steme.outside import iris
from steme.outside.cited import Sources
from steme.outside.judged import judged
from steme.outside.people import profile_names
from steme.outside.shares import Shares
from steme.times import format_time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from steme.outside.judged import Judged
    from steme.repository import Repository
    from steme.wanted import Wanted

    Plain = dict[str, object]

CONTEXT = "https://schema.org"
_LESS_THAN = rb"\u003c"
"""So that no text in it can end the script element of a page that the document is put into."""


def lines(repository: Repository, wanted: Wanted) -> Iterator[bytes]:
    """The document in pieces: a review for each wanted claim, vote and outcome, oldest first. Raises Damaged."""
    reviews = _Reviews(repository)
    yield b'{"@context":%b,"@graph":[' % plain_json.encode(CONTEXT)
    between = b"\n"
    for one in judged(repository, wanted):
        made = reviews.of(one)
        if made is not None:
            yield between + plain_json.encode(made).replace(b"<", _LESS_THAN)
            between = b",\n"
    yield b"\n]}\n"


class _Reviews:
    """Makes reviews; the repository's own are of the newest commit."""

    def __init__(self, repository: Repository) -> None:
        self._repository = repository
        self._sources = Sources(repository)
        self._shares = Shares(repository)
        with repository.snapshot() as view:
            self._people = profile_names(view)
            received = moments.newest(view).received
        self._date = format_time(received or 0)

    def of(self, one: Judged) -> Plain | None:
        """The review that an object gives rise to, None for kinds that give rise to none."""
        object_id, payload = one.entry.record.id.hex(), one.entry.payload
        if isinstance(payload, Assertion):
            share = self._shares.of(one.entry.record.id, payload)
            name = f"set aside: {one.reason}" if one.reason else f"{share:.0%} of the support"
            rating = _rating(share, 0, name, "Share of the support among all claims about this that stand.")
            return self._review(object_id, self._date, self._publisher(), rating, self._item(object_id, payload))
        if isinstance(payload, Vote):
            name = "agrees" if payload.weight > 0 else "disagrees" if payload.weight < 0 else "withdraws its vote"
            return self._by_somebody(object_id, payload, _rating(payload.weight, -1, name, payload.reason))
        if isinstance(payload, Outcome):
            name = "correct" if payload.correct else "incorrect"
            return self._by_somebody(object_id, payload, _rating(int(payload.correct), 0, name, payload.reason))
        return None

    def _by_somebody(self, object_id: str, statement: Vote | Outcome, rating: Plain) -> Plain | None:
        with self._repository.snapshot() as view:
            seq = view.seq_of(bytes.fromhex(statement.target))
            claim = history.read(view, seq)[1] if seq else None
        if not isinstance(claim, Assertion):
            return None
        item = self._item(statement.target, claim)
        return self._review(object_id, format_time(statement.time), self._person(statement.author), rating, item)

    @staticmethod
    def _review(object_id: str, date: str, author: Plain, rating: Plain, item: Plain) -> Plain:
        return {
            "@type": "ClaimReview",
            "@id": f"{iris.of_object(object_id)}#review",
            "url": iris.of_object(object_id),
            "datePublished": date,
            "author": author,
            "claimReviewed": item["text"],
            "itemReviewed": item,
            "reviewRating": rating,
        }

    def _item(self, object_id: str, claim: Assertion) -> Plain:
        item: Plain = {
            "@type": "Claim",
            "@id": iris.of_object(object_id),
            "identifier": object_id,
            "text": _text(claim),
            "about": {"@type": "Thing", "@id": iris.of_subject(claim.subject), "name": claim.subject},
            "author": self._person(claim.author),
            "datePublished": format_time(claim.time),
        }
        cited = self._appearance(claim.source) if claim.source is not None else None
        return {**item, "appearance": cited} if cited is not None else item

    def _appearance(self, source_id: str) -> Plain | None:
        cited = self._sources.get(source_id)
        if cited is None:
            return None
        source = cited.source
        fields = {
            "headline": source.title,
            "url": source.url,
            "version": source.edition,
            "license": {"@type": "CreativeWork", "name": source.licence} if source.licence else None,
            "datePublished": None if source.published is None else format_time(source.published),
            "publisher": {"@type": "Organization", "name": source.publisher} if source.publisher else None,
            "creativeWorkStatus": cited.status,
        }
        known = {name: value for name, value in fields.items() if value is not None}
        return {"@type": "CreativeWork", "@id": iris.of_object(source_id), "name": source.name, **known}

    def _person(self, key: str) -> Plain:
        name = self._people.get(key) or f"key {key[:12]}"
        return {"@type": "Person", "@id": iris.of_key(key), "identifier": key, "name": name}

    def _publisher(self) -> Plain:
        identifier = self._repository.id.hex()
        return {"@type": "Organization", "identifier": identifier, "name": f"steme repository {identifier[:12]}"}


def _rating(value: float, worst: int, name: str, explanation: str | None) -> Plain:
    rating = {"@type": "Rating", "ratingValue": value, "bestRating": 1, "worstRating": worst, "alternateName": name}
    return rating if explanation is None else {**rating, "ratingExplanation": explanation}


def _text(claim: Assertion) -> str:
    value = claim.value
    words = value.ref if isinstance(value, Reference) else value if isinstance(value, str) else plain_json.text(value)
    return f"{claim.subject} {claim.predicate}: {words}{f' {claim.unit}' if claim.unit else ''}"
