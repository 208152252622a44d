"""A repository as programs use it: open, add what was signed, ask, look up. The Python SDK begins here."""

from __future__ import annotations

import os
from time import monotonic

from repo_format import head, refs, signature
from repo_format.errors import AmbiguousId, InvalidInput, NotFound, Refused, StorageFailed, shown
from repo_format.ids import object_id, parse_prefix
from repo_format.storage import tables
from repo_format.storage.layout import CONFIG_FILE, DIRECTORY
from repo_format.storage.store import DEFAULT_TIMEOUT, Store
from steme import times
from steme.asking import Asker
from steme.configuration import Configuration
from steme.discovery import find_repository
from steme.policy import ENTERPRISE, configured

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from repo_format.objects import Payload
    from repo_format.record import Record
    from repo_format.segment import Commit
    from repo_format.storage.snapshot import Snapshot
    from repo_format.storage.transaction import Transaction
    from steme.asking import Kept
    from steme.keys import SigningKey
    from steme.policy import Policy
    from steme.query import Answer, Question
    from steme.views.keeper import Keeper

VIEWS_FILE = "views"
"""In the directory of a repository: which views it has, see ``views/register.py``."""

_LOOK_FOR_VIEWS = 1.0
"""Seconds after which a repository that is open looks again whether another process has added a view."""


