"""Random doings of four people, as payloads; and what stands after them, worked out in the plainest way.

The reference follows docs/semantics/acts.md and standing.md word by word and shares no code with the library.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import Any

from hypothesis import strategies as st

from repo_format import ids, objects, signature
from repo_format.objects.agent import Agent
from repo_format.objects.assertion import Assertion
from repo_format.objects.delegation import Delegation
from repo_format.objects.retraction import Retraction
from repo_format.objects.source import Source
from repo_format.objects.source_status import SourceStatus
from repo_format.objects.stage import Stage
from repo_format.objects.supersession import Supersession
from repo_format.objects.vote import Vote
from repo_format.payload import Payload
from repo_format.vocabulary import LIFECYCLES
from steme.repository import Repository
from tests.steme.acts.world import ALICE, BOB, CAROL, DAVE, KEYS, SECOND

PEOPLE = (ALICE, BOB, CAROL, DAVE)
STATUSES = ("active", "quarantined", "retracted")
SCOPES = (None, "s", "t/", "x")
CALM = {
    "assertion": 9, "source": 3, "retraction": 10, "supersession": 3, "stage": 4, "source_status": 5, "vote": 1,
    "delegation": 4,
}  # fmt: skip
STORMY = {**CALM, "rotation": 1, "revocation": 1}
"""Kinds of doings and how often they come; in a storm keys change hands, and then the order of arrival counts."""

_TARGETS = {
    "supersession": ("assertion",),
    "stage": ("assertion",),
    "vote": ("assertion",),
    "source_status": ("source", "source", "source", "assertion"),
}


def doings(kinds: dict[str, int], most: int = 40) -> st.SearchStrategy[list[Payload]]:
    """Lists of payloads that refer to earlier ones."""
    return st.builds(
        lambda seed, size: build(Random(seed), size, kinds), st.integers(0, 2**40), st.integers(most // 3, most)
    )


def build(chance: Random, size: int, kinds: dict[str, int]) -> list[Payload]:
    """So many payloads at most, the first ones claims and sources."""
    made: dict[str, Payload] = {}
    for number in range(size):
        few = {"assertion": 3, "source": 1} if number < size // 4 else kinds
        (kind,) = chance.choices(list(few), list(few.values()))
        payload = _payload(kind, chance, made)
        if payload is not None:
            made[id_of(payload)] = payload
    return list(made.values())


def _payload(kind: str, chance: Random, made: dict[str, Any]) -> Payload | None:
    time = chance.randint(1, 9) * SECOND
    if kind in ("retraction", *_TARGETS):
        return _act(kind, chance, made, time)
    key = chance.choice(PEOPLE)
    common: Any = {"author": key.public.hex(), "time": time}
    other = chance.choice([one for one in PEOPLE if one is not key])
    match kind:
        case "assertion":
            parent = _some(chance, made, "assertion", "assertion", "source") if chance.random() < 0.5 else None
            source = _some(chance, made, "source") if chance.random() < 0.4 else None
            return Assertion(
                **common, subject=chance.choice(("s", "t/u")), predicate="p", value=len(made), confidence=0.5, tier=4,
                source=source, parent=parent,
            )  # fmt: skip
        case "source":
            return Source(**common, name=f"source-{len(made)}")
        case "delegation":
            expires = time + chance.randint(0, 4) * SECOND if chance.random() < 0.4 else None
            weight, scope = chance.choice((0, 0.5, 0.5)), chance.choice(SCOPES)
            return Delegation(**common, delegate=other.public.hex(), weight=weight, scope=scope, expires=expires)
        case "rotation":
            proof = signature.sign(other.secret, signature.rotation_message(key.public, other.public)).hex()
            return Agent(**common, action="rotation", new_key=other.public.hex(), new_key_signature=proof)
    return Agent(**common, action="revocation")


def _act(kind: str, chance: Random, made: dict[str, Any], time: int) -> Payload | None:
    """An act about something, more often than not by its author."""
    kinds = _TARGETS.get(kind) or chance.choice((("assertion",), ("source",), ("retraction",), ("retraction",), *_ACTS))
    target = _some(chance, made, *kinds)
    if target is None:
        return None
    author = made[target].author if chance.random() < 0.6 else chance.choice(PEOPLE).public.hex()
    common: Any = {"author": author, "time": time}
    match kind:
        case "retraction":
            return Retraction(**common, target=target, cascade=chance.choice((True, None)))
        case "supersession":
            new = _some(chance, made, "assertion")
            return Supersession(**common, old=target, new=new) if new and new != target else None
        case "stage":
            return Stage(**common, target=target, stage=chance.choice(LIFECYCLES))
        case "source_status":
            return SourceStatus(**common, source=target, status=chance.choice(STATUSES))
    return Vote(**common, target=target, weight=1)


_ACTS = (("retraction",), ("supersession",), ("stage",), ("source_status",), ("vote",))


def _some(chance: Random, made: dict[str, Any], *kinds: str) -> str | None:
    kind = chance.choice(kinds)
    among = [one for one, payload in made.items() if payload.kind == kind]
    return chance.choice(among) if among else None


def id_of(payload: Payload) -> str:
    return ids.object_id(objects.write(payload)).hex()


def store(path: Path, payloads: Sequence[Payload]) -> Repository:
    """A repository that learnt of the payloads in this order."""
    path.mkdir(parents=True)
    repository = Repository.init(str(path))
    if payloads:
        with repository.begin() as transaction:
            for payload in payloads:
                data = objects.write(payload)
                one = ids.object_id(data)
                transaction.add(one, data, payload, signature.sign_object(KEYS[payload.author].secret, one))
            transaction.commit(ALICE, 10 * SECOND)
    return repository


class Reference:
    """What stands of payloads that arrived in this order, without rotations and revocations."""

    def __init__(self, payloads: Sequence[Payload], policy: str, roots: frozenset[str] = frozenset()) -> None:
        self.all: dict[str, Any] = {id_of(payload): payload for payload in payloads}
        self.policy = policy
        self.roots = roots

    def subject(self, one: str) -> str | None:
        payload = self.all.get(one)
        while payload is not None and not hasattr(payload, "subject"):
            payload = self.all.get(getattr(payload, "target", None) or getattr(payload, "old", None) or "")
        return None if payload is None else payload.subject

    def delegated(self, giver: str, taker: str, time: int, subject: str | None) -> bool:
        given = [
            one
            for one in self.all.values()
            if one.kind == "delegation" and one.author == giver and one.delegate == taker and one.time <= time
        ]
        for scope in {_normal(one.scope) for one in given}:
            last = min((d for d in given if _normal(d.scope) == scope), key=lambda d: (-d.time, id_of(d)))
            in_scope = not scope or (subject is not None and (subject == scope or subject.startswith(scope + "/")))
            if last.weight > 0 and (last.expires is None or time < last.expires) and in_scope:
                return True
        return False

    def may(self, actor: str, owner: str, time: int, subject: str | None) -> bool:
        if actor == owner:
            return True
        if self.policy == "commons":
            return False
        if self.delegated(owner, actor, time, subject):
            return True
        return self.policy == "enterprise" and self.trusted(actor, time, subject)

    def trusted(self, actor: str, time: int, subject: str | None) -> bool:
        reached = set(self.roots)
        for _ in PEOPLE:
            people = [key.public.hex() for key in PEOPLE]
            reached |= {to for by in reached for to in people if to != by and self.delegated(by, to, time, subject)}
        return actor in reached

    def root(self, one: str) -> str:
        payload = self.all[one]
        while (target := target_of(payload)) is not None and target in self.all:
            one, payload = target, self.all[target]
        return one

    def by_right(self, act: str) -> bool:
        target = target_of(self.all[act])
        if target is None or target not in self.all:
            return False
        payload, root = self.all[act], self.root(act)
        subject = self.subject(root)
        return any(self.may(payload.author, owner, payload.time, subject) for owner in self.owners(target))

    def owners(self, one: str) -> set[str]:
        payload = self.all[one]
        if target_of(payload) is None:
            return {payload.author}
        root = self.root(one)
        owner = self.all[root].author
        rightful = self.may(payload.author, owner, payload.time, self.subject(root))
        return {payload.author, owner} if rightful else {payload.author}

    def taken_back(self, one: str) -> bool:
        return any(
            payload.kind == "retraction" and payload.target == one and self.by_right(act) and not self.taken_back(act)
            for act, payload in self.all.items()
        )

    def acts(self, target: str, kind: str) -> list[Any]:
        """Those in force, by time, then the larger id; the last one counts."""
        found = [
            act
            for act, payload in self.all.items()
            if payload.kind == kind and target_of(payload) == target and self.by_right(act) and not self.taken_back(act)
        ]
        found.sort(reverse=True)
        return sorted((self.all[act] for act in found), key=lambda payload: payload.time)

    def disputed(self, target: str, kinds: Sequence[str]) -> bool:
        return any(
            payload.kind in kinds
            and target_of(payload) == target
            and not self.by_right(act)
            and not self.taken_back(act)
            for act, payload in self.all.items()
        )

    def source_state(self, one: str | None) -> str:
        if one is None or one not in self.all:
            return "active"
        if self.acts(one, "retraction"):
            return "retracted"
        states = self.acts(one, "source_status") if self.all[one].kind == "source" else []
        return states[-1].status if states else "active"

    def fallen(self) -> set[str]:
        """Everything whose children fall with it, by going round until nothing changes."""
        down: set[str] = set()
        while True:
            more = {one for one in self.all if one not in down and self.falls(one, down)}
            if not more:
                return down
            down |= more

    def falls(self, one: str, down: set[str]) -> bool:
        payload = self.all[one]
        if any(act.cascade for act in self.acts(one, "retraction")):
            return True
        if payload.kind == "source":
            states = self.acts(one, "source_status")
            return bool(states) and states[-1].status == "retracted"
        if payload.kind != "assertion":
            return False
        return payload.parent in down or self.source_state(payload.source) == "retracted"

    def outcome(self, subject: str) -> tuple[dict[str, int], dict[str, int], int]:
        """The stage of each claim that stands, how many step aside by reason, how many that stand are disputed."""
        down = self.fallen()
        kept: dict[str, int] = {}
        aside: dict[str, int] = {}
        disputed = 0
        for one, claim in self.all.items():
            if claim.kind != "assertion" or claim.subject != subject:
                continue
            reason = self.reason(one, claim, down)
            if reason:
                aside[reason] = aside.get(reason, 0) + 1
                continue
            stages = self.acts(one, "stage")
            kept[one] = LIFECYCLES.index(stages[-1].stage if stages else claim.lifecycle or "proposed")
            on_source = claim.source is not None and self.disputed(claim.source, ("retraction", "source_status"))
            disputed += on_source or self.disputed(one, ("retraction", "supersession", "stage"))
        return kept, aside, disputed

    def reason(self, one: str, claim: Any, down: set[str]) -> str:
        state = self.source_state(claim.source)
        reasons = {
            "retracted": bool(self.acts(one, "retraction")),
            "superseded": bool(self.acts(one, "supersession")),
            "source retracted": state == "retracted",
            "source quarantined": state == "quarantined",
            "parent retracted": claim.parent in down,
        }
        return next((reason for reason, applies in reasons.items() if applies), "")


def target_of(payload: Any) -> str | None:
    fields = {"retraction": "target", "supersession": "old", "stage": "target", "source_status": "source"}
    return getattr(payload, fields[payload.kind]) if payload.kind in fields else None


def _normal(scope: str | None) -> str:
    return (scope or "").removesuffix("/")
