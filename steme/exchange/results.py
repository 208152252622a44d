"""What an exchange returns: plain facts for whoever shows them. Ids are bytes, keys hex digits, times microseconds."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from repo_format.head import Head
    from repo_format.wire.fields import Tags


class Traffic:
    """Requests with their responses, and the bytes of messages and packs each way."""

    __slots__ = ("received", "round_trips", "sent")

    def __init__(self) -> None:
        self.round_trips = self.sent = self.received = 0

    def __repr__(self) -> str:
        return f"Traffic({self.round_trips} round trips, {self.sent} sent, {self.received} received)"


class Arrivals:
    """Objects that came, or went, counted by kind and by author (hex), the most first; ``names`` has words for authors
    who have any. ``erased`` of them have no payload.
    """

    __slots__ = ("authors", "erased", "kinds", "names", "objects")

    def __init__(self) -> None:
        self.objects = self.erased = 0
        self.kinds: dict[str, int] = {}
        self.authors: dict[str, int] = {}
        self.names: dict[str, str] = {}


class Contradiction:
    """A question that what came made contested, or brought another value to: its status and conflict score before and
    now.
    """

    __slots__ = ("after", "before", "conflict", "conflict_before", "predicate", "subject")

    def __init__(self, question: tuple[str, str], before: tuple[str, float], after: tuple[str, float]) -> None:
        self.subject, self.predicate = question
        self.before, self.conflict_before = before
        self.after, self.conflict = after


class Rollback:
    """A remote that offers less than it did: the newest head that it showed before, the one it shows now (None: none),
    and how many objects that it had are known to be gone.
    """

    __slots__ = ("had", "has", "missing")

    def __init__(self, had: Head, has: Head | None, missing: int = 0) -> None:
        self.had = had
        self.has = has
        self.missing = missing


class Outcome:
    """What fetching and pushing have in common.

    ``head`` is their newest, None where they have none; ``ahead`` and ``behind`` how far apart the two are now;
    ``resumed`` bytes were left from an earlier attempt; ``notes`` are sentences for a person.
    """

    __slots__ = (
        "ahead", "arrivals", "behind", "dry_run", "head", "new_signer", "notes", "remote", "resumed", "rolled_back",
        "traffic", "url",
    )  # fmt: skip

    def __init__(self, remote: str, url: str, dry_run: bool, traffic: Traffic) -> None:
        self.remote = remote
        self.url = url
        self.dry_run = dry_run
        self.traffic = traffic
        self.head: Head | None = None
        self.arrivals = Arrivals()
        self.rolled_back: Rollback | None = None
        self.new_signer: bytes | None = None
        self.notes: list[str] = []
        self.ahead = self.behind = self.resumed = 0


class Fetched(Outcome):
    """``present`` objects came and were here. ``contradicted`` questions became contested, of which some are listed in
    ``contradictions``; ``widened`` ones were contested and have another value now, listed in ``widenings``;
    ``unchecked`` were too many to be looked at.

    Tags by full name with the id of their head: those that were set, those that were kept because they name another
    head here, and those that were not taken, with the reason.
    """

    __slots__ = (
        "contradicted", "contradictions", "present", "tags_kept", "tags_refused", "tags_set", "unchecked", "widened",
        "widenings",
    )  # fmt: skip

    def __init__(self, remote: str, url: str, dry_run: bool, traffic: Traffic) -> None:
        super().__init__(remote, url, dry_run, traffic)
        self.present = self.contradicted = self.widened = self.unchecked = 0
        self.contradictions: list[Contradiction] = []
        self.widenings: list[Contradiction] = []
        self.tags_set: dict[str, bytes] = {}
        self.tags_kept: dict[str, bytes] = {}
        self.tags_refused: dict[str, str] = {}


class Pushed(Outcome):
    """``offered`` objects were sent, of which ``added`` were new there and ``present`` were not. Tags by full name:
    those sent, and those that name another head there and were kept.
    """

    __slots__ = ("added", "offered", "present", "tags_kept", "tags_sent")

    def __init__(self, remote: str, url: str, dry_run: bool, traffic: Traffic) -> None:
        super().__init__(remote, url, dry_run, traffic)
        self.offered = self.added = self.present = 0
        self.tags_sent: list[str] = []
        self.tags_kept: list[str] = []


class Synced:
    """A fetch and then a push, over one connection."""

    __slots__ = ("fetched", "pushed")

    def __init__(self, fetched: Fetched, pushed: Pushed) -> None:
        self.fetched = fetched
        self.pushed = pushed


class Cloned:
    """The new repository, in the directory ``path``, and the fetch that filled it."""

    __slots__ = ("fetched", "path", "repository_id")

    def __init__(self, path: str, repository_id: bytes, fetched: Fetched) -> None:
        self.path = path
        self.repository_id = repository_id
        self.fetched = fetched


class Looked:
    """What a remote shows whoever greets it: its id, newest head (None before the first commit), and tags.

    All signatures of heads hold.
    """

    __slots__ = ("agent", "features", "head", "repository", "tags", "traffic", "url")

    def __init__(self, url: str, repository: bytes, newest: Head | None, tags: Tags, traffic: Traffic) -> None:
        self.url = url
        self.repository = repository
        self.head = newest
        self.tags = dict(tags)
        self.traffic = traffic
        self.agent = ""
        self.features = 0
