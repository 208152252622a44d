"""A trace as a tree for people."""

from __future__ import annotations

from repo_format.vocabulary import TIERS
from steme import times
from steme_cli.render import clock, figures, object_page, words
from steme_cli.render.tree import Node

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from steme.authors import Authors
    from steme.tracing.remark import Remark
    from steme.tracing.trace import Trace
    from steme.trust.explanation import Explanation

SHOWN = 20
"""So many remarks on an object are drawn, the newest; JSON has more."""

_SOURCE_FIELDS = ("title", "edition", "publisher", "url", "licence", "digest")


class TraceTree:
    """Draws traces; ``authors`` knows the labels of keys."""

    def __init__(self, authors: Authors) -> None:
        self._authors = authors

    def tree(self, made: Trace) -> Node:
        """The whole tree of the object that was asked for."""
        return Node(f"{self._title(made)}", [*self._own(made), *self._parents(made), *self._last(made)])

    def _title(self, made: Trace) -> str:
        payload, object_id = made.sight.payload, made.sight.record.id.hex()
        kind = "claim" if payload is not None and payload.kind == "assertion" else payload.kind if payload else "object"
        return f"{kind.replace('_', ' ')} {figures.short_id(object_id)}  {words.summary(payload)}"

    def _own(self, made: Trace) -> Iterator[Node]:
        yield from self._standing(made)
        yield from self._value(made)
        if made.about is not None:
            yield Node(f"about: {self._title(made.about)}", self._short(made.about))
        if made.source is not None:
            yield self._source(made.source)
        yield self._author(made)
        yield from self._said(made.remarks)

    def _standing(self, made: Trace) -> Iterator[Node]:
        if made.stage is not None:
            aside = [f"{one.reason}{_by(one.by)}" for one in made.causes]
            yield Node(f"steps aside: {', '.join(aside)}" if aside else f"stands, {made.stage.replace('_', ' ')}")
        elif made.state is not None:
            yield Node(f"status: {made.state}")

    @staticmethod
    def _value(made: Trace) -> Iterator[Node]:
        claim: Any = made.sight.payload
        if claim is None or claim.kind != "assertion":
            return
        yield Node(
            f"value: {words.value(claim.value, claim.unit)}, confidence {claim.confidence:g}, "
            f"tier {TIERS[claim.tier]}, {times.format_time(claim.time)}"
        )
        for name in ("epoch", "note"):
            if getattr(claim, name) is not None:
                yield Node(f"{name}: {getattr(claim, name)}")

    def _source(self, made: Trace) -> Node:
        source, object_id = made.sight.payload, made.sight.record.id.hex()
        name = getattr(source, "name", words.ERASED if source is None else source.kind)
        fields = [Node(f"{field}: {value}") for field in _SOURCE_FIELDS if (value := getattr(source, field, None))]
        published = getattr(source, "published", None)
        if published is not None:
            fields.append(Node(f"published: {times.format_time(published)}"))
        status = f", {made.state}" if made.state else ""
        below = [*fields, self._author(made), *self._said(made.remarks), self._proof(made)]
        return Node(f"source {figures.short_id(object_id)}  {name}{status}", below)

    def _short(self, made: Trace) -> list[Node]:
        source = [self._source(made.source)] if made.source is not None else []
        return [*self._standing(made), *source, self._author(made), *self._said(made.remarks), self._proof(made)]

    def _parents(self, made: Trace) -> Iterator[Node]:
        """The parents, each below its child."""
        chain = None if made.lost is None else Node(f"derives from {figures.short_id(made.lost)}, which is not here")
        for parent in reversed(made.parents):
            chain = Node(f"derives from {self._title(parent)}", [*self._short(parent), *([chain] if chain else [])])
        if chain is not None:
            yield chain

    def _last(self, made: Trace) -> Iterator[Node]:
        sight = made.sight
        yield self._proof(made)
        commit = sight.commit
        arrival = f"arrived as number {sight.record.seq} in commit {commit.number}, {clock.with_age(commit.received)}"
        yield Node(arrival, [Node(f"head of that commit {commit.head.hex()}")])
        inclusion = made.inclusion
        if inclusion is None or inclusion.head is None:
            yield Node(f"no head proves it: {inclusion.problem if inclusion else 'not asked for'}")
            return
        head = inclusion.head
        yield Node(
            f"proved by head {head.id.hex()}",
            [
                Node(f"of commit {inclusion.commit}, {figures.count(head.count)} objects, {clock.with_age(head.time)}"),
                Node(f"signed by {self._key(head.signer.hex())}"),
                Node(f"root {head.root.hex()}, {_levels(inclusion.levels)} above the leaf of this one"),
            ],
        )

    def _proof(self, made: Trace) -> Node:
        sight = made.sight
        verdict = "holds" if sight.problem is None else f"does NOT hold: {sight.problem}"
        seal = sight.record.seal
        if seal is None:
            return Node(f"signature of its author {verdict}")
        place = seal.ids.index(sight.record.id) + 1 if sight.record.id in seal.ids else 0
        number = f"number {place} of {len(seal.ids)}" if place else "which does not list it"
        return Node(f"seal {figures.short_id(seal.id.hex())} of its author, {number}, {verdict}")

    def _author(self, made: Trace) -> Node:
        author = made.author
        if author is None:
            return Node("author unknown")
        about = f" about {author.subject}" if author.subject else ""
        below = [Node(f"trust {author.trust:.3f}{about}: rank {author.rank:.3f}, {self._chain(author)}")]
        for step in author.chain or ():
            scope = f" about {step.scope}" if step.scope else ""
            who = f"{self._name(step.giver)} trusts {self._name(step.taker)} with {step.weight:g}{scope}"
            below[0].below.append(Node(f"delegation {figures.short_id(step.id.hex())}  {who}"))
        below += [Node(f"also key {key.hex()}") for key in author.keys if key != author.key]
        below += [Node(f"gave up key {key.hex()}") for key in author.revoked]
        return Node(f"author {self._key(author.key.hex())}", below)

    @staticmethod
    def _chain(author: Explanation) -> str:
        if author.is_root:
            return "a trust root"
        if not author.chain:
            return "nobody vouches for this key"
        return f"{author.weight:.3f} over {author.depth} link{'s' * (author.depth != 1)}"

    def _said(self, remarks: Sequence[Remark]) -> Iterator[Node]:
        shown = remarks[-SHOWN:]
        if shown:
            newest = f", the newest {len(shown)} of {figures.count(len(remarks))}" if len(remarks) > SHOWN else ""
            yield Node(f"said about it{newest}", [self._remark(one) for one in shown])

    def _remark(self, remark: Remark) -> Node:
        one = remark.statement
        name = self._authors.name(one.author)
        effect = f" [{remark.effect}]" if remark.effect else ""
        reason = f": {remark.reason}" if remark.reason else ""
        text = f"{object_page.said(one)} by {name}, {clock.minute(one.time)}{effect}{reason}"
        return Node(f"{figures.short_id(one.id.hex())}  {text}", [self._remark(below) for below in remark.remarks])

    def _name(self, key: bytes) -> str:
        return self._authors.name(key.hex())

    def _key(self, key: str) -> str:
        name = self._authors.name(key)
        return key if key.startswith(name) else f"{name} ({key})"


def _by(identifier: bytes) -> str:
    return f" ({figures.short_id(identifier.hex())})" if identifier else ""


def _levels(count: int) -> str:
    return f"{count} level{'s' * (count != 1)}"
