"""Repositories to be served, and one that takes pushes without the checks of a real one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from repo_format import ids, objects, signature
from repo_format.head import Head
from repo_format.objects.assertion import Assertion
from repo_format.pack.source import Source
from repo_format.seal import Seal
from repo_format.wire import message
from steme.repository import Repository
from steme.serving.responder import Responder

NOON = 1_767_268_800_000_000


class Key:
    """Signs, as keys of the library do."""

    def __init__(self, name: bytes) -> None:
        self.secret = signature.secret_key(name.ljust(32, b"\0"))
        self.public = self.secret[32:]

    def sign_head_id(self, head_id: bytes) -> bytes:
        return signature.sign_head(self.secret, head_id)


class Intake:
    """Takes everything and remembers it."""

    max_objects = 1000
    max_bytes = 100_000

    def __init__(self, newest: Head | None) -> None:
        self.head = newest
        self.taken: list[tuple[bytes, int, bytes, list[str]]] = []

    added, present, kept_tags = 3, 2, ("refs/tags/old",)

    def waiting(self, transfer: bytes) -> tuple[int, bytes]:
        return 77, b"c" * 32

    def take(self, transfer: bytes, offset: int, pack: Source, refs: tuple[tuple[str, Head], ...]) -> Intake:
        assert pack.offset == offset
        data = b""
        while piece := pack.read(1000):
            data += piece
        self.taken.append((transfer, offset, data, [name for name, _ in refs]))
        return self


def sealed_claims(repository: Repository, key: Key, numbers: range) -> Head:
    """One commit of claims under one seal."""
    author = key.public.hex()
    payloads = [
        Assertion(
            author=author, subject=f"s/{n}", predicate="p", value=n, confidence=0.5, tier=3, time=NOON + n
        )
        for n in numbers
    ]  # fmt: skip
    written = [objects.write(payload) for payload in payloads]
    proof = Seal.sign(key.secret, NOON, tuple(map(ids.object_id, written)))
    with repository.begin() as transaction:
        seqs = transaction.claim_each(proof.ids)
        transaction.add_whole(proof, seqs[0], written, payloads)
        return transaction.commit(key, NOON).head


class Served:
    """A repository of 900 objects in three commits."""

    def __init__(self, folder: Path) -> None:
        self.key = Key(b"alice")
        self.repository = Repository.init(str(folder))
        self.heads = [sealed_claims(self.repository, self.key, range(at, at + 300)) for at in (0, 300, 600)]


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    made = Served(tmp_path_factory.mktemp("served"))
    yield made
    made.repository.close()


@pytest.fixture
def intake(served: Served) -> Intake:
    return Intake(served.heads[-1])


Ask = Callable[[Responder, object], tuple[object, bytes]]


@pytest.fixture(scope="session")
def ask() -> Ask:
    """``ask(responder, message or bytes, pack)``: the message that answers, and what stands behind it."""

    def run(responder: Responder, request: object, pack: bytes = b"") -> tuple[object, bytes]:
        data = request if isinstance(request, bytes) else message.encode(request)  # type: ignore[arg-type]
        pieces = list(responder.respond(Source([data, pack])))
        assert all(pieces)
        source = Source(pieces)
        return message.read(source), source.take(1 << 30)

    return run
