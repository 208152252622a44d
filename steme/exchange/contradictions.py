"""What came and contradicts what is here: questions that were not contested and now are, or have one more value."""

from __future__ import annotations

from itertools import islice

from repo_format.storage import tables
from steme import query
from steme.difference import with_questions
from steme.filters import Filters
from steme.history import entries
from steme.scoring import CONTESTED
from steme.wanted import Wanted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from steme.asking import Asker
    from steme.exchange.results import Fetched
    from steme.query import Answer
    from steme.repository import Repository

LISTED = 100
ASKED = 2_000
"""So many questions are asked, before and after; about a second."""

_FEW = 5_000
"""Up to so many objects are read one by one, also votes and retractions; of more the claims are looked up."""

_LENS = "skeptic"


def find(repository: Repository, low: int, high: int, fetched: Fetched) -> None:
    """Put into ``fetched`` the questions that the objects with a seq above ``low`` and up to ``high`` made contested,
    and the contested ones to which they brought another value.

    Nothing is looked for where there was nothing before.
    """
    if not 0 < low < high:
        return
    touched = _read(repository, low, high) if high - low <= _FEW else _looked_up(repository, low)
    asked = list(islice(touched, ASKED))
    fetched.unchecked = sum(1 for _ in touched)
    with repository.snapshot() as view:
        asker = repository.asker(view)
        for question in asked:
            _compare(asker, question, low, high, fetched)


def _compare(asker: Asker, question: tuple[str, str], low: int, high: int, fetched: Fetched) -> None:
    from steme.exchange.results import Contradiction

    after = _ask(asker, question, high).resolution
    if len(after.sides) < 2 or after.conflict < CONTESTED:
        return
    before = _ask(asker, question, low).resolution
    states = (before.status, before.conflict), (after.status, after.conflict)
    if before.conflict < CONTESTED or len(before.sides) < 2:
        fetched.contradicted += 1
        if fetched.contradicted <= LISTED:
            fetched.contradictions.append(Contradiction(question, *states))
    elif {side.value for side in after.sides} - {side.value for side in before.sides}:
        fetched.widened += 1
        if fetched.widened <= LISTED:
            fetched.widenings.append(Contradiction(question, *states))


def _ask(asker: Asker, question: tuple[str, str], bound: int) -> Answer:
    return asker.ask(query.Question(*question, _LENS, Filters(known_at=bound)))


def _read(repository: Repository, low: int, high: int) -> Iterator[tuple[str, str]]:
    found = entries(repository, Wanted(), oldest_first=True, after=low, upto=high)
    return iter(dict.fromkeys(question for _, question in with_questions(repository, found) if question))


def _looked_up(repository: Repository, low: int) -> Iterator[tuple[str, str]]:
    """Questions with a claim that came and another value beside it."""
    with repository.snapshot() as view:
        for subject, predicate, rows in view.questions():
            if _is_touched(rows, low):
                yield view.text(subject), view.text(predicate)


def _is_touched(rows: bytes, low: int) -> bool:
    if tables.U32.unpack_from(rows, len(rows) - tables.LENS_ROW.size)[0] <= low:
        return False
    return len({(row[12], row[3], row[4], row[8]) for row in tables.LENS_ROW.iter_unpack(rows)}) > 1
