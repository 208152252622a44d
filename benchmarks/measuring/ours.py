"""The side of steme: what the benchmarks do with it, through the functions that programs use."""

from __future__ import annotations

from pathlib import Path

from measuring import claims
from repo_format import merkle
from repo_format.objects.source import Source
from repo_format.storage import commits
from repo_format.storage.layout import DIRECTORY
from steme import times
from steme.importing.options import Options
from steme.importing.run import import_stream
from steme.keys import SigningKey
from steme.query import Question
from steme.repository import Repository

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
