"""The side of steme: what the benchmarks do with it, through the functions that programs use."""

from __future__ import annotations

import json
from hashlib import sha256
from io import BytesIO
from pathlib import Path

from measuring import claims
from repo_format import merkle
from repo_format.head import NO_HEAD
from repo_format.objects.source import Source
from repo_format.pack.source import Source as Stream
from repo_format.storage import commits
from repo_format.storage.layout import DIRECTORY
from repo_format.wire import message
from repo_format.wire.hello import Hello
from repo_format.wire.transfer import Since
from repo_format.wire.trie import Leaves, Nodes
from steme import times
from steme.importing.options import Options
from steme.importing.run import import_stream
from steme.keys import SigningKey
from steme.query import Question
from steme.repository import Repository
from steme.serving.index_holdings import IndexHoldings
from steme.serving.service import Service

KEY = SigningKey(bytes(range(32)), "benchmark")
"""A key for made-up claims; its secret is no secret."""


def prepare(path: str, shape: str) -> None:
    """Make a repository that knows the sources of a shape and nothing else."""
    now, author, names = times.now(), KEY.public.hex(), claims.source_names(shape)
    with Repository.init(path) as repository:
        repository.add([Source(author=author, name=name, tier=4, time=now, title=name) for name in names], KEY)


def load(path: str, lines: str) -> None:
    """Import a file of claims: from opening the repository to closing it, all on the disk then."""
    with Repository.open(path) as repository, Path(lines).open("rb") as stream:
        import_stream(repository, KEY, stream, Options())


def load_by_many(path: str, lines: str) -> None:
    """Import a file of claims, those of each source under a key of its own, as many people would sign them."""
    said: dict[str, list[bytes]] = {}
    with Path(lines).open("rb") as file:
        for line in file:
            said.setdefault(json.loads(line)["source"], []).append(line)
    with Repository.open(path) as repository:
        for name, own in said.items():
            import_stream(repository, key_of(name), BytesIO(b"".join(own)), Options())


def key_of(name: str) -> SigningKey:
    """The key of one of many made-up authors."""
    return SigningKey(sha256(name.encode()).digest(), name)


def check(path: str, count: str) -> None:
    """Raise RuntimeError unless there are ``count`` objects under the root that the newest head, truly signed, names.

    The root is computed from all ids by its definition.
    """
    with Repository.open(path) as repository, repository.snapshot() as view:
        ids = view.trie.below(b"")
        head = commits.head_at(view, view.watermark.commit)
        head.check()
        if not len(ids) == head.count == int(count) or merkle.root(ids) != head.root:
            raise RuntimeError(f"{len(ids)} objects of {count}, or another root than in the head")


def reindex(path: str) -> None:
    """Make the whole index again from the segments."""
    with Repository.open(path) as repository:
        repository.store.rebuild()


def ask(repository: Repository, questions: list[tuple[str, str]]) -> None:
    """Ask every question of the newest state, each as its own answer, by the lens `recency`."""
    for subject, predicate in questions:
        repository.ask(Question(subject, predicate))


def size_on_disk(path: Path) -> tuple[int, int]:
    """Bytes of the segments and of the index of a repository, as the file system has allotted them."""
    folder = path / DIRECTORY
    return _allotted(folder / "log"), _allotted(folder / "index")


def _allotted(folder: Path) -> int:
    """The lock file of the index is left out: it is of fixed size and holds no claims."""
    return sum(file.stat().st_blocks * 512 for file in folder.iterdir() if file.name != "lock.mdb")


def serve(path: str) -> None:
    """Answer a stranger who has something else and then asks for everything."""
    with Repository.open(path) as repository:
        responder = Service(repository, None).responder(may_append=False)
        newest = IndexHoldings(repository).head()
        paths = [bytes((number >> 4, number & 15)) for number in range(256)]
        requests: list[message.Request] = [Hello(root=bytes(32)), Nodes(paths), Leaves(paths[:1])]
        requests.append(Since(NO_HEAD, newest.id if newest else NO_HEAD))
        for request in requests:
            for _ in responder.respond(Stream([message.encode(request)])):
                pass
