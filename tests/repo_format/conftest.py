"""An author for the tests of the format: makes payloads, signs and seals them, and signs heads."""

from __future__ import annotations

import pytest

from repo_format import ids, objects, signature
from repo_format.head import Head
from repo_format.objects.assertion import Assertion
from repo_format.objects.retraction import Retraction
from repo_format.record import Record
from repo_format.seal import Seal

NOON = 1_767_268_800_000_000


class Author:
    """Everything follows from the name, so that every run makes the same bytes."""

    def __init__(self, name: str) -> None:
        self.secret = signature.secret_key(name.encode().ljust(32, b"\0"))
        self.public = self.secret[32:]

    def assertion(self, number: int, **fields: object) -> Assertion:
        """The assertion with this number: of its own subject, unless ``fields`` say otherwise."""
        usual: dict[str, object] = {
            "subject": f"country/{number}",
            "predicate": "population",
            "value": number,
            "confidence": 0.5,
            "tier": 3,
            "time": NOON + number,
        }
        return Assertion(author=self.public.hex(), **{**usual, **fields})  # type: ignore[arg-type]

    def retraction(self, target: bytes, time: int = NOON) -> Retraction:
        return Retraction(author=self.public.hex(), target=target.hex(), time=time)

    def signed(self, payload: objects.Payload) -> Record:
        """A record with a signature of its own."""
        data = objects.write(payload)
        object_id = ids.object_id(data)
        return Record(object_id, data, signature.sign_object(self.secret, object_id))

    def sealed(self, *payloads: objects.Payload, time: int = NOON) -> list[Record]:
        """Records under one seal, in its order."""
        written = [objects.write(payload) for payload in payloads]
        seal = Seal.sign(self.secret, time, tuple(map(ids.object_id, written)))
        return [Record(object_id, data, seal=seal) for object_id, data in zip(seal.ids, written, strict=True)]

    def erased(self, record: Record) -> Record:
        """The same record without its payload."""
        author = b"" if record.seal else self.public
        return Record(record.id, None, record.signature, record.seal, author=author)

    def head(self, count: int, previous: bytes = bytes(32), repository: bytes = b"R" * 16) -> Head:
        """A signed head; its root is that of no ids in particular."""
        made = Head(repository, count, bytes([count % 256]) * 32, previous, NOON + count, self.public)
        made.signature = self.sign_head_id(made.id)
        return made

    def sign_head_id(self, head_id: bytes) -> bytes:
        return signature.sign_head(self.secret, head_id)


@pytest.fixture(scope="session")
def alice() -> Author:
    return Author("alice")


@pytest.fixture(scope="session")
def bob() -> Author:
    return Author("bob")
