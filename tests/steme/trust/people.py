"""A repository of people who trust each other, made act by act."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

from repo_format import ids, objects, signature
from repo_format.objects.agent import Agent
from repo_format.objects.delegation import Delegation
from repo_format.objects.outcome import Outcome
from repo_format.payload import Payload
from repo_format.seal import Seal
from repo_format.storage import tables
from repo_format.storage.snapshot import Snapshot
from steme.bounds import EVERYTHING, Bounds
from steme.keys import SigningKey
from steme.repository import Repository
from steme.trust.view import TrustView
from tests.steme.claims import DAY, assertion

START = 1_767_225_600_000_000
"""2026-01-01T00:00:00Z: day 0."""


def person(name: str) -> SigningKey:
    """The key of somebody by that name."""
    return SigningKey(sha256(name.encode()).digest(), name)


ADA, BEN, CLEO, DAN, EVE = map(person, ("ada", "ben", "cleo", "dan", "eve"))


def day(number: float) -> int:
    """Midnight of a day, in microseconds."""
    return START + round(number * DAY)


class People:
    """An open repository; every method adds objects and returns their ids."""

    def __init__(self, path: Path) -> None:
        self.repository = Repository.init(str(path))

    def say(self, key: SigningKey, payload: Payload) -> bytes:
        return self.repository.add([payload], key)[0][0]

    def delegate(
        self, giver: SigningKey, taker: SigningKey, weight: float, *, scope: str | None = None,
        at: float = 0, until: float | None = None,
    ) -> bytes:  # fmt: skip
        expires = None if until is None else day(until)
        made = Delegation(
            author=giver.public.hex(),
            delegate=taker.public.hex(),
            weight=weight,
            scope=scope,
            expires=expires,
            time=day(at),
        )
        return self.say(giver, made)

    def claim(self, author: SigningKey, value: object = 1, subject: str = "drug/aspirin", **more: object) -> bytes:
        return self.say(author, assertion(author, subject, "dosage", value, **{"time": day(0), **more}))  # type: ignore[arg-type]

    def judge(self, judge: SigningKey, target: bytes, correct: bool, at: float = 0) -> bytes:
        return self.say(judge, Outcome(author=judge.public.hex(), correct=correct, target=target.hex(), time=day(at)))

    def rotate(self, old: SigningKey, new: SigningKey, at: float = 0) -> bytes:
        proof = signature.sign(new.secret, signature.rotation_message(old.public, new.public))
        made = Agent(
            action="rotation",
            author=old.public.hex(),
            new_key=new.public.hex(),
            new_key_signature=proof.hex(),
            time=day(at),
        )
        return self.say(old, made)

    def revoke(self, key: SigningKey, at: float = 0) -> bytes:
        return self.say(key, Agent(action="revocation", author=key.public.hex(), time=day(at)))

    def seal(self, *given: tuple[SigningKey, Sequence[Payload]]) -> list[bytes]:
        """Many objects of some authors in one commit, under seals."""
        made: list[bytes] = []
        with self.repository.begin() as transaction:
            for key, payloads in given:
                for start in range(0, len(payloads), 1000):
                    written = [(objects.write(one), one) for one in payloads[start : start + 1000]]
                    named = [(ids.object_id(data), data, one) for data, one in written]
                    proof = Seal.sign(key.secret, START, tuple(one for one, _, _ in named))
                    entries = [
                        (transaction.claim(one), at, one, data, read) for at, (one, data, read) in enumerate(named)
                    ]
                    transaction.add_sealed(proof, entries)
                    made += proof.ids
            transaction.commit(ADA, START)
        return made

    @contextmanager
    def trust(self, *roots: SigningKey, bounds: Bounds = EVERYTHING, at: float = 0) -> Iterator[TrustView]:
        """Trust as ``roots`` see it on a day."""
        with self.repository.snapshot() as view:
            yield TrustView(view, bounds, [root.public for root in roots], day(at))

    def of(self, root: SigningKey, author: SigningKey, subject: str = "drug/aspirin", at: float = 0) -> float:
        """The trust of one in another about a subject, on a day."""
        with self.repository.snapshot() as view:
            return TrustView(view, EVERYTHING, [root.public], day(at)).of(term(view, author), subject)

    def chain(self, root: SigningKey, author: SigningKey, subject: str = "", at: float = 0) -> list[float] | None:
        """The weights of the best chain."""
        with self.trust(root, at=at) as trust:
            chain = trust.explain(author.public, subject).chain
        return None if chain is None else [step.weight for step in chain]


def term(view: Snapshot, key: SigningKey) -> int:
    """The term of somebody's key, 0 for none."""
    return view.term(tables.TERM_KEY + key.public)
