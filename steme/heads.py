"""Heads and the names for them: what a commit says about everything, and which refs point to it."""

from __future__ import annotations

from repo_format import head, refs
from repo_format.errors import Damaged, NotFound, StemeError, shown
from repo_format.storage import commits

TYPE_CHECKING = False
if TYPE_CHECKING:
    from repo_format.head import Head
    from repo_format.storage.snapshot import Snapshot
    from steme.keys import SigningKey
    from steme.moments import Moment
    from steme.repository import Repository


class NamedHead:
    """A ref: its full ``name``, the id of its ``head``, and what is known of that.

    ``commit`` is its number here, 0 for a head of another repository, ``foreign`` is that head. ``count`` is the number
    of objects under it, ``received`` the time at which its own repository made it, in microseconds; None for a head of
    which nothing is known but the id.
    """

    __slots__ = ("commit", "count", "foreign", "head", "name", "received")

    def __init__(self, view: Snapshot, name: str, head_id: bytes) -> None:
        self.name = name
        self.head = head_id
        self.commit = commits.number_of(view, head_id)
        row = commits.row(view, self.commit) if self.commit else None
        self.foreign = None if row else view.foreign_head(head_id)
        self.count: int | None = row.last_seq if row else None
        self.received: int | None = row.received if row else None
        if self.foreign is not None:
            self.count, self.received = self.foreign.count, self.foreign.time


class SeenHead:
    """A head as it was looked at: the signed ``head``, the number of its ``commit``, the ``names`` that point to it.

    ``problem`` is None when it holds, else the error that says why not.
    """

    __slots__ = ("commit", "head", "names", "problem")

    def __init__(self, signed: Head, commit: int, names: list[str], problem: StemeError | None) -> None:
        self.head = signed
        self.commit = commit
        self.names = names
        self.problem = problem


def named(view: Snapshot, below: str = "refs/") -> list[NamedHead]:
    """Every ref whose full name begins with ``below``, by name."""
    return [NamedHead(view, name, head_id) for name, head_id in commits.refs(view) if name.startswith(below)]


def look(view: Snapshot, moment: Moment) -> SeenHead:
    """The head of a moment, its signature checked, for the newest one its root and count too.

    Raises NotFound before the first commit, Damaged when the log does not hold what the index says.
    """
    if not moment.commit:
        raise NotFound("there is no head before the first commit; add an object first")
    signed = commits.head_at(view, moment.commit)
    names = [name for name, head_id in commits.refs(view) if head_id == signed.id]
    return SeenHead(signed, moment.commit, names, _problem(view, signed, moment.commit))


def _problem(view: Snapshot, signed: Head, commit: int) -> StemeError | None:
    try:
        signed.check()
    except StemeError as error:
        return error
    if commit == view.watermark.commit and (view.count, view.trie.root(view.count)) != (signed.count, signed.root):
        return Damaged("the index does not have the root that the head names; run `steme reindex`")
    return None


def remove_tag(repository: Repository, name: str, key: SigningKey) -> bytes:
    """Remove a tag, durably; returns the id of the head it named. Raises NotFound, Busy, StorageFailed."""
    full = refs.tag_ref(name)
    with repository.snapshot() as view:
        old = commits.ref(view, full)
    if old == head.NO_HEAD:
        raise NotFound(f"there is no tag {shown(name)}; `steme tag` lists them")
    repository.tag(name, head.NO_HEAD, key, replace=True)
    return old
