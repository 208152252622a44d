"""What the replicas of a convergence campaign say: objects of most kinds, few questions, so that they contradict."""

from __future__ import annotations

import random
from collections.abc import Callable

from repo_format import objects
from repo_format.objects import Payload
from repo_format.objects.alias import Alias
from repo_format.objects.assertion import Assertion
from repo_format.objects.delegation import Delegation
from repo_format.objects.epoch import Epoch
from repo_format.objects.outcome import Outcome
from repo_format.objects.retraction import Retraction
from repo_format.objects.source import Source
from repo_format.objects.source_status import SourceStatus
from repo_format.objects.stage import Stage
from repo_format.objects.supersession import Supersession
from repo_format.objects.vote import Vote
from repo_format.vocabulary import LIFECYCLES, SOURCE_STATUSES
from steme.repository import Repository

SUBJECTS = ("drug/aspirin", "drug/asa", "river/rhine", "river/rhein")
PREDICATES = ("dosage", "length")
EPOCHS = ("first", "second", "third")

_FIRST_TIME = 1_700_000_000_000_000
_DAY = 86_400_000_000
_KNOWN = 400


class Voice:
    """One author who knows some objects: ids (hex) by kind."""

    def __init__(self, author: str, known: dict[str, list[str]], others: list[str], chance: random.Random) -> None:
        self._author = author
        self._known = known
        self._others = others
        self._chance = chance

    def say(self, kind: str, number: int) -> list[Payload]:
        """``number`` objects of a kind, none where there is nothing that they could be about."""
        return [made for _ in range(number) if (made := _WAYS[kind](self)) is not None]

    def _time(self) -> int:
        return _FIRST_TIME + _DAY * self._chance.randrange(30)  # so that many are equal

    def _one(self, kind: str) -> str | None:
        there = self._known.get(kind, [])
        return self._chance.choice(there) if there else None

    def _assertion(self) -> Payload:
        chance = self._chance
        return Assertion(
            author=self._author,
            confidence=chance.choice((0.2, 0.5, 0.9)),
            epoch=chance.choice((None, None, *EPOCHS)),
            note="n" * chance.choice((0, 0, 40, 900)) or None,
            parent=self._one("assertion") if chance.random() < 0.2 else None,
            predicate=chance.choice(PREDICATES),
            source=self._one("source") if chance.random() < 0.4 else None,
            subject=chance.choice(SUBJECTS),
            tier=chance.randrange(6),
            time=self._time(),
            value=chance.choice((1, 2, 2.5, 3, 100, "many", True)),
        )

    def _vote(self) -> Payload | None:
        target = self._one("assertion")
        weight = self._chance.choice((-1, 0, 0.5, 1))
        return target and Vote(author=self._author, target=target, time=self._time(), weight=weight)  # type: ignore[return-value]

    def _retraction(self) -> Payload | None:
        target, cascade = self._one("assertion"), self._chance.choice((None, True))
        return target and Retraction(author=self._author, cascade=cascade, target=target, time=self._time())  # type: ignore[return-value]

    def _supersession(self) -> Payload | None:
        old, new = self._one("assertion"), self._one("assertion")
        if old is None or new is None or old == new:
            return None
        return Supersession(author=self._author, new=new, old=old, time=self._time())

    def _stage(self) -> Payload | None:
        target, stage = self._one("assertion"), self._chance.choice(LIFECYCLES)
        return target and Stage(author=self._author, stage=stage, target=target, time=self._time())  # type: ignore[return-value]

    def _alias(self) -> Payload:
        alias, subject = self._chance.sample(SUBJECTS, 2)
        return Alias(alias=alias, author=self._author, subject=subject, time=self._time())

    def _epoch(self) -> Payload:
        name, other = self._chance.sample(EPOCHS, 2)
        supersedes = self._chance.choice((None, other))
        return Epoch(author=self._author, name=name, supersedes=supersedes, time=self._time())

    def _source(self) -> Payload:
        source = self._one("source")
        if source is None or self._chance.random() < 0.5:
            name = f"source-{self._chance.randrange(20)}"
            return Source(author=self._author, name=name, tier=self._chance.randrange(6), time=self._time())
        status = self._chance.choice(SOURCE_STATUSES)
        return SourceStatus(author=self._author, source=source, status=status, time=self._time())

    def _delegation(self) -> Payload:
        weight = self._chance.choice((0.3, 0.8, 1))
        delegate = self._chance.choice(self._others)
        return Delegation(author=self._author, delegate=delegate, time=self._time(), weight=weight)

    def _outcome(self) -> Payload | None:
        target, correct = self._one("assertion"), self._chance.random() < 0.6
        return target and Outcome(author=self._author, correct=correct, target=target, time=self._time())  # type: ignore[return-value]


def known_to(repository: Repository) -> dict[str, list[str]]:
    """Some ids (hex) of a repository by kind, without what was erased."""
    found: dict[str, list[str]] = {}
    with repository.snapshot() as view:
        for object_id in view.trie.below(b"")[:_KNOWN]:
            payload = view.record(view.seq_of(object_id)).payload
            if payload is not None:
                found.setdefault(objects.read(payload).kind, []).append(object_id.hex())
    return found


_WAYS: dict[str, Callable[[Voice], Payload | None]] = {
    "assert": Voice._assertion,
    "import": Voice._assertion,
    "vote": Voice._vote,
    "retract": Voice._retraction,
    "supersede": Voice._supersession,
    "stage": Voice._stage,
    "alias": Voice._alias,
    "epoch": Voice._epoch,
    "source": Voice._source,
    "delegate": Voice._delegation,
    "outcome": Voice._outcome,
}
KINDS = frozenset(_WAYS)