class Repository:
    """An open repository; use as a context manager. ``path`` is the directory that holds ``.steme``."""

    def __init__(self, path: str, store: Store, configuration: Configuration) -> None:
        self.path = path
        self.store = store
        self.configuration = configuration
        self._policy: Policy | None = None
        self._keeper: Keeper | None = None
        self._look_again = 0.0

    @classmethod
    def init(cls, path: str = ".") -> Repository:
        """Make an empty repository in the directory ``path``, itself made where it is missing, and open it. Durable.

        Raises Refused when there is one already, or on a network file system; StorageFailed.
        """
        full = os.path.abspath(path)
        try:
            os.makedirs(full, exist_ok=True)
        except OSError as error:
            raise StorageFailed(f"cannot create {shown(full)}: {error.strerror}") from error
        store = Store.create(full, os.urandom(16), times.now())
        return cls(full, store, Configuration(f"{full}/{DIRECTORY}"))

    @classmethod
    def open(cls, start: str = ".", flags: Iterable[str] = ()) -> Repository:
        """Open the nearest repository at or above ``start``; ``flags`` are settings as texts ``key=value``.

        Raises NotARepository, Refused, FromTheFuture, Damaged, as ``Store.open``.
        """
        path = find_repository(start)
        configuration = Configuration(f"{path}/{DIRECTORY}", flags)
        return cls(path, Store.open(path), configuration)

    def __enter__(self) -> Repository:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close everything; what was committed stays."""
        self.store.close()

    @property
    def id(self) -> bytes:
        """The repository's own id, 16 random bytes from ``init``."""
        return self.store.repository_id

    @property
    def config_file(self) -> str:
        """Where the repository's settings stand."""
        return f"{self.path}/{DIRECTORY}/{CONFIG_FILE}"

    @property
    def timeout(self) -> float:
        """How long a writer waits for the lock, in seconds (setting ``lock.timeout``)."""
        return float(self.configuration.number("lock.timeout")) if self.configuration else DEFAULT_TIMEOUT

    def snapshot(self) -> Snapshot:
        """One consistent view, as a context manager; keep it for one answer."""
        return self.store.snapshot()

    def begin(self) -> Transaction:
        """A write transaction; ``commit`` it with a signing key. Raises Busy, StorageFailed, Damaged."""
        return self.store.begin(self.timeout)

    def add(self, payloads: Iterable[Payload], key: SigningKey) -> tuple[list[bytes], Commit | None]:
        """Sign each payload with ``key``, its author, and commit them together; durable on return.

        Returns the ids in the order given and the commit, None when the repository had all of them. Raises
        InvalidInput, and then nothing was written.
        """
        from repo_format import objects  # with it comes msgspec, which asking does not need

        prepared = []
        for payload in payloads:
            if payload.author != key.public.hex():
                raise InvalidInput("author", "is not the key that signs")
            data = objects.write(payload)
            prepared.append((object_id(data), data, payload))
        with self.begin() as transaction:
            for identifier, data, payload in prepared:
                transaction.add(identifier, data, payload, signature.sign_object(key.secret, identifier))
            commit = transaction.commit(key, times.now())
        return [identifier for identifier, _, _ in prepared], commit

    def ask(self, question: Question, *, views: bool = True, max_stale: int = 0) -> Answer:
        """The answer to a question from the newest state, with the ids of everything that contributed.

        It comes out of a materialised view where one fits, unless ``views`` is off; then ``from_view`` says so. With a
        ``max_stale`` (microseconds) it may be one that was exact at most so long ago.
        """
        with self.snapshot() as view:
            return self.asker(view, kept=self.kept(max_stale=max_stale) if views else None).ask(question)

    def asker(self, view: Snapshot, trust_roots: Iterable[str] = (), *, kept: Kept | None = None) -> Asker:
        """Answers many questions in one view, under the configured policy, as the keys ``trust_roots`` see it (names as
        ``trust.roots`` takes them), else as the configured ones; out of views where ``kept`` (``Repository.kept``) says
        so.
        """

        def roots(of: Snapshot) -> frozenset[bytes]:
            from steme.trust import roots as trust  # with it come the key files

            return trust.trust_roots(of, self.configuration, trust_roots)

        return Asker(view, self._configured_policy(view), roots, kept)

    def kept(self, trust_roots: Iterable[str] = (), max_stale: int = 0) -> Kept | None:
        """What gives an asker answers out of views; None where there are none, which costs a look at the clock.

        ``trust_roots`` are those of the asker, ``max_stale`` (microseconds) is as for ``ask``.
        """
        if self._keeper is None:
            moment = monotonic()
            if moment < self._look_again:
                return None
            self._look_again = moment + _LOOK_FOR_VIEWS
            if not os.path.lexists(f"{self.path}/{DIRECTORY}/{VIEWS_FILE}"):
                return None
        return self.views.serving(max_stale, not trust_roots)

    @property
    def views(self) -> Keeper:
        """The materialised views, whether there are any or not."""
        if self._keeper is None:
            from steme.views.keeper import Keeper  # only where there are views

            self._keeper = Keeper(self.store)
        return self._keeper

    def _configured_policy(self, view: Snapshot) -> Policy:
        """Looked up once, but for the policy that depends on who is trusted in the view."""
        if self._policy is not None:
            return self._policy
        found = configured(view, self.configuration)
        if found.name != ENTERPRISE:
            self._policy = found
        return found

    def resolve(self, text: str, view: Snapshot | None = None) -> bytes:
        """The id of the object that an id or a unique prefix of 7 or more hex digits means.

        Raises InvalidInput, NotFound, or AmbiguousId with the first few candidates.
        """
        if view is not None:
            return resolve(view, text)
        with self.snapshot() as own:
            return resolve(own, text)

    def record(self, text: str) -> Record:
        """The object that an id or unique prefix means, unverified. Raises as ``resolve``."""
        with self.snapshot() as view:
            return view.record(view.seq_of(resolve(view, text)))

    def tag(self, name: str, target: bytes, key: SigningKey, replace: bool = False) -> Commit | None:
        """Let ``refs/tags/NAME`` name the head with the id ``target``; durable on return. None, and no change, where
        the tag names a head over the same objects already and ``replace`` is off.

        Raises InvalidInput for a bad name, Refused where the tag exists and ``replace`` is off, NotFound for a head
        that is not of this repository.
        """
        full = refs.tag_ref(name)
        with self.begin() as transaction:
            view = transaction.view()
            old = view.get(tables.REFS, full.encode()) or head.NO_HEAD
            if old != head.NO_HEAD and _same_objects(view, old, target) and not replace:
                return None  # a tag is a commit itself, so main has moved on although nothing was added
            if old not in (head.NO_HEAD, target) and not replace:
                raise Refused(f"the tag {shown(name)} exists and names another head; use --force to move it")
            if target != head.NO_HEAD and view.get(tables.HEADS, target) is None:
                raise NotFound(f"no head of this repository has the id {target.hex()[:12]}")
            transaction.set_ref(full, old, target)
            return transaction.commit(key, times.now())


def _same_objects(view: Snapshot, one: bytes, other: bytes) -> bool:
    """Whether two heads of this repository are over the same objects."""
    ends = []
    for identifier in (one, other):
        number = view.get(tables.HEADS, identifier)
        row = view.get(tables.COMMITS, number) if number else None
        ends.append(sum(tables.COMMIT_ROW.unpack(row)[:2]) if row else None)
    return ends[0] is not None and ends[0] == ends[1]


def resolve(view: Snapshot, text: str) -> bytes:
    """As ``Repository.resolve``, in a given view."""
    digits = parse_prefix(text)
    found = view.with_prefix(digits, 4)
    if not found:
        raise NotFound(f"no object here has an id that begins with {digits}")
    if len(found) > 1:
        some = ", ".join(identifier.hex()[: len(digits) + 4] for identifier in found)
        raise AmbiguousId(f"{digits} begins the ids of several objects: {some} ...; give more digits")
    return found[0]
