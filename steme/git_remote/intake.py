"""Taking in what is pushed to a git remote: a pack becomes a commit behind what is there, however many others push."""

from __future__ import annotations

import random
import time

from repo_format import head, merkle, refs
from repo_format.errors import Busy, Refused
from repo_format.head import Head
from repo_format.pack.reader import PackReader, verified
from steme import times
from steme.git_remote import content, objects
from steme.git_remote.history import erased_by
from steme.git_remote.ledger import Step
from steme.receiving.received import Received

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from repo_format.pack.source import Bytes
    from steme.git_remote.visit import Visit
    from steme.keys import SigningKey

ATTEMPTS = 100
"""Races lost in a row before a push gives up; with a random pause after each, dozens of others get through as well."""

LONGEST_PAUSE = 1.0


class GitIntake:
    """Appends packs and tags to the history of a git remote, each push as one commit signed with ``key``."""

    max_objects = 2**32 - 1
    max_bytes = content.PART_BYTES * content.MAX_PARTS

    def __init__(self, visit: Visit, key: SigningKey) -> None:
        self._visit = visit
        self._key = key
        self._erasures: dict[str, str] = {}

    def waiting(self, transfer: bytes) -> tuple[int, bytes]:  # noqa: ARG002 - as every intake
        """Nothing: git takes a push as a whole or not at all."""
        return 0, bytes(32)

    def take(
        self,
        transfer: bytes,  # noqa: ARG002
        offset: int,
        source: Bytes,
        named: Sequence[tuple[str, Head]],
    ) -> Received:
        """Check every object, and push what is new; everything has arrived at the remote on return.

        :raises MalformedObject, BadSignature, FromTheFuture: the pack does not hold; nothing was pushed.
        :raises RemoteFailed: git or the remote failed. :raises Busy: others were faster ``ATTEMPTS`` times.
        """
        if offset:
            raise Refused("a push to a git repository begins at its beginning")
        parts = _Parts(self._visit)
        object_ids, erased = [], 0
        for record, _ in verified(PackReader(parts.passed(source))):
            object_ids.append(record.id)
            erased += record.payload is None
            self._erasures.update(erased_by(record))
        wanted = dict(_full(named))
        for attempt in range(ATTEMPTS):
            new = self._visit.state.new(object_ids)
            if self._push(new, parts.oids if new else [], len(object_ids), wanted):
                return self._received(len(new), len(object_ids), erased, wanted)
            time.sleep(random.random() * min(LONGEST_PAUSE, 0.02 * 2**attempt))  # noqa: S311 - not a secret
        raise Busy(f"others pushed to the git repository {ATTEMPTS} times in between; try again")

    def _push(self, new: list[bytes], parts: list[str], records: int, wanted: dict[str, Head]) -> bool:
        """Push a commit, if there is anything new; False where somebody was faster and all has to be done again."""
        visit, state = self._visit, self._visit.state
        fresh = {name: signed for name, signed in wanted.items() if name not in state.tags}
        if not new and not fresh:
            return True
        signed = self._head(new)
        tags = objects.write_blob(visit.git, content.write_tags(fresh)) if fresh else ""
        blob = objects.write_blob(visit.git, signed.encode())
        tree = objects.write_tree(visit.git, content.files(blob, tags, parts))
        who, seconds = self._key.public.hex()[:12], signed.time // 1_000_000
        commit = objects.write_commit(visit.git, tree, state.tip, who, seconds, _message(len(new), fresh, signed))
        if not visit.push(commit):
            return False
        if not visit.state.has(commit):
            state.add(Step(commit, signed, records if parts else 0, parts), fresh, new)
            state.erasures.update(self._erasures if parts else {})
            visit.keep()
        return True

    def _received(self, added: int, objects_in_pack: int, erased: int, wanted: dict[str, Head]) -> Received:
        made, state = Received(), self._visit.state
        made.added, made.present, made.erased = added, objects_in_pack - added, erased
        made.first_seq, made.next_seq = state.count - added + 1, state.count + 1
        made.head = state.head
        made.kept_tags = tuple(sorted(name for name, signed in wanted.items() if state.tags.get(name) != signed))
        made.set_tags = tuple(sorted(wanted.keys() - set(made.kept_tags)))
        return made

    def _head(self, new: list[bytes]) -> Head:
        state, key = self._visit.state, self._key
        root = merkle.digest(sorted((*state.ids(), *new)))
        previous = state.head.id if state.head else head.NO_HEAD
        fields = (state.repository, state.count + len(new), root, previous, times.now(), key.public)
        return Head(*fields, key.sign_head_id(Head(*fields).id))


def _full(named: Sequence[tuple[str, Head]]) -> Iterator[tuple[str, Head]]:
    return ((refs.tag_ref(name), signed) for name, signed in named)


def _message(added: int, tags: dict[str, Head], signed: Head) -> str:
    """What `git log refs/steme/main` shows."""
    subject = f"Add {added:,} object{'' if added == 1 else 's'}"
    if not added:
        subject = "Add a tag" if len(tags) == 1 else f"Add {len(tags)} tags"
    told = [f"steme: {signed.count:,} objects", f"root: {signed.root.hex()}", f"signed by: {signed.signer.hex()}"]
    return "\n".join([subject, "", *told])


class _Parts:
    """Keeps a pack as blobs while it passes by; ``oids`` are all of them once it has passed."""

    def __init__(self, visit: Visit) -> None:
        self._git = visit.git
        self._gathered = bytearray()
        self.oids: list[str] = []

    def passed(self, source: Bytes) -> Iterator[bytes]:
        """The same bytes."""
        read = getattr(source, "read", None)
        pieces = iter(lambda: read(64 * 1024), b"") if read is not None else iter(source)  # type: ignore[arg-type]
        for piece in pieces:
            self._gathered += piece
            while len(self._gathered) >= content.PART_BYTES:
                self._keep(content.PART_BYTES)
            yield piece
        if self._gathered:
            self._keep(len(self._gathered))

    def _keep(self, size: int) -> None:
        self.oids.append(objects.write_blob(self._git, bytes(self._gathered[:size])))
        del self._gathered[:size]
