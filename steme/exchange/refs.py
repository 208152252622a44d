"""What a fetch does with names: the ref of the remote, and its tags."""

from __future__ import annotations

from repo_format import head, refs
from repo_format.errors import BadSignature
from repo_format.storage import commits
from steme import times
from steme.exchange.comparing import check_root
from steme.remotes.ranges import Ranges

TYPE_CHECKING = False
if TYPE_CHECKING:
    from repo_format.head import Head
    from repo_format.storage.snapshot import Snapshot
    from steme.exchange.meeting import Meeting


class Tags:
    """Their tags, sorted out: ``new`` ones to be set, ``kept`` that name another head here, ``refused`` with reasons.

    All by full name.
    """

    __slots__ = ("kept", "new", "refused")

    def __init__(self, meeting: Meeting) -> None:
        self.new: dict[str, Head] = {}
        self.kept: dict[str, bytes] = {}
        self.refused: dict[str, str] = {}
        trusted = meeting.trusted_keys()
        with meeting.repository.snapshot() as view:
            for name, signed in meeting.welcome.refs:
                now = commits.ref(view, name)
                if now == signed.id:
                    continue
                reason = _reason(view, signed, meeting.repository.id, trusted)
                if reason:
                    self.refused[name] = reason
                elif now == head.NO_HEAD:
                    self.new[name] = signed
                else:
                    self.kept[name] = signed.id


def _reason(view: Snapshot, signed: Head, own: bytes, trusted: frozenset[bytes] | None) -> str:
    """Why a tag is not to be taken, "" where it is; ``own`` is the id of this repository."""
    try:
        signed.check()
    except BadSignature:
        return "its head is not signed by whom it names"
    if signed.repository == own and not commits.number_of(view, signed.id):
        return "it names a head of this repository that is not in its history"
    if trusted is not None and signed.signer not in trusted:
        return f"its head is signed by {signed.signer.hex()[:12]}, who is not trusted for this remote"
    return ""


def publish(meeting: Meeting, theirs: Head | None, shared: Ranges | None, tags: dict[str, Head]) -> bool:
    """Let the remote's ref name ``theirs``, after a comparison of roots, and set ``tags``; whether anything changed.

    The ref stays where it is while it names a head over the same objects. ``shared`` are the seqs of their objects;
    None leaves the ref alone. Durable on return. Raises RemoteFailed where the roots differ.
    """
    wanted = dict(tags)
    with meeting.repository.snapshot() as view:
        if theirs is not None and shared is not None and not _names_equal(view, meeting.remote.ref(), theirs):
            check_root(view, theirs, shared)
            wanted[meeting.remote.ref()] = theirs
    if not wanted:
        return False
    with meeting.repository.begin() as transaction:
        view = transaction.view()
        for name, signed in wanted.items():
            old = commits.ref(view, name)
            if old != signed.id and (old == head.NO_HEAD or name not in tags):
                transaction.put_head(signed)
                transaction.set_ref(name, old, signed.id)
        return transaction.commit(meeting.key, times.now()) is not None


def _names_equal(view: Snapshot, name: str, theirs: Head) -> bool:
    """Whether a ref names a head over the same objects already."""
    head_id = commits.ref(view, name)
    if head_id == head.NO_HEAD:
        return False
    number = commits.number_of(view, head_id)
    named = commits.head_at(view, number) if number else view.foreign_head(head_id)
    return named is not None and (named.repository, named.root) == (theirs.repository, theirs.root)


def own_tags(view: Snapshot) -> dict[str, Head]:
    """The tags here by full name, with the heads that they name."""
    found: dict[str, Head] = {}
    for name, head_id in commits.refs(view):
        if name.startswith(refs.TAGS):
            number = commits.number_of(view, head_id)
            named = commits.head_at(view, number) if number else view.foreign_head(head_id)
            if named is not None:
                found[name] = named
    return found
