"""Syncing: a fetch and a push in one meeting, after which the two hold the same objects."""

from __future__ import annotations

from steme.exchange.fetching import fetch_in, look_in
from steme.exchange.meeting import meet
from steme.exchange.pushing import push_in
from steme.exchange.results import Fetched, Pushed, Synced
from steme.transport import shown_url

TYPE_CHECKING = False
if TYPE_CHECKING:
    from steme.exchange.incoming import Advance
    from steme.keys import SigningKey
    from steme.remotes.remote import Remote
    from steme.repository import Repository
    from steme.transport import Access


def sync(
    repository: Repository,
    remote: Remote,
    key: SigningKey,
    *,
    dry_run: bool = False,
    advance: Advance | None = None,
    access: Access | None = None,
) -> Synced:
    """Fetch what is missing here, then push what is missing there, with one greeting; see ``fetch`` and ``push``.

    When nobody else has written meanwhile, both sides have equal roots on return.
    """
    with meet(repository, remote, key, access, write=not dry_run) as meeting:
        meeting.greet()
        url, traffic = shown_url(remote.url), meeting.talk.traffic
        fetched = Fetched(remote.name, url, dry_run, traffic)
        pushed = Pushed(remote.name, url, dry_run, traffic)
        shared = look_in(meeting, fetched, advance) if dry_run else fetch_in(meeting, fetched, advance)
        with repository.snapshot() as view:
            meeting.count = view.count
        push_in(meeting, pushed, shared, advance, is_complete=not dry_run)
        return Synced(fetched, pushed)
