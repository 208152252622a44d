"""Questions and answers as values; ``asking.py`` leads from one to the other."""

from __future__ import annotations

from repo_format.storage import tables
from steme.filters import Filters

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from repo_format.storage.snapshot import Snapshot
    from steme.candidate import Candidate, ValueKey
    from steme.decay import Decay
    from steme.lens import Resolution

DEFAULT_LENS = "recency"


class Question:
    """A subject, a predicate, a lens by name, filters, and the ways in which it differs from the plain question.

    ``include`` asks back in what would step aside (reasons of ``standing``), ``decay`` lets confidences age, and with a
    ``tolerance`` (0 to 1) numbers that differ by no more than this share count as one value.
    """

    __slots__ = ("decay", "filters", "include", "lens", "predicate", "subject", "tolerance")

    def __init__(
        self,
        subject: str,
        predicate: str,
        lens: str = DEFAULT_LENS,
        filters: Filters | None = None,
        include: frozenset[str] = frozenset(),
        decay: Decay | None = None,
        tolerance: float = 0.0,
    ) -> None:
        self.subject = subject
        self.predicate = predicate
        self.lens = lens
        self.filters = filters or Filters()
        self.include = include
        self.decay = decay
        self.tolerance = tolerance

    def about(self, subject: str, predicate: str) -> Question:
        """The same question about something else."""
        return Question(subject, predicate, self.lens, self.filters, self.include, self.decay, self.tolerance)

    def but(self, **changed: Any) -> Question:
        """The same question with other values for the fields that are named."""
        return Question(**{name: getattr(self, name) for name in self.__slots__} | changed)

    @property
    def key(self) -> tuple[object, ...]:
        """Equal for questions that are asked in the same way; hashable. What it holds is all that an answer depends on
        beside the repository, its policy and the roots of trust.
        """
        decay = None if self.decay is None else (self.decay.days,)
        return (self.subject, self.predicate, self.lens, self.filters.key, self.include, decay, self.tolerance)

    @property
    def is_plain(self) -> bool:
        """Whether nothing but subject, predicate and lens was chosen."""
        return self.key[3:] == PLAIN


PLAIN = Question("", "").key[3:]
"""That part of a question's ``key`` which says how it differs from the plain question."""


class Answer:
    """A resolution and what it was made from.

    ``candidates``, ascending by seq, carry their ids. ``aside`` counts by reason what did not take part, ``disputed``
    the candidates that somebody without the right to it spoke against, and ``also`` lists the other names of the
    subject whose claims took part. ``counted`` says of a candidate, by seq, which value it counts as where that is not
    its own (``alike.py``); ``unlike`` are units that could not be compared for want of the library. ``from_view`` says
    which view gave it, None where it was found among the claims.
    """

    __slots__ = (
        "also", "aside", "candidates", "counted", "disputed", "from_view", "question", "resolution", "unlike", "value",
        "winner",
    )  # fmt: skip

    def __init__(
        self, question: Question, found: list[Candidate], aside: dict[str, int], resolution: Resolution, view: Snapshot
    ) -> None:
        self.question = question
        self.candidates = found
        self.aside = aside
        self.resolution = resolution
        self.disputed = 0
        self.also: list[str] = []
        self.counted: dict[int, ValueKey] = {}
        self.unlike: tuple[str, ...] = ()
        self.from_view: FromView | None = None
        winner = resolution.winner
        self.winner = winner.id if winner else None
        self.value = value_of(view, winner.value_key, winner.seq) if winner else None

    def counts_as(self, one: Candidate) -> ValueKey:
        """The value that a candidate counts as: its own one, where nothing brought it together with others."""
        return self.counted.get(one.seq) or one.value_key


class FromView:
    """Where an answer comes from. ``id`` is the view's; ``made`` is when it was resolved (microseconds).

    ``behind`` is how many objects the view has not taken in, 0 for an answer that is exact; then ``stale_since`` says
    when it ceased to be known for exact (None where it is exact).
    """

    __slots__ = ("asked", "behind", "id", "made", "stale_since")

    def __init__(self, view_id: str, made: int, asked: int, behind: int = 0, stale_since: int | None = None) -> None:
        self.id = view_id
        self.made = made
        self.asked = asked
        self.behind = behind
        self.stale_since = stale_since

    @property
    def age(self) -> float:
        """Seconds from when it was resolved to when it was asked for."""
        return max(0, self.asked - self.made) / 1_000_000


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
