"""Fetching: what a remote has and this repository lacks comes here (docs/semantics/sync.md, section 2)."""

from __future__ import annotations

from repo_format.errors import NotFound, RemoteFailed, StorageFailed
from repo_format.wire.transfer import Since, Want
from steme.exchange import refs
from steme.exchange.arrivals import Count, counted
from steme.exchange.comparing import Moved, Position, compare
from steme.exchange.incoming import RootDiffers, inspect, resumable, take
from steme.exchange.meeting import meet
from steme.exchange.results import Fetched
from steme.remotes import state as states
from steme.remotes.ranges import Ranges
from steme.transport import shown_url

TYPE_CHECKING = False
if TYPE_CHECKING:
    from repo_format.head import Head
    from steme.exchange.incoming import Advance
    from steme.exchange.meeting import Meeting
    from steme.keys import SigningKey
    from steme.receiving.received import Received
    from steme.remotes.remote import Remote
    from steme.repository import Repository
    from steme.transport import Access

ATTEMPTS = 5
"""So often the other side may change under our hands before it is given up."""


def fetch(
    repository: Repository,
    remote: Remote,
    key: SigningKey,
    *,
    dry_run: bool = False,
    advance: Advance | None = None,
    access: Access | None = None,
) -> Fetched:
    """Bring what the remote has and this repository lacks, with its tags, all verified; durable on return.

    ``key`` signs the commit. ``refs/remotes/NAME/main`` names their head once the root over their objects was compared
    with it. With ``dry_run`` everything is looked at and nothing is changed. ``advance`` is told how many objects have
    come and how many there will be (None: not known).

    Raises RemoteFailed, Refused, Busy, StorageFailed, and what ``connect`` raises; then nothing was changed, and what
    has come waits for the next attempt.
    """
    with meet(repository, remote, key, access, write=False) as meeting:
        meeting.greet()
        fetched = Fetched(remote.name, shown_url(remote.url), dry_run, meeting.talk.traffic)
        if dry_run:
            look_in(meeting, fetched, advance)
        else:
            fetch_in(meeting, fetched, advance)
        return fetched


def fetch_in(meeting: Meeting, fetched: Fetched, advance: Advance | None) -> Ranges:
    """Fetch in a meeting that has begun with a greeting; returns the seqs here of what they have."""
    tags = refs.Tags(meeting)
    low = meeting.count
    arrived = Ranges()
    position = compare_patiently(meeting)
    for _ in range(ATTEMPTS):
        try:
            shared, new = _step(meeting, position, fetched, tags, advance)
        except RootDiffers:
            meeting.notes.append(f"what was known of {meeting.remote.name} proved wrong; everything was compared again")
            meeting.forget()
            meeting.greet()
            position = compare_patiently(meeting)
            continue
        arrived |= new
        newest, reached = meeting.welcome.head, meeting.state.complete
        if newest is None or reached is None or reached.id == newest.id:
            break
        position = Position(newest, shared, Since(reached.id, newest.id), by_memory=True)
    else:
        raise RemoteFailed(f"{meeting.remote.name} keeps changing; try again later")
    _report(meeting, fetched, tags, arrived, low)
    meeting.tell(fetched, shared)
    return shared


def compare_patiently(meeting: Meeting) -> Position:
    """Compare, and greet again when their head has moved meanwhile."""
    for _ in range(ATTEMPTS):
        try:
            return compare(meeting)
        except Moved:
            meeting.greet()
    raise RemoteFailed(f"{meeting.remote.name} keeps changing; try again later")


def _step(
    meeting: Meeting, position: Position, fetched: Fetched, tags: refs.Tags, advance: Advance | None
) -> tuple[Ranges, Ranges]:
    """Take in what one request brings, or only names; the seqs that they have, and those that are new here.

    Where an earlier fetch was cut, the request is that one, and another step has to follow.
    """
    theirs, request = position.theirs, position.request
    if theirs is None or request is None:
        fetched.tags_set.update({name: signed.id for name, signed in tags.new.items()})
        refs.publish(meeting, theirs, position.shared, tags.new)
        meeting.keep(position.shared, complete=True)
        return position.shared, Ranges()
    position.theirs = _aim(meeting, request, theirs)
    is_last = position.theirs.id == theirs.id
    try:
        received, resumed = take(meeting, position, position.theirs, tags.new if is_last else {}, advance)
    except NotFound:
        if is_last or not isinstance(request, Since):
            raise
        meeting.state.pending = None  # what the cut fetch was aimed at is gone there
        again = Position(theirs, position.shared, Since(request.after, theirs.id), position.by_memory)
        return _step(meeting, again, fetched, tags, advance)
    return _taken(meeting, position, received, resumed, fetched, tags)


def _aim(meeting: Meeting, request: Since | Want, theirs: Head) -> Head:
    """The head that a request asks for: their newest, or that of a fetch that was cut and can go on."""
    if not isinstance(request, Since):
        return theirs
    aim = resumable(meeting, request.after) or theirs
    request.until = aim.id
    if meeting.state.pending is None or meeting.state.pending.id != aim.id:
        meeting.state.pending = aim
        meeting.note_own()
        states.save(meeting.repository, meeting.remote.name, meeting.state)
    return aim


def _taken(
    meeting: Meeting, position: Position, received: Received, resumed: int, fetched: Fetched, tags: refs.Tags
) -> tuple[Ranges, Ranges]:
    new = Ranges(((received.first_seq, received.next_seq - 1),))
    with meeting.repository.snapshot() as view:
        if view.watermark.next_seq < received.next_seq:
            raise StorageFailed("what came could not be indexed: the disk has too little room; make some and try again")
        came = Ranges.of(seq for seq in map(view.seq_of, received.came) if seq)
    shared = position.shared | new | came
    fetched.present += received.present
    fetched.arrivals.erased += received.erased
    fetched.resumed += resumed
    fetched.tags_set.update({name: tags.new[name].id for name in received.set_tags if name in tags.new})
    meeting.keep(shared, complete=True, latest=position.theirs)
    return shared, new


def _report(meeting: Meeting, fetched: Fetched, tags: refs.Tags, arrived: Ranges, low: int) -> None:
    """Say what came."""
    erased = fetched.arrivals.erased
    with meeting.repository.snapshot() as view:
        fetched.arrivals = counted(view, arrived)
    fetched.arrivals.erased = erased
    fetched.tags_kept, fetched.tags_refused = tags.kept, tags.refused
    if arrived.runs:
        from steme.exchange import contradictions  # with it come answers, and nothing else asks for any

        contradictions.find(meeting.repository, low, arrived.last, fetched)


def look_in(meeting: Meeting, fetched: Fetched, advance: Advance | None) -> Ranges:
    """Find out what a fetch would bring, and change nothing; the seqs here of what they have, as far as is known."""
    position, count, tags = compare_patiently(meeting), Count(), refs.Tags(meeting)
    fetched.present = inspect(meeting, position, count, advance)
    with meeting.repository.snapshot() as view:
        fetched.arrivals = count.finished(view)
    fetched.tags_set = {name: signed.id for name, signed in tags.new.items()}
    fetched.tags_kept, fetched.tags_refused = tags.kept, tags.refused
    meeting.tell(fetched, position.shared)
    return position.shared
