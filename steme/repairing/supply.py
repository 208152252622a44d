"""Supplies: where lost objects may be had from. Nothing they give is believed before it was verified."""

from __future__ import annotations

from bisect import bisect_left
from typing import cast

from repo_format import frame, merkle, seal
from repo_format.errors import NotFound, Refused, RemoteFailed
from repo_format.mending.expected import Expected
from repo_format.pack.reader import PackReader, verified
from repo_format.record import sealed_records, signed_records
from repo_format.verification import Verifier
from repo_format.wire.hello import Hello
from repo_format.wire.transfer import Want
from steme.exchange.walk import Walk

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence
    from typing import Protocol

    from repo_format.frame import Frame
    from repo_format.merkle import Path
    from repo_format.record import Record
    from steme.exchange.conversation import Conversation
    from steme.serving.holdings import Holdings

    class Supply(Protocol):
        """What somebody else holds. ``name`` is what to call it."""

        name: str

        def history(self, repository_id: bytes) -> Expected:
            """What it knows of the same log; nothing where it is not a copy of it."""

        def records(self, ids: Collection[bytes]) -> Iterator[Record]:
            """Those of these objects that it has, verified, in any order; there may be others among them."""

        def beyond(self, known: Sequence[bytes]) -> list[bytes]:
            """The ids that it has besides the ``known`` ones, which ascend."""

        def close(self) -> None:
            """Let go of it."""


_AT_ONCE = 4_000
_SURPLUS = 1_000
"""Erasures that a remote may send with an object that was erased there."""


class CopySupply:
    """A log that lies somewhere as segments: a backup, or a repository on a disk. ``frames`` gives it from its
    beginning, with the numbers of the segments.
    """

    def __init__(
        self,
        name: str,
        repository_id: bytes,
        frames: Callable[[], Iterator[tuple[int, Frame]]],
        close: Callable[[], None],
    ) -> None:
        self.name = name
        self._repository_id = repository_id
        self._frames = frames
        self.close = close

    def history(self, repository_id: bytes) -> Expected:
        """As ``Supply.history``."""
        if repository_id != self._repository_id:
            return Expected()
        return Expected.by_copy(self._frames(), repository_id)

    def records(self, ids: Collection[bytes]) -> Iterator[Record]:
        """As ``Supply.records``; reads the whole copy."""
        wanted, verifier = set(ids), Verifier()
        for record in self._all():
            if record.id in wanted:
                verifier.check(record)
                yield record

    def beyond(self, known: Sequence[bytes]) -> list[bytes]:
        """As ``Supply.beyond``."""
        here = set(known)
        return sorted(record.id for record in self._all() if record.id not in here)

    def _all(self) -> Iterator[Record]:
        proof: seal.Seal | None = None
        for _, found in self._frames():
            if found.kind == frame.SEAL:
                proof = seal.Seal.decode(found.body)
            elif found.kind == frame.SIGNED:
                yield from signed_records(found)
            elif found.kind == frame.BLOCK and proof is not None:
                yield from sealed_records(found, proof)


class RemoteSupply:
    """A repository that is asked over the wire (docs/format/sync.md)."""

    def __init__(self, name: str, talk: Conversation) -> None:
        self.name = name
        self._talk = talk

    def history(self, repository_id: bytes) -> Expected:  # noqa: ARG002
        """As ``Supply.history``: a remote tells nothing of its log."""
        return Expected()

    def records(self, ids: Collection[bytes]) -> Iterator[Record]:
        """As ``Supply.records``. Raises RemoteFailed, and whatever is wrong with what comes."""
        ordered = sorted(ids)
        for at in range(0, len(ordered), _AT_ONCE):
            yield from self._some(ordered[at : at + _AT_ONCE])

    def _some(self, ids: list[bytes]) -> Iterator[Record]:
        """Those of ``ids`` that they have; a remote without one of them refuses all, so the half is asked for."""
        try:
            _, pack = self._talk.pack(Want(ids))
        except NotFound:
            if len(ids) > 1:
                yield from self._some(ids[: len(ids) // 2])
                yield from self._some(ids[len(ids) // 2 :])
            return
        left = _SURPLUS * (len(ids) + 1)
        for record, _ in verified(PackReader(pack)):
            left -= 1
            if not left:
                raise RemoteFailed(f"{self.name} sends more than it was asked for")
            yield record

    def beyond(self, known: Sequence[bytes]) -> list[bytes]:
        """As ``Supply.beyond``. Raises Refused where too little is left here to compare."""
        welcome = self._talk.hello(Hello(merkle.root(known), agent="steme"))
        if welcome.head is None or welcome.head.root == merkle.root(known):
            return []
        own = cast("Holdings", _Known(known))  # a comparison asks for no more than that
        walk = Walk(own, len(known), welcome.head.count, welcome.head.root, welcome.head.count)
        missing = walk.differences(_Asking(self._talk), welcome.top).missing
        if missing is None:
            raise Refused(f"too little is left here to compare with {self.name}; clone it, or name a backup")
        return missing

    def close(self) -> None:
        """Hang up."""
        self._talk.close()


class _Asking:
    def __init__(self, talk: Conversation) -> None:
        self._talk = talk

    def nodes(self, paths: Sequence[Path]) -> Sequence[bytes | None]:
        """As ``Asked.nodes``."""
        return self._talk.nodes(paths).nodes

    def leaves(self, paths: Sequence[Path]) -> Sequence[Sequence[bytes]]:
        """As ``Asked.leaves``."""
        return self._talk.leaves(paths).lists


class _Known:
    """The little of ``Holdings`` that a comparison asks of this side, over ids that ascend."""

    def __init__(self, known: Sequence[bytes]) -> None:
        self._known = known

    def node(self, path: Path) -> bytes | None:  # noqa: ARG002
        """Nothing is kept: the digests are made from the ids."""
        return None

    def ids_below(self, path: Path) -> Sequence[bytes]:
        """As ``Holdings.ids_below``."""
        low, high = merkle.bounds(path)
        end = len(self._known) if high is None else bisect_left(self._known, high)
        return self._known[bisect_left(self._known, low) : end]
