"""A bare git repository on this disk, and visits to it as different people make them."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from repo_format import ids, objects, signature
from repo_format.objects.assertion import Assertion
from repo_format.pack.opening import Opening
from repo_format.record import Record
from steme.git_remote.address import find
from steme.git_remote.intake import GitIntake
from steme.git_remote.visit import Visit
from steme.keys import SigningKey
from steme.serving.packing import pack_records

ALICE = SigningKey(bytes(range(32)), "alice")
BOB = SigningKey(bytes(range(1, 33)), "bob")


def records(first: int, last: int, key: SigningKey = ALICE) -> list[Record]:
    """Signed claims with the numbers from ``first`` up to and without ``last``; the same whenever asked for."""
    made = []
    for number in range(first, last):
        claim = Assertion(
            author=key.public.hex(), subject="a", predicate="b", value=number, confidence=1.0, tier=3, time=number
        )
        payload = objects.write(claim)
        object_id = ids.object_id(payload)
        made.append(Record(object_id, payload, signature.sign_object(key.secret, object_id)))
    return made


def pack(held: Iterable[Record]) -> bytes:
    """A pack of these."""
    return b"".join(pack_records(Opening(bytes(16)), held))


class Place:
    """A bare repository at ``path``, with a cache of its own for each person."""

    def __init__(self, top: Path) -> None:
        self.top = top
        self.path = top / "truth.git"
        self.url = f"git+file://{self.path}"
        self.git("init", "--quiet", "--bare", str(self.path), at=top)
        self._visits: list[Visit] = []

    def git(self, *words: str, at: Path | None = None, input: bytes = b"") -> str:
        """What git says in the bare repository."""
        done = subprocess.run(["git", *words], cwd=at or self.path, input=input, capture_output=True, check=True)
        return done.stdout.decode().strip()

    def environment(self, who: str) -> dict[str, str]:
        """The surroundings of a person."""
        return {**os.environ, "XDG_CACHE_HOME": str(self.top / who)}

    def visit(self, who: str = "alice") -> Visit:
        """A visit by a person; it ends with the test, or when it is closed."""
        environment = self.environment(who)
        made = Visit(find(self.url, environment=environment), environment)
        self._visits.append(made)
        return made

    def push(self, held: Iterable[Record], who: str = "alice", key: SigningKey = ALICE) -> None:
        """One push by a person."""
        visit = self.visit(who)
        try:
            GitIntake(visit, key).take(bytes(32), 0, [pack(held)], ())
        finally:
            visit.close()

    def commit(self, files: dict[str, bytes], parents: Iterable[str] = (), mode: str = "100644") -> str:
        """A commit made by a stranger, with any content, put on refs/steme/main by force."""
        lines = b""
        for name, data in sorted(files.items()):
            oid = self.git("hash-object", "-w", "--stdin", input=data)
            lines += f"{mode} blob {oid}\t{name}\0".encode()
        tree = self.git("mktree", "-z", input=lines)
        words = ["-c", "user.name=x", "-c", "user.email=x@y", "commit-tree", tree, "-m", "x"]
        commit = self.git(*words, *(word for parent in parents for word in ("-p", parent)))
        self.git("update-ref", "refs/steme/main", commit)
        return commit

    def close(self) -> None:
        """End all visits."""
        for visit in self._visits:
            visit.close()


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    """An empty bare repository."""
    made = Place(tmp_path)
    yield made
    made.close()
