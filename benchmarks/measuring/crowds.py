"""One question with very many claims: the hard case for a lens."""

from __future__ import annotations

import random
from collections.abc import Iterator

from measuring import ours
from repo_format import objects, signature
from repo_format.ids import object_id
from repo_format.objects.assertion import Assertion
from repo_format.objects.retraction import Retraction
from steme import lens, times
from steme.keys import SigningKey
from steme.query import Question
from steme.repository import Repository
from steme.views.definition import View

SUBJECT, PREDICATE = "drug/examplin/pancreatitis", "risk"
_VALUES = (0.002, 0.0021, 0.0019, 0.01, 0.05, 0.1, 0.11, 0.12, 0.13, 0.5)
_FIRST_TIME, _SPAN = 1_600_000_000_000_000, 10**14


def make(path: str, count: str, authors: str, taken_back: str) -> None:
    """Make a repository of ``count`` claims under one question by so many authors, ten values, all tiers, each claim
    signed for itself; their authors have ``taken_back`` some of them.
    """
    draw = random.Random(f"{count} {authors}")
    keys = [ours.key_of(f"author {number}") for number in range(int(authors))]
    with Repository.init(path) as repository, repository.begin() as transaction:
        made = []
        for number, claim in enumerate(_claims(draw, keys, int(count))):
            key = keys[number % len(keys)]
            made.append((_add(transaction, claim, key), key))
        for target, key in draw.sample(made, int(taken_back)):
            act = Retraction(author=key.public.hex(), target=target.hex(), time=_FIRST_TIME + _SPAN)
            _add(transaction, act, key)
        transaction.commit(keys[0], times.now())


def _claims(draw: random.Random, keys: list[SigningKey], count: int) -> Iterator[Assertion]:
    for number in range(count):
        yield Assertion(
            author=keys[number % len(keys)].public.hex(),
            confidence=round(draw.uniform(0.3, 1.0), 2),
            predicate=PREDICATE,
            subject=SUBJECT,
            tier=draw.randrange(6),
            time=_FIRST_TIME + draw.randrange(_SPAN),
            value=draw.choice(_VALUES),
        )


def _add(transaction: object, payload: Assertion | Retraction, key: SigningKey) -> bytes:
    data = objects.write(payload)
    identifier = object_id(data)
    transaction.add(identifier, data, payload, signature.sign_object(key.secret, identifier))  # type: ignore[attr-defined]
    return identifier


def ask(path: str, name: str) -> None:
    """Open the repository, ask the one question, and close it."""
    with Repository.open(path) as repository:
        repository.ask(Question(SUBJECT, PREDICATE, name))


def keep(path: str) -> None:
    """Have the answer by every lens kept in a view."""
    with Repository.open(path) as repository, repository.snapshot() as view:
        for name in lens.names():
            kept = View(Question(SUBJECT, PREDICATE, name))
            repository.views.add(kept, repository.timeout)
            repository.views.refresh(repository.asker(view), kept, repository.timeout)


def ask_kept(repository: Repository, name: str, times_over: int) -> None:
    """Ask the question so many times; RuntimeError where an answer does not come out of a view."""
    for _ in range(times_over):
        if repository.ask(Question(SUBJECT, PREDICATE, name)).from_view is None:
            raise RuntimeError(f"the answer by {name} did not come out of a view")
