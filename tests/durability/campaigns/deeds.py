"""What the campaigns against disks have a process do, and what must be true of a deed that failed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from invariants import check

from campaigns import claims
from repo_format.errors import StorageFailed
from steme.query import Question
from steme.repository import Repository

KEY = claims.key(5)

Deed = Callable[[Repository, int], list[claims.Offer]]
"""Does something with an open repository and a number of its own; returns what it wrote."""


def assert_one(repository: Repository, number: int) -> list[claims.Offer]:
    """One claim."""
    offers = [claims.claim(KEY, number * 1000)]
    repository.add([offers[0][2]], KEY)
    return offers


def import_many(repository: Repository, number: int) -> list[claims.Offer]:
    """A sealed import of some hundred claims, more than the appender keeps in memory in these campaigns."""
    offers = [claims.claim(KEY, number * 1000 + i) for i in range(1, 300)]
    claims.add_sealed(repository, KEY, offers, 10**15)
    return offers


def tag(repository: Repository, number: int) -> list[claims.Offer]:
    """A tag on the newest head."""
    with repository.snapshot() as view:
        head = view.get("refs", b"refs/heads/main")
    if head is not None:
        repository.tag(f"v{number}", head, KEY)
    return []


def rebuild(repository: Repository, number: int) -> list[claims.Offer]:
    """A new index."""
    repository.store.rebuild()
    return []


DEEDS: dict[str, Deed] = {"assert": assert_one, "import": import_many, "tag": tag, "rebuild": rebuild}


def attempt(top: str, deed: Deed, number: int) -> tuple[bool, list[bytes], list[str]]:
    """Open, read, do it, read again. Returns whether it was acknowledged, its ids, and what went wrong.

    Reading must work whatever the disk is like; the deed may fail, but only with StorageFailed.
    """
    wrong: list[str] = []
    written: list[claims.Offer] = []
    done = False
    try:
        with Repository.open(top) as repository:
            _read(repository)
            try:
                written = deed(repository, number)
                done = True
            except StorageFailed as error:
                if "\n" in str(error) or len(str(error)) > 400:
                    wrong.append(f"not a sentence: {error}")
            except Exception as error:  # noqa: BLE001 - any other class is a violation
                wrong.append(f"the deed failed with {type(error).__name__}: {error}")
            _read(repository)
        with Repository.open(top) as repository:
            _read(repository)
    except Exception as error:  # noqa: BLE001 - reading needs no space
        wrong.append(f"reading failed with {type(error).__name__}: {error}")
    return done, [identifier for identifier, _, _ in written], wrong


def _read(repository: Repository) -> None:
    repository.ask(Question("campaign/0", "p0"))
    with repository.snapshot() as view:
        if view.count:
            view.record(1)


def after(top: str | Path, number: int, acked: set[bytes], rebuild: bool = False) -> list[str]:
    """With a healthy disk again: the repository takes a claim and holds what was acknowledged and nothing else."""
    with Repository.open(str(top)) as repository:
        acked.update(identifier for identifier, _, _ in assert_one(repository, number))
    return check(top, acked, acked, rebuild=rebuild)
