"""Repositories for tests of the exchange: cheap to fill, with keys that are the same in every run."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from repo_format import ids, objects
from repo_format.objects.assertion import Assertion
from repo_format.pack.source import Source
from repo_format.seal import Seal
from steme import remotes, times
from steme.keys import SigningKey
from steme.receiving.intake import PushIntake
from steme.remotes import Remote
from steme.repository import Repository
from steme.serving.index_holdings import IndexHoldings
from steme.serving.responder import Responder
from steme.transport import Access, Channel
from steme.transports.memory import MemoryChannel

ALICE = SigningKey(b"alice".ljust(32, b"."), "alice")
BOB = SigningKey(b"bob".ljust(32, b"."), "bob")
CAROL = SigningKey(b"carol".ljust(32, b"."), "carol")
NEW_YEAR = 1_767_225_600_000_000


def claim(key: SigningKey, number: int, value: object = None, subject: str = "") -> Assertion:
    """A claim that differs for every number."""
    return Assertion(
        author=key.public.hex(),
        confidence=0.9,
        predicate="size",
        subject=subject or f"thing/{number}",
        tier=2,
        time=NEW_YEAR + number,
        value=number if value is None else value,
    )


def fill(repository: Repository, key: SigningKey, numbers: Iterable[int], seal: int = 1000) -> None:
    """Add claims of these numbers, sealed, in one commit."""
    written = [(objects.write(payload), payload) for payload in (claim(key, number) for number in numbers)]
    named = [(ids.object_id(data), data, payload) for data, payload in written]
    with repository.begin() as transaction:
        for at in range(0, len(named), seal):
            group = named[at : at + seal]
            proof = Seal.sign(key.secret, NEW_YEAR, tuple(one for one, _, _ in group))
            seqs = transaction.claim_each([one for one, _, _ in group])
            entries = [
                (seq, place, one, data, payload)
                for place, (seq, (one, data, payload)) in enumerate(zip(seqs, group, strict=True))
                if seq
            ]
            transaction.add_sealed(proof, entries)
        transaction.commit(key, times.now())


def made(path: Path, key: SigningKey = ALICE, numbers: Sequence[int] = ()) -> Repository:
    """A new, open repository with claims of these numbers."""
    repository = Repository.init(str(path))
    if numbers:
        fill(repository, key, numbers)
    return repository


def root(repository: Repository) -> tuple[int, bytes]:
    """The number of objects and the root over them."""
    with repository.snapshot() as view:
        return view.count, view.trie.root(view.count)


def ref(repository: Repository, name: str) -> bytes | None:
    """The head's id that a ref names."""
    with repository.snapshot() as view:
        return view.get("refs", name.encode())


def remote(repository: Repository, other: Repository, name: str = "origin") -> Remote:
    """``other`` as a remote, by its path."""
    return remotes.add(repository, name, other.path)


def served(repository: Repository, key: SigningKey = CAROL, *, write: bool = True) -> MemoryChannel:
    """A channel to an open repository."""
    intake = PushIntake(repository, key) if write else None
    return MemoryChannel(Responder(IndexHoldings(repository), intake).respond)


class Through:
    """Stands in for ``transport.connect`` and finds a channel of the test's own for any url."""

    def __init__(self, make: Callable[[], Channel]) -> None:
        self._make = make

    def __call__(self, url: str, access: Access, *, write: bool = False) -> Channel:
        """As ``transport.connect``."""
        return self._make()


def reader(data: Iterable[bytes]) -> Source:
    """Bytes as something to read from."""
    return Source(data)
