"""Forgeries: bytes changed by somebody who can recompute every id and every chain hash, and cannot sign for others.

Nothing that differs from what its author signed may be taken, and whatever is offered, only errors of ours come back.
"""

from __future__ import annotations

import random
import tempfile
from collections.abc import Callable
from pathlib import Path

from mutation import relinking, specimen
from mutation.specimen import ALICE, BOB, NOON
from mutation.summary import Summary
from repo_format import frame, head, ids, objects, signature
from repo_format.checking.check import check
from repo_format.errors import BadSignature, StemeError
from repo_format.record import Record
from repo_format.seal import Seal
from repo_format.verification import Verifier

WAYS = ("bit", "byte", "truncate", "extend", "insert", "remove", "splice")
_LOGS = 12
"""One round in so many offers a whole log, which takes longer."""


def mutate(data: bytes, other: bytes, chance: random.Random) -> bytes:
    """The bytes, changed in one of ``WAYS``; ``other`` lends pieces."""
    at = chance.randrange(len(data))
    end = min(len(data), at + chance.randrange(1, 40))
    match chance.choice(WAYS):
        case "bit":
            return data[:at] + bytes((data[at] ^ 1 << chance.randrange(8),)) + data[at + 1 :]
        case "byte":
            return data[:at] + chance.randbytes(1) + data[at + 1 :]
        case "truncate":
            return data[:at]
        case "extend":
            return data + chance.randbytes(chance.randrange(1, 80))
        case "insert":
            return data[:at] + chance.choice((b"\0", b" ", b",", chance.randbytes(3))) + data[at:]
        case "remove":
            return data[:at] + data[end:]
    start = chance.randrange(len(other))
    return data[:at] + other[start : start + end - at] + data[end:]


class Offer:
    """What is forged: genuine objects, a seal over some of them, a head, frames, and a whole small log."""

    def __init__(self, parent: Path) -> None:
        self.payloads = [objects.write(BOB.claim(number, note=f"number {number}")) for number in range(20)]
        self.signatures = [signature.sign_object(BOB.secret, ids.object_id(one)) for one in self.payloads]
        self.seal = Seal.sign(BOB.secret, NOON, tuple(map(ids.object_id, self.payloads[:10])))
        self.head = head.Head(b"R" * 16, 5, b"r" * 32, bytes(32), NOON, ALICE.public)
        self.head.signature = ALICE.sign_head_id(self.head.id)
        self.parent = parent
        relinking.build(parent)
        self.log = relinking.read(parent)

    def object(self, chance: random.Random) -> str:
        """A changed payload under its own new id, with the old signature or the old seal."""
        place = chance.randrange(10)
        genuine = self.payloads[place]
        forged = mutate(genuine, chance.choice(self.payloads), chance)
        if chance.random() < 0.5:
            record = Record(ids.object_id(forged), forged, self.signatures[place])
        else:
            record = Record(ids.object_id(forged), forged, seal=self.seal)
        Verifier().check(record)
        sealed_too = record.seal is not None and forged in self.payloads[:10]
        return "" if forged == genuine or sealed_too else "a changed object"

    def reissued(self, chance: random.Random) -> str:
        """A changed payload whose new id stands in the seal, under the old signature."""
        place = chance.randrange(10)
        forged = mutate(self.payloads[place], self.payloads[19], chance)
        listed = list(self.seal.ids)
        listed[place] = ids.object_id(forged)
        seal = Seal(BOB.public, NOON, tuple(listed), self.seal.signature)
        Verifier().check(Record(listed[place], forged, seal=seal))
        return "" if seal == self.seal else "an object under a changed seal"

    def adopted(self, chance: random.Random) -> str:
        """Somebody else's object under the forger's own good seal."""
        payload = chance.choice(self.payloads)
        seal = Seal.sign(ALICE.secret, NOON, (ids.object_id(payload),))
        Verifier().check(Record(seal.ids[0], payload, seal=seal))
        return "an object sealed by somebody else"

    def sealed(self, chance: random.Random) -> str:
        """Changed bytes of a seal."""
        forged = mutate(self.seal.encode(), self.seal.encode(), chance)
        seal = Seal.decode(forged)
        seal.verify()
        return "" if seal == self.seal else "a changed seal"

    def headed(self, chance: random.Random) -> str:
        """Changed bytes of a head."""
        forged = mutate(self.head.encode(), self.head.encode(), chance)
        decoded = head.decode(forged)
        decoded.check()
        return "" if decoded == self.head else "a changed head"

    def framed(self, chance: random.Random) -> str:
        """Changed bytes of a chain of frames."""
        genuine = relinking.link(self.log)
        forged = mutate(genuine, genuine, chance)
        read = [(one.kind, one.flags, one.body) for one in frame.unchain(forged, frame.START)]
        return "" if self.log[: len(read)] == read else "a changed frame"

    def relinked(self, chance: random.Random) -> str:
        """A whole log with a changed body, every chain hash and every root recomputed, heads signed by the forger."""
        place = chance.choice([n for n, (kind, _, _) in enumerate(self.log) if kind != frame.OPENING])
        kind, flags, body = self.log[place]
        forged = [*self.log]
        forged[place] = (kind, flags, mutate(body, self.log[chance.randrange(len(self.log))][2], chance))
        relinking.write(self.parent, relinking.with_new_heads(forged))
        report = check(str(self.parent), index=False)
        if report.is_damaged or forged == self.log:
            raise BadSignature("found")
        held = {one for part in specimen.parts(self.parent) for one in part.ids}
        return "" if held <= set(map(ids.object_id, self.payloads)) else "a log with a changed object"


def run(seed: int, rounds: int) -> Summary:
    """Offer ``rounds`` forgeries."""
    summary, chance = Summary("forgeries", seed), random.Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        offer = Offer(Path(folder))
        quick = (offer.object, offer.object, offer.reissued, offer.adopted, offer.sealed, offer.headed, offer.framed)
        for number in range(rounds):
            kind: Callable[[random.Random], str] = offer.relinked if number % _LOGS == 0 else chance.choice(quick)
            try:
                taken = kind(chance)
            except StemeError:
                summary.count("refused")
            except Exception as error:  # noqa: BLE001 - whatever it is, it is a violation
                summary.violations.append(f"round {number}, {kind.__name__}: {type(error).__name__}: {error}")
            else:
                summary.count("unchanged")
                if taken:
                    summary.violations.append(f"round {number}, {kind.__name__}: {taken} was taken")
            summary.count("offered")
    return summary
