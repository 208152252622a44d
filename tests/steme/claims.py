"""A small repository to ask questions of: two authors, one source, values that differ."""

from __future__ import annotations

from pathlib import Path

from repo_format.objects.assertion import Assertion
from repo_format.objects.source import Source
from repo_format.payload import Value
from steme.keys import SigningKey
from steme.repository import Repository

ALICE = SigningKey(bytes(range(32)), "alice")
BOB = SigningKey(bytes(range(1, 33)), "bob")
DAY = 86_400_000_000


def assertion(key: SigningKey, subject: str, predicate: str, value: Value, **fields: object) -> Assertion:
    """An assertion by ``key`` with moderate defaults."""
    given: dict[str, object] = {"confidence": 0.5, "tier": 4, "time": DAY, **fields}
    return Assertion(author=key.public.hex(), subject=subject, predicate=predicate, value=value, **given)  # type: ignore[arg-type]


def countries(path: Path) -> Repository:
    """An open repository with a dozen claims about two countries."""
    repository = Repository.init(str(path))
    (source,), _ = repository.add([Source(author=ALICE.public.hex(), name="census", tier=0, time=DAY)], ALICE)
    cites = source.hex()
    repository.add(
        [
            assertion(ALICE, "country/fr", "population", 67_390_000, confidence=0.9, source=cites, tier=0),
            assertion(ALICE, "country/fr", "capital", "Paris"),
            assertion(ALICE, "country/fr/paris", "population", 2_102_650),
            assertion(ALICE, "country/bi", "capital", "Bujumbura", time=2 * DAY, lifecycle="deprecated"),
            assertion(ALICE, "country/bi", "area", 27_834, unit="km2", epoch="survey-2020"),
        ],
        ALICE,
    )
    repository.add(
        [
            assertion(BOB, "country/fr", "population", 68_000_000, confidence=0.7, time=3 * DAY, tier=3),
            assertion(BOB, "country/bi", "capital", "Gitega", time=3 * DAY, lifecycle="approved"),
        ],
        BOB,
    )
    return repository
