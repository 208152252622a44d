"""A meeting: one remote, one conversation with it, what was known of it before, and how it presents itself now."""

from __future__ import annotations

from contextlib import contextmanager

from repo_format import head
from repo_format.errors import BadSignature, Refused, RemoteFailed
from repo_format.storage import commits
from repo_format.wire.hello import NO_TRANSFER, Hello
from steme import times, transport
from steme.exchange.conversation import Conversation
from steme.exchange.results import Rollback
from steme.remotes import state as states
from steme.remotes.ranges import Ranges
from steme.remotes.state import State
from steme.transport import Access

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from repo_format.head import Head
    from repo_format.wire.hello import Welcome
    from steme.exchange.results import Outcome
    from steme.keys import SigningKey
    from steme.remotes.remote import Remote
    from steme.repository import Repository

AGENT = "steme"


class Meeting:
    """``state`` is what is known of the remote, ``welcome`` its last greeting; ``count`` and ``root`` are ours of that
    moment. ``remembers`` is whether it still knows the head at which the two were complete.
    """

    welcome: Welcome

    def __init__(self, repository: Repository, remote: Remote, key: SigningKey, talk: Conversation) -> None:
        self.repository = repository
        self.remote = remote
        self.key = key
        self.talk = talk
        self.notes: list[str] = []
        self.rolled_back: Rollback | None = None
        self.new_signer: bytes | None = None
        self.state = self._known()
        self.lost = Ranges()
        """Seqs that the remote had before it was rolled back, as far as is known."""
        self.count = 0
        self.root = b""
        self.remembers = False
        self.asked = NO_TRANSFER
        """The transfer that ``welcome.offset`` is about."""

    def _known(self) -> State:
        known = states.load(self.repository, self.remote.name)
        if known is None:
            return State(url=self.remote.url)
        with self.repository.snapshot() as view:
            fits = known.fits(view)
        if fits:
            return known
        self.notes.append(
            f"what was known of {self.remote.name} does not fit the history here (was this repository restored from a "
            "backup?); everything is compared again"
        )
        return self._afresh(known)

    def _afresh(self, known: State) -> State:
        """A state without a memory of objects, for the same repository and the same signers."""
        fresh = State(known.repository, self.remote.url)
        fresh.signers = known.signers
        fresh.latest = known.latest
        return fresh

    def forget(self) -> None:
        """Drop what was remembered of objects, since it has proved wrong."""
        self.state = self._afresh(self.state)
        self.remembers = False

    def greet(self, transfer: bytes = NO_TRANSFER) -> Welcome:
        """Say hello and look at what comes back: whose head it is, and whether it goes on from what was seen before.

        Raises Refused for a head that is not to be believed, RemoteFailed.
        """
        with self.repository.snapshot() as view:
            self.count = view.count
            self.root = view.trie.root(view.count)
        complete = self.state.complete
        remembered = complete.id if complete else head.NO_HEAD
        self.asked = transfer
        welcome = self.welcome = self.talk.hello(Hello(self.root, remembered, transfer, agent=AGENT))
        self._look_at_repository(welcome.repository)
        if welcome.head is not None:
            self._believe(welcome.head)
        self._look_back(welcome)
        return welcome

    def _look_at_repository(self, identifier: bytes) -> None:
        known = self.state.repository
        if known and known != identifier:
            self.notes.append(
                f"{self.remote.name} is another repository now ({identifier.hex()[:12]}, it was {known.hex()[:12]}); "
                "what was known of it is dropped"
            )
            self.state = State(url=self.remote.url)
        self.state.repository = identifier

    def _look_back(self, welcome: Welcome) -> None:
        """See whether the remote still has what it had."""
        complete, had, has = self.state.complete, self.state.latest, welcome.head
        self.remembers = complete is not None and welcome.remembered_count is not None
        if complete is not None and welcome.remembered_count not in (None, complete.count):
            raise RemoteFailed(
                f"the remote lied: it had {complete.count} objects under the head {complete.id.hex()[:12]} and says "
                f"that it had {welcome.remembered_count}"
            )
        is_less = had is not None and (has is None or has.count < had.count)
        if had is not None and (is_less or (complete is not None and not self.remembers)):
            if self.rolled_back is None:
                self.rolled_back = Rollback(had, has)
                self.lost = self.state.shared
            self.forget()

    def check_again(self, newest: Head | None) -> Head:
        """The head that a push was answered with, if it may be believed. Raises Refused, RemoteFailed."""
        if newest is None or newest.repository != self.welcome.repository:
            raise RemoteFailed("the remote says that it has taken the objects and shows no head of its own")
        self._believe(newest)
        return newest

    def _believe(self, newest: Head) -> None:
        """Raise Refused unless the head's signer may speak for the remote; remember a signer who is new."""
        try:
            newest.check()
        except BadSignature:
            raise BadSignature(f"the head that {self.remote.name} shows is not signed by whom it names") from None
        signer, known = newest.signer, self.state.signers
        trusted = self.trusted_keys()
        if trusted is not None and signer not in trusted:
            name = self.remote.name
            raise Refused(
                f"the head of {name} is signed by {signer.hex()[:12]}, which remote.{name}.trust does not list; "
                f"if that is right, add it with `steme remote trust {name}`"
            )
        if signer in known or signer == self.key.public:
            return
        if known and trusted is None:
            self.new_signer = signer
            self.notes.append(
                f"the head of {self.remote.name} is signed by {signer.hex()[:12]}, a key that has not signed one before"
            )
        known.append(signer)

    def trusted_keys(self) -> frozenset[bytes] | None:
        """The keys whose heads are believed; None where nobody has said which."""
        names = self.remote.trusted()
        if not names:
            return None
        from steme.trust.roots import named_key

        with self.repository.snapshot() as view:
            return frozenset(named_key(view, name) for name in names)

    def keep(self, shared: Ranges, *, complete: bool, latest: Head | None = None) -> None:
        """Write down what is known now: ``shared`` seqs are there, and ``complete`` if everything of theirs is here.

        ``latest`` is their newest head, by default that of the welcome.
        """
        state = self.state
        state.latest = latest or self.welcome.head
        if complete:
            state.complete, state.pending = state.latest, None
        state.shared = shared
        self.note_own()
        states.save(self.repository, self.remote.name, state)

    def note_own(self) -> None:
        """Tie the state to the history here as it is."""
        with self.repository.snapshot() as view:
            number = view.watermark.commit
            self.state.own = commits.row(view, number).head if number else head.NO_HEAD
        self.state.url = self.remote.url
        self.state.seen = times.now()

    def tell(self, outcome: Outcome, shared: Ranges) -> None:
        """Put into ``outcome`` what is common to all: their head, how far apart the two are, what was unusual."""
        with self.repository.snapshot() as view:
            count = view.count
        outcome.head = self.state.latest if not outcome.dry_run else self.welcome.head
        theirs = outcome.head.count if outcome.head else 0
        outcome.ahead, outcome.behind = count - len(shared), max(0, theirs - len(shared))
        outcome.notes = self.notes
        outcome.new_signer = self.new_signer
        outcome.rolled_back = self.rolled_back
        if self.rolled_back is not None:
            self.rolled_back.missing = sum(seq not in shared for seq in self.lost)


@contextmanager
def meet(
    repository: Repository, remote: Remote, key: SigningKey, access: Access | None, *, write: bool
) -> Iterator[Meeting]:
    """A meeting over a connection that is closed in the end."""
    able = access or Access(repository.configuration, lambda: key, repository=repository)
    talk = Conversation(transport.connect(remote.url, able, write=write))
    try:
        yield Meeting(repository, remote, key, talk)
    finally:
        talk.close()
