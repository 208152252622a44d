"""Questions and answers as values; ``asking.py`` leads from one to the other."""

from __future__ import annotations

from repo_format.storage import tables
from steme.filters import Filters

TYPE_CHECKING = False
if TYPE_CHECKING:
    from repo_format.storage.snapshot import Snapshot
    from steme.candidate import Candidate
    from steme.decay import Decay
    from steme.lens import Resolution

DEFAULT_LENS = "recency"


class Question:
    """A subject, a predicate, a lens by name, filters, and the ways in which it differs from the plain question.

    ``include`` asks back in what would step aside (reasons of ``standing``), ``decay`` lets confidences age.
    """

    __slots__ = ("decay", "filters", "include", "lens", "predicate", "subject")

    def __init__(
        self,
        subject: str,
        predicate: str,
        lens: str = DEFAULT_LENS,
        filters: Filters | None = None,
        include: frozenset[str] = frozenset(),
        decay: Decay | None = None,
    ) -> None:
        self.subject = subject
        self.predicate = predicate
        self.lens = lens
        self.filters = filters or Filters()
        self.include = include
        self.decay = decay

    def about(self, subject: str, predicate: str) -> Question:
        """The same question about something else."""
        return Question(subject, predicate, self.lens, self.filters, self.include, self.decay)


class Answer:
    """A resolution and what it was made from.

    ``candidates``, ascending by seq, carry their ids. ``aside`` counts by reason what did not take part, ``disputed``
    the candidates that somebody without the right to it spoke against, and ``also`` lists the other names of the
    subject whose claims took part.
    """

    __slots__ = ("also", "aside", "candidates", "disputed", "question", "resolution", "value", "winner")

    def __init__(
        self, question: Question, found: list[Candidate], aside: dict[str, int], resolution: Resolution, view: Snapshot
    ) -> None:
        self.question = question
        self.candidates = found
        self.aside = aside
        self.resolution = resolution
        self.disputed = 0
        self.also: list[str] = []
        winner = resolution.winner
        self.winner = winner.id if winner else None
        self.value = value_of(view, winner.value_key, winner.seq) if winner else None


class Reference:
    """A value that is another subject."""

    __slots__ = ("subject",)

    def __init__(self, subject: str) -> None:
        self.subject = subject

    def __str__(self) -> str:
        return f"→ {self.subject}"


def value_of(view: Snapshot, key: tuple[int, int, float, int], seq: int) -> int | float | str | bool | Reference:
    """The value behind a candidate's ``value_key``; whole numbers come back as integers.

    A text that is too long for the index is read from the object ``seq``.
    """
    kind, term, number, _ = key
    if kind == tables.NUMBER:
        return int(number) if number.is_integer() and abs(number) < 1e21 else number
    if kind == tables.BOOLEAN:
        return bool(number)
    text = view.text(term)
    if kind == tables.REFERENCE:
        return Reference(text)
    return text or _long_text(view, seq)


def _long_text(view: Snapshot, seq: int) -> str:
    from repo_format import verification  # msgspec, for the rare value of more than 400 bytes

    return str(getattr(verification.read(view.record(seq)), "value", ""))


def unit_of(view: Snapshot, key: tuple[int, int, float, int]) -> str:
    """The unit of a value, "" for none."""
    return view.text(key[3]) if key[3] else ""
