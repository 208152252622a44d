"""Which objects of the log somebody wants to see, as plain data; ``history`` applies it."""

from __future__ import annotations

from repo_format.errors import InvalidInput, shown
from repo_format.vocabulary import KINDS
from steme.patterns import check_pattern
from steme.times import parse_time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from repo_format.storage.snapshot import Snapshot
    from steme.authors import Authors


class Wanted:
    """Which objects to show; None means any. Keys and ids are hex, times microseconds by the author's clock.

    ``subject`` is as for ``patterns.questions``; ``since`` and ``until`` are both included.
    """

    __slots__ = ("author", "kind", "predicate", "since", "source", "subject", "until")

    def __init__(
        self,
        author: str | None = None,
        subject: str | None = None,
        predicate: str | None = None,
        since: int | None = None,
        until: int | None = None,
        source: str | None = None,
        kind: str | None = None,
    ) -> None:
        """Raises InvalidInput for a kind that there is not."""
        if kind is not None and kind not in KINDS:
            raise InvalidInput("kind", f"{shown(kind)} is not a kind of object; there are {', '.join(KINDS)}")
        self.author = author
        self.subject = check_pattern(subject) if subject is not None else None
        self.predicate = predicate
        self.since = since
        self.until = until
        self.source = source
        self.kind = kind

    @property
    def is_anything(self) -> bool:
        """Whether every object passes."""
        return all(getattr(self, name) is None for name in self.__slots__)


def typed(view: Snapshot, authors: Authors, words: dict[str, str | None]) -> Wanted:
    """What a person wants by words as typed, named as the fields of ``Wanted``: labels, names and beginnings of ids for
    an author and a source, times as ``times.parse_time`` reads them.

    Raises NotFound and AmbiguousId for an author or a source, InvalidInput for a time or a kind.
    """
    author, source, since, until = (words.get(name) for name in ("author", "source", "since", "until"))
    return Wanted(
        author=authors.find(view, author) if author else None,
        subject=words.get("subject"),
        predicate=words.get("predicate"),
        since=parse_time(since, field="--since") if since else None,
        until=parse_time(until, field="--until") if until else None,
        source=_source(view, source) if source else None,
        kind=words.get("kind"),
    )


def _source(view: Snapshot, text: str) -> str:
    from steme.sources import find_source  # reads objects, and with that comes msgspec

    return find_source(view, text).id.hex()
