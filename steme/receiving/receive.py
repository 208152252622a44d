"""Taking in a pack: quarantine, check, one commit (docs/semantics/receiving.md).

A second attempt at a transfer that was cut off asks ``waiting`` how much of it is here, and sends the rest.
"""

from __future__ import annotations

from repo_format.errors import Busy
from steme.receiving import quarantine as place
from steme.receiving.publishing import publish
from steme.receiving.quarantine import Quarantine
from steme.receiving.spooling import take_in
from steme.receiving.terms import Terms

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from repo_format.head import Head
    from repo_format.pack.source import Bytes
    from repo_format.storage.transaction import Signer
    from steme.receiving.gate import Gate
    from steme.receiving.received import Received
    from steme.receiving.terms import Minus
    from steme.repository import Repository


def waiting(repository: Repository, name: str) -> tuple[int, bytes]:
    """How many bytes of the transfer ``name`` are here, and the chain hash behind them; 0 and 32 zeros for none.

    Costs a pass over them. Raises InvalidInput for a bad name.
    """
    return place.waiting(repository.store.directory, name)


def receive(
    repository: Repository,
    pack: Bytes,
    *,
    signer: Signer,
    name: str,
    gate: Gate,
    offset: int = 0,
    expect: Head | None = None,
    minus: Minus = (),
    remote: str = "",
    tags: Mapping[str, Head] | None = None,
    advance: Callable[[int], None] | None = None,
) -> Received:
    """Check a pack and take in what is new of it, durably, with the refs that go with it: all or nothing.

    ``name`` is the transfer's; under it a cut one waits for its rest, unless it is empty. ``pack`` begins at byte
    ``offset`` of the whole: 0, which drops what waited, or what ``waiting`` said. With ``expect`` the objects here,
    without those of ours in ``minus``, must have its root in the end. ``remote`` lets ``refs/remotes/REMOTE/main`` name
    ``expect``; ``tags`` are set where no tag of the name is here. ``advance`` is called with numbers of objects.

    :raises RemoteFailed: the stream was cut off, and what came waits for the rest; or it does not go on where it was
        cut off, and begins anew the next time.
    :raises Busy: the same transfer is being received, or the repository is being written to for too long; what came
        waits too.
    :raises MalformedObject: BadSignature, FromTheFuture, Refused: the pack is not what it must be.
    :raises StorageFailed: it cannot be kept or written, for want of room for instance.

    After any error the repository is as it was. Memory does not grow with the pack but for some 200 bytes an object.
    """
    terms = Terms(expect, minus, remote, tags or {})
    directory = repository.store.directory
    place.sweep(directory)
    with Quarantine.open(directory, name) as quarantine:
        checked = take_in(quarantine, pack, offset, gate, advance)
        try:
            return publish(repository, quarantine, checked, gate, terms, signer)
        except Busy:
            quarantine.keep = True
            raise
