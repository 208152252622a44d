"""Pushing: what this repository has and a remote lacks goes there; nothing is ever removed there or here."""

from __future__ import annotations

from repo_format.errors import Refused, RemoteFailed
from repo_format.wire.hello import TAKES_PUSHES
from repo_format.wire.push import Push
from steme.exchange import refs
from steme.exchange.arrivals import counted
from steme.exchange.fetching import compare_patiently
from steme.exchange.meeting import meet
from steme.exchange.outgoing import Outgoing, portions
from steme.exchange.results import Pushed
from steme.remotes.ranges import Ranges
from steme.transport import scheme_of, shown_url

HTTP = ("http", "https")

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from repo_format.head import Head
    from repo_format.wire.fields import Tags
    from repo_format.wire.push import Taken
    from steme.exchange.incoming import Advance
    from steme.exchange.meeting import Meeting
    from steme.keys import SigningKey
    from steme.remotes.remote import Remote
    from steme.repository import Repository
    from steme.transport import Access


def push(
    repository: Repository,
    remote: Remote,
    key: SigningKey,
    *,
    dry_run: bool = False,
    advance: Advance | None = None,
    access: Access | None = None,
) -> Pushed:
    """Offer the remote what it lacks, and tags it does not have; durable there on return.

    ``key`` signs the commits here and, at a path on this machine, there. What the remote had before and has lost is
    offered again. With ``dry_run`` nothing is offered and nothing is changed. ``advance`` as for ``fetch``.

    Raises RemoteFailed, Refused (also for what the other side's policy refuses), Busy, and what ``connect`` raises.
    """
    with meet(repository, remote, key, access, write=not dry_run) as meeting:
        _greet(meeting)
        pushed = Pushed(remote.name, shown_url(remote.url), dry_run, meeting.talk.traffic)
        position = compare_patiently(meeting)
        push_in(meeting, pushed, position.shared, advance, is_complete=position.request is None)
        return pushed


def _greet(meeting: Meeting) -> None:
    """Greet with the transfer that what is remembered makes likely, so that a cut one can go on at once."""
    with meeting.repository.snapshot() as view:
        seqs = meeting.state.shared.missing(view.count)
    likely = Outgoing(meeting.repository, meeting.state.repository, seqs)
    meeting.greet(likely.transfer)


def push_in(meeting: Meeting, pushed: Pushed, shared: Ranges, advance: Advance | None, *, is_complete: bool) -> None:
    """Push in a meeting in which the two were compared. ``shared`` are the seqs of ours that they have; ``is_complete``
    is whether everything of theirs is here.
    """
    missing = shared.missing(meeting.count)
    tags = _tags_to_send(meeting, pushed)
    with meeting.repository.snapshot() as view:
        pushed.arrivals = counted(view, missing)
    pushed.offered = len(missing)
    if not missing.runs and not tags:
        if not pushed.dry_run:
            _settle(meeting, shared, meeting.welcome.head, is_complete=is_complete)
    elif pushed.dry_run:
        pushed.tags_sent = [name for name, _ in tags]
        if not meeting.welcome.features & TAKES_PUSHES:
            meeting.notes.append(f"{meeting.remote.name} {_takes_none(meeting)}")
    else:
        shared = _send(meeting, pushed, shared, tags, advance, is_complete=is_complete)
    meeting.tell(pushed, shared)


def _tags_to_send(meeting: Meeting, pushed: Pushed) -> Tags:
    """Our tags that they do not have; those that name another head there are kept, and said."""
    theirs = {name: one.id for name, one in meeting.welcome.refs}
    with meeting.repository.snapshot() as view:
        ours = refs.own_tags(view)
    pushed.tags_kept = [name for name in ours if theirs.get(name, ours[name].id) != ours[name].id]
    return tuple((name, one) for name, one in sorted(ours.items()) if name not in theirs)


def _send(
    meeting: Meeting,
    pushed: Pushed,
    shared: Ranges,
    tags: Tags,
    advance: Advance | None,
    *,
    is_complete: bool,
) -> Ranges:
    """Send what is missing there in as many transfers as they ask for; what they have then."""
    if not meeting.welcome.features & TAKES_PUSHES:
        raise Refused(f"{meeting.remote.name} {_takes_none(meeting)}")
    meeting.keep(shared, complete=is_complete)
    missing = shared.missing(meeting.count)
    parts = list(portions(missing, meeting.welcome.max_objects)) or [Ranges()]
    tell = _summing(advance, len(missing))
    for number, part in enumerate(parts):
        is_last = number == len(parts) - 1
        taken = _transfer(meeting, pushed, part, tags if is_last else (), tell)
        shared |= part
        _settle(meeting, shared, meeting.check_again(taken.head), is_complete=is_complete)
    pushed.tags_sent = [name for name, _ in tags if name not in pushed.tags_kept]
    return shared


def _takes_none(meeting: Meeting) -> str:
    hint = "; over http that takes a token that may append" if scheme_of(meeting.remote.url) in HTTP else ""
    return f"takes no pushes from here{hint}"


def _transfer(meeting: Meeting, pushed: Pushed, part: Ranges, tags: Tags, tell: Callable[[int], None] | None) -> Taken:
    outgoing = Outgoing(meeting.repository, meeting.welcome.repository, part)
    offset = meeting.welcome.offset if outgoing.transfer == meeting.asked else 0
    taken = meeting.talk.push(Push(outgoing.transfer, offset, tags), outgoing.pack(offset, tell))
    if taken.added + taken.present != len(part):
        raise RemoteFailed(
            f"the remote lied: it got {len(part)} objects and says that {taken.added} were new and {taken.present} not"
        )
    pushed.added += taken.added
    pushed.present += taken.present
    pushed.resumed += offset
    pushed.tags_kept = sorted({*pushed.tags_kept, *taken.kept_refs})
    return taken


def _settle(meeting: Meeting, shared: Ranges, newest: Head | None, *, is_complete: bool) -> None:
    """Note what they have now; where it is as much as we know of, it has to be what their head is over."""
    count = newest.count if newest else 0
    if count < len(shared):
        meeting.forget()
        raise RemoteFailed(
            f"the remote lied: it says that it has taken everything, and has {count} objects of at least {len(shared)}"
        )
    if count == len(shared) and newest is not None:
        refs.publish(meeting, newest, shared, {})
        is_complete = True
    elif newest is not None and meeting.welcome.head is not None and newest.id != meeting.welcome.head.id:
        is_complete = False
    meeting.keep(shared, complete=is_complete, latest=newest)


def _summing(advance: Advance | None, total: int) -> Callable[[int], None] | None:
    if advance is None:
        return None
    done = 0

    def add(objects: int) -> None:
        nonlocal done
        done += objects
        advance(done, total)

    return add
