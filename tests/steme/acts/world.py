"""A repository in which people act on each other's claims, in a few words each."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from repo_format import signature
from repo_format.objects.agent import Agent
from repo_format.objects.alias import Alias
from repo_format.objects.assertion import Assertion
from repo_format.objects.delegation import Delegation
from repo_format.objects.epoch import Epoch
from repo_format.objects.retraction import Retraction
from repo_format.objects.source import Source
from repo_format.objects.source_status import SourceStatus
from repo_format.objects.stage import Stage
from repo_format.objects.supersession import Supersession
from repo_format.objects.vote import Vote
from repo_format.payload import Payload
from repo_format.storage.snapshot import Snapshot
from repo_format.storage.terms import key_of
from steme import policy as policies
from steme.bounds import EVERYTHING, Bounds
from steme.candidate import Candidate, candidates
from steme.keys import SigningKey
from steme.policy import Policy
from steme.repository import Repository
from steme.standing import Standing

ALICE, BOB, CAROL, DAVE = (
    SigningKey(bytes([n]) * 32, name) for n, name in enumerate(("alice", "bob", "carol", "dave"), 1)
)
KEYS = {key.public.hex(): key for key in (ALICE, BOB, CAROL, DAVE)}
SECOND = 1_000_000
NO_POLICY = policies.DEFAULT


class World:
    """Every object made gets the next second as its time, unless told otherwise; ids are given as hex."""

    def __init__(self, path: Path) -> None:
        path.mkdir(parents=True, exist_ok=True)
        self.repository = Repository.init(str(path))
        self.clock = 0

    def close(self) -> None:
        self.repository.close()

    def now(self) -> int:
        """The time of the last object made."""
        return self.clock * SECOND

    def add(self, *payloads: Payload) -> str:
        """Sign and commit the payloads, each by its author; the id of the last."""
        made = b""
        for payload in payloads:
            (made,), _ = self.repository.add([payload], KEYS[payload.author])
        return made.hex()

    def common(self, key: SigningKey, time: int | None) -> dict[str, object]:
        self.clock += 1
        return {"author": key.public.hex(), "time": self.clock * SECOND if time is None else time}

    def claim(self, key: SigningKey, value: object = 1, *, time: int | None = None, **more: object) -> str:
        fields = {"subject": "s", "predicate": "p", "confidence": 0.5, "tier": 4, "value": value, **more}
        return self.add(Assertion(**self.common(key, time), **fields))  # type: ignore[arg-type]

    def source(self, key: SigningKey, name: str, time: int | None = None) -> str:
        return self.add(Source(**self.common(key, time), name=name))  # type: ignore[arg-type]

    def retract(self, key: SigningKey, target: str, *, cascade: bool = False, time: int | None = None) -> str:
        return self.add(Retraction(**self.common(key, time), target=target, cascade=cascade or None))  # type: ignore[arg-type]

    def supersede(self, key: SigningKey, old: str, new: str, time: int | None = None) -> str:
        return self.add(Supersession(**self.common(key, time), old=old, new=new))  # type: ignore[arg-type]

    def stage(self, key: SigningKey, target: str, stage: str, time: int | None = None) -> str:
        return self.add(Stage(**self.common(key, time), target=target, stage=stage))  # type: ignore[arg-type]

    def status(self, key: SigningKey, source: str, status: str, time: int | None = None) -> str:
        return self.add(SourceStatus(**self.common(key, time), source=source, status=status))  # type: ignore[arg-type]

    def vote(self, key: SigningKey, target: str, weight: float = 1, time: int | None = None) -> str:
        return self.add(Vote(**self.common(key, time), target=target, weight=weight))  # type: ignore[arg-type]

    def alias(self, key: SigningKey, alias: str, subject: str, time: int | None = None) -> str:
        return self.add(Alias(**self.common(key, time), alias=alias, subject=subject))  # type: ignore[arg-type]

    def epoch(self, key: SigningKey, name: str, *, time: int | None = None, **more: object) -> str:
        return self.add(Epoch(**self.common(key, time), name=name, **more))  # type: ignore[arg-type]

    def delegate(
        self, key: SigningKey, to: SigningKey, weight: float = 1, *, time: int | None = None, **more: object
    ) -> str:
        common = self.common(key, time)
        return self.add(Delegation(**common, delegate=to.public.hex(), weight=weight, **more))  # type: ignore[arg-type]

    def rotate(self, old: SigningKey, new: SigningKey) -> str:
        proof = signature.sign(new.secret, signature.rotation_message(old.public, new.public)).hex()
        common = self.common(old, None)
        return self.add(
            Agent(**common, action="rotation", new_key=new.public.hex(), new_key_signature=proof)  # type: ignore[arg-type]
        )

    def revoke(self, key: SigningKey) -> str:
        return self.add(Agent(**self.common(key, None), action="revocation"))  # type: ignore[arg-type]

    def seq(self, object_id: str) -> int:
        with self.repository.snapshot() as view:
            return view.seq_of(bytes.fromhex(object_id))

    def sift(
        self, subject: str = "s", bounds: Bounds = EVERYTHING, policy: Policy = NO_POLICY, include: Iterable[str] = ()
    ) -> tuple[set[object], dict[str, int], int]:
        """``(values of what is kept, aside, disputed)`` for the question ``subject p``; values are numbers."""
        with self.repository.snapshot() as view:
            found = [one for one in rows(view, subject) if bounds.hold(one.seq, one.time)]
            kept, aside, disputed = Standing(view, bounds, policy).sift(found, frozenset(include))
            return {one.value_key[2] for one in kept}, aside, disputed

    def stages(self, bounds: Bounds = EVERYTHING, policy: Policy = NO_POLICY) -> dict[float, int]:
        """The present stage of every claim of ``s p``, by value."""
        with self.repository.snapshot() as view:
            standing = Standing(view, bounds, policy)
            return {one.value_key[2]: standing.effective_lifecycle(one) for one in rows(view)}


def rows(view: Snapshot, subject: str = "s", predicate: str = "p") -> list[Candidate]:
    """The candidates of a question, whatever their standing."""
    return candidates(view.rows(view.term(key_of(b"s", subject)), view.term(key_of(b"p", predicate))))
