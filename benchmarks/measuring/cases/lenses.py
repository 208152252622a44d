"""Every lens on a question with 20 candidates, in process, against the bare fetch of the same rows.

Processor time. The bare fetch is what every answer begins with: a snapshot, the numbers of subject and predicate looked
up, the index rows read (`Snapshot.rows`) and made into candidates. `Repository.ask` does that too, looks whether
anything was said about the claims, picks a winner, weighs every value and scores the conflict. Below it the lens alone:
from candidates in memory to its resolution. A round is 1,000 questions drawn at random.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING

from measuring import claims
from measuring.ground import Ground
from measuring.line import Line, at_most, compared
from measuring.rounds import Sample, cpus, take_turns, timed
from repo_format.storage import tables
from repo_format.storage.terms import key_of
from steme import lens
from steme.candidate import Candidate, candidates
from steme.context import NEUTRAL
from steme.query import Question
from steme.repository import Repository

if TYPE_CHECKING:
    from repo_format.storage.snapshot import Snapshot

_QUESTIONS = 1_000
_FLOOR = "the bare rows"
_MICRO = 1e6

Pair = tuple[str, str]


def measure(ground: Ground) -> Iterator[Line]:
    """Every lens as a whole question, then by itself."""
    known = claims.questions(ground.lines(claims.CONTESTED))
    draw = random.Random(1)
    with Repository.open(str(ground.repository(claims.CONTESTED))) as repository:

        def side(work: Callable[[Pair], object]) -> Sample:
            drawn = draw.choices(known, k=_QUESTIONS)
            return timed(lambda: [work(pair) for pair in drawn])

        def alone(name: str) -> Sample:
            resolve = lens.load(name)
            with repository.snapshot() as view:
                found = [fetch(view, pair) for pair in draw.choices(known, k=_QUESTIONS)]
            return timed(lambda: [resolve(each, NEUTRAL) for each in found])

        sides = {_FLOOR: partial(side, partial(_bare, repository))}
        sides |= {name: partial(side, partial(_ask, repository, name)) for name in lens.names()}
        sides |= {f"  {name}, the lens alone": partial(alone, name) for name in lens.names()}
        take_turns(sides, 1)  # everything has been read once
        samples = take_turns(sides, ground.rounds * 2)
    taken = {name: [second / _QUESTIONS * _MICRO for second in cpus(samples[name])] for name in sides}
    for name in sides:
        if name != _FLOOR:
            goal = None if name.startswith(" ") else at_most(1.5)
            yield compared(name, "us", taken[name], _FLOOR, taken[_FLOOR], goal)


def fetch(view: Snapshot, pair: Pair) -> list[Candidate]:
    """The candidates of a question, as they stand in the index."""
    subject = view.term(key_of(tables.TERM_SUBJECT, pair[0]))
    return candidates(view.rows(subject, view.term(key_of(tables.TERM_PREDICATE, pair[1]))))


def _bare(repository: Repository, pair: Pair) -> list[Candidate]:
    with repository.snapshot() as view:
        return fetch(view, pair)


def _ask(repository: Repository, name: str, pair: Pair) -> object:
    return repository.ask(Question(*pair, name))
