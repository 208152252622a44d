"""Random histories in which everything happens that can move an answer, in an order in which much comes too early."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import Any

from repo_format import ids, objects, signature
from repo_format.objects.agent import Agent
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
from repo_format.payload import Payload
from repo_format.vocabulary import LIFECYCLES
from steme.civil import DAY
from steme.lens import Layer, Resolution
from steme.query import Answer
from steme.repository import Repository
from steme.scoring import Side
from tests.steme.acts.world import ALICE, BOB, CAROL, DAVE, KEYS

PEOPLE = (ALICE, BOB, CAROL, DAVE)
SUBJECTS = ("s", "s", "s", "t", "u/v")
EPOCHS = ("old", "new")
KINDS = {
    "assertion": 40, "source": 3, "retraction": 6, "supersession": 3, "stage": 4, "source_status": 4, "vote": 8,
    "delegation": 3, "alias": 1, "epoch": 2, "outcome": 2, "rotation": 0.5, "revocation": 0.5,
}  # fmt: skip


def history(chance: Random, size: int) -> list[Payload]:
    """Payloads, most of which come after what they refer to."""
    kinds = {kind: weight for kind, weight in KINDS.items() if kind == "assertion" or chance.random() < 0.6}
    made: dict[str, Any] = {}
    while len(made) < size:
        (kind,) = chance.choices(list(kinds), list(kinds.values()))
        payload = _payload(kind, chance, made)
        if payload is not None:
            made[ids.object_id(objects.write(payload)).hex()] = payload
    found = list(made.values())
    for _ in range(size // 6):
        found.insert(chance.randrange(size), found.pop(chance.randrange(size)))
    return found


def _payload(kind: str, chance: Random, made: dict[str, Any]) -> Payload | None:
    common: Any = {"author": chance.choice(PEOPLE).public.hex(), "time": chance.randint(1, 40) * DAY}
    if kind in _TARGETS:
        target = _some(chance, made, *_TARGETS[kind])
        if target is not None and chance.random() < 0.6:
            common["author"] = made[target].author
        return None if target is None else _act(kind, chance, made, common, target)
    match kind:
        case "assertion":
            return _assertion(chance, made, common)
        case "source":
            return Source(**common, name=f"source-{len(made)}")
        case "alias":
            alias, subject = chance.sample(("s", "t", "u/v"), 2)
            return Alias(**common, alias=alias, subject=subject)
        case "epoch":
            name, elder = chance.sample(EPOCHS, 2)
            return Epoch(**common, name=name, supersedes=elder if chance.random() < 0.7 else None)
    return _of_trust(kind, chance, common)


def _of_trust(kind: str, chance: Random, common: Any) -> Payload:
    other = chance.choice([one for one in PEOPLE if one.public.hex() != common["author"]])
    match kind:
        case "delegation":
            expires = common["time"] + chance.randint(1, 90) * DAY if chance.random() < 0.6 else None
            scope = chance.choice((None, None, "s", "u/"))
            weight = chance.choice((0, 0.4, 0.9))
            return Delegation(**common, delegate=other.public.hex(), weight=weight, scope=scope, expires=expires)
        case "rotation":
            key = KEYS[common["author"]]
            proof = signature.sign(other.secret, signature.rotation_message(key.public, other.public)).hex()
            return Agent(**common, action="rotation", new_key=other.public.hex(), new_key_signature=proof)
    return Agent(**common, action="revocation")


_ANY_ACT = ("retraction", "supersession", "stage", "source_status", "vote", "alias", "epoch")
_TARGETS = {
    "retraction": ("assertion", "assertion", "source", *_ANY_ACT),
    "supersession": ("assertion",),
    "stage": ("assertion",),
    "vote": ("assertion",),
    "outcome": ("assertion",),
    "source_status": ("source", "source", "assertion"),
}


def _assertion(chance: Random, made: dict[str, Any], common: Any) -> Assertion:
    parent = _some(chance, made, "assertion", "source") if chance.random() < 0.15 else None
    source = _some(chance, made, "source", "assertion") if chance.random() < 0.3 else None
    value: Any = chance.choice((0, 1, 1, 2, 81.5, "a", "b", True))
    unit = chance.choice(("mg", None, None)) if isinstance(value, float) else None
    return Assertion(
        **common, subject=chance.choice(SUBJECTS), predicate=chance.choice("ppq"), value=value, unit=unit,
        confidence=chance.choice((0, 0.3, 0.5, 0.5, 0.9, 1)), tier=chance.choice((0, 2, 2, 5)), source=source,
        parent=parent, epoch=chance.choice((None, *EPOCHS)), lifecycle=chance.choice((None, None, "deprecated")),
    )  # fmt: skip


def _act(kind: str, chance: Random, made: dict[str, Any], common: Any, target: str) -> Payload | None:
    match kind:
        case "retraction":
            return Retraction(**common, target=target, cascade=chance.choice((True, None)))
        case "supersession":
            new = _some(chance, made, "assertion")
            return Supersession(**common, old=target, new=new) if new and new != target else None
        case "stage":
            return Stage(**common, target=target, stage=chance.choice(LIFECYCLES))
        case "source_status":
            return SourceStatus(**common, source=target, status=chance.choice(("active", "quarantined", "retracted")))
        case "outcome":
            return Outcome(**common, target=target, correct=chance.choice((True, False)))
    return Vote(**common, target=target, weight=chance.choice((-1, 0, 0.5, 1)))


def _some(chance: Random, made: dict[str, Any], *kinds: str) -> str | None:
    kind = chance.choice(kinds)
    among = [one for one, payload in made.items() if payload.kind == kind]
    return chance.choice(among) if among else None


def commit(repository: Repository, payloads: Sequence[Payload], now: int) -> None:
    """Add payloads, signed by their authors, in one commit received at ``now``."""
    with repository.begin() as transaction:
        for payload in payloads:
            data = objects.write(payload)
            one = ids.object_id(data)
            transaction.add(one, data, payload, signature.sign_object(KEYS[payload.author].secret, one))
        transaction.commit(ALICE, now)


def facts(answer: Answer) -> dict[str, object]:
    """Everything that an answer says, but where it comes from."""
    return {
        "value": str(answer.value),
        "winner": answer.winner,
        "aside": answer.aside,
        "order": list(answer.aside),
        "disputed": answer.disputed,
        "also": answer.also,
        "claims": len(answer.candidates),
        "candidates": list(answer.candidates),
        "resolution": _resolution(answer.resolution),
    }


def _resolution(made: Resolution) -> dict[str, object]:
    names = ("lens", "winner", "confidence", "conflict", "cross_conflict", "status", "aside")
    plain: dict[str, object] = {name: getattr(made, name) for name in names}
    few = [_side(side, 4) for side in made.sides[:12]]
    sides = [_side(side, None) for side in made.sides]
    return {**plain, "few": few, "sides": sides, "layers": [_layer(one) for one in made.layers]}


def _side(side: Side, most: int | None) -> tuple[object, ...]:
    return (side.value, side.support, side.share, len(side.voices), list(side.voices[:most]))


def _layer(layer: Layer) -> tuple[object, ...]:
    return (layer.tier, layer.count, _resolution(layer.resolution))
