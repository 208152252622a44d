"""One transaction: the objects of a checked pack, heads of others and the refs that name them, or nothing at all."""

from __future__ import annotations

import gc

from repo_format import block, frame, head
from repo_format.errors import BadSignature
from repo_format.record import signed_records
from repo_format.rereading import Rereader
from repo_format.seal import Seal
from repo_format.storage import commits
from steme import times
from steme.receiving.reasons import has_erasure
from steme.receiving.received import Received

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from repo_format.frame import Frame
    from repo_format.objects import Payload
    from repo_format.record import Record
    from repo_format.storage.transaction import Signer, Transaction
    from steme.receiving.gate import Gate, Watch
    from steme.receiving.quarantine import Quarantine
    from steme.receiving.spooling import Checked
    from steme.receiving.terms import Terms
    from steme.repository import Repository


def publish(
    repository: Repository, quarantine: Quarantine, checked: Checked, gate: Gate, terms: Terms, signer: Signer
) -> Received:
    """Take in what is new of a checked pack, durably. Raises Refused, Busy, StorageFailed; then nothing was changed."""
    collecting = gc.isenabled()
    gc.disable()  # the rows of a hundred thousand objects hold no cycles, and looking for some costs a seventh more
    try:
        return _publish(repository, quarantine, checked, gate, terms, signer)
    finally:
        if collecting:
            gc.enable()


def _publish(
    repository: Repository, quarantine: Quarantine, checked: Checked, gate: Gate, terms: Terms, signer: Signer
) -> Received:
    received = Received()
    with repository.begin() as transaction:
        received.first_seq = transaction.view().count + 1
        watch = gate.open(transaction.view())
        minus = terms.ours_alone(transaction.view())
        taking = Taking(transaction, watch, checked, minus)
        for found in quarantine.frames(checked.place.offset):
            taking.take(found)
        transaction.flush()
        watch.check_count(transaction.added)
        received.added, received.erased = transaction.added, taking.erased
        received.present = checked.place.totals.objects - transaction.added
        received.next_seq = received.first_seq + transaction.added
        received.came = frozenset(taking.came)
        _check_root(transaction, terms, minus - taking.came, received.next_seq - 1)
        _set_refs(transaction, terms, received)
        commit = transaction.commit(signer, times.now())
    received.head = commit.head if commit else _newest(repository)
    return received


class Taking:
    """Puts the frames of a checked pack into a transaction, as they are where all of their objects are new."""

    def __init__(self, transaction: Transaction, watch: Watch, checked: Checked, minus: frozenset[bytes]) -> None:
        self._transaction = transaction
        self._view = transaction.view()
        self._watch = watch
        self._reasons = checked.reasons
        self._minus = minus
        self._read = Rereader()
        self._seal: Seal | None = None
        self._seal_offset = 0
        self.erased = 0
        self.came: set[bytes] = set()
        """Ids of ``minus`` that came nevertheless."""

    def take(self, found: Frame) -> None:
        """Take a frame of the pack. Raises Refused, BadSignature for an erased object without a reason."""
        if found.kind == frame.SEAL:
            self._seal, self._seal_offset = Seal.decode(found.body), 0
        elif found.kind == frame.BLOCK and self._seal is not None:
            self._take_block(found, self._seal)
        elif found.kind == frame.SIGNED:
            self._take_signed(found)

    def _take_block(self, found: Frame, seal: Seal) -> None:
        _, first, payloads = block.decode_block(found.flags, found.body)
        ids = seal.ids[first : first + len(payloads)]
        self._transaction.flush()
        seqs = self._transaction.claim_each(ids)
        self._note(ids)
        new = [place for place, seq in enumerate(seqs) if seq]
        if not new:
            return
        self._watch.check_author(seal.author)
        self._check_erased(ids[place] for place in new if not payloads[place])
        if not self._seal_offset:
            self._seal_offset = self._transaction.append_seal(seal)
        if len(new) == len(seqs):
            self._transaction.append_frame(
                frame.BLOCK, found.body, found.flags, seqs[0], len(seqs), self._seal_offset, first
            )
        else:
            self._append_parts(seal, first, seqs, payloads)
        read = self._read
        self._transaction.index([(seqs[at], ids[at], read(payloads[at])) for at in new if payloads[at]])

    def _append_parts(self, seal: Seal, first: int, seqs: list[int], payloads: list[bytes]) -> None:
        """Append the new ones of a block, in runs that follow each other in the seal."""
        at = 0
        while at < len(seqs):
            end = at
            while end < len(seqs) and seqs[end]:
                end += 1
            if end > at:
                self._transaction.append_run(seal, self._seal_offset, seqs[at], first + at, payloads[at:end])
            at = end + 1

    def _take_signed(self, found: Frame) -> None:
        records = signed_records(found)
        reads = [None if one.payload is None else self._read(one.payload) for one in records]
        self._note([one.id for one in records])
        self._seal_offset = 0
        for record, read in zip(records, reads, strict=True):
            self._add(record, read)

    def _add(self, record: Record, read: Payload | None) -> None:
        if read is None or record.payload is None:
            is_new = self._transaction.add_erased(record.id, record.author, record.signature)
            if is_new:
                self._check_erased((record.id,))
        else:
            is_new = self._transaction.add(record.id, record.payload, read, record.signature)
        if is_new:
            self._watch.check_author(record.author or bytes.fromhex(read.author if read else ""))

    def _check_erased(self, ids: Iterable[bytes]) -> None:
        for object_id in ids:
            if object_id not in self._reasons and not has_erasure(self._view, object_id):
                raise BadSignature(
                    f"object {object_id.hex()[:12]} comes without its payload, and nothing signed says why; "
                    "nothing was taken in"
                )
            self.erased += 1

    def _note(self, ids: Iterable[bytes]) -> None:
        if self._minus:
            self.came.update(self._minus.intersection(ids))


def _check_root(transaction: Transaction, terms: Terms, minus: frozenset[bytes], count: int) -> None:
    """Raise Refused where what is here, without what is ours alone, is not what the other side has."""
    if terms.expect is None:
        return
    view, root = transaction.view(), transaction.root()
    ours = sorted(one for one in minus if view.seq_of(one))
    terms.check_root(view.trie.root_without(ours, count) if ours else root, count - len(ours))


def _set_refs(transaction: Transaction, terms: Terms, received: Received) -> None:
    view, kept = transaction.view(), []
    for name, signed in sorted(terms.heads.items()):
        now = commits.ref(view, name)
        if now not in (head.NO_HEAD, signed.id) and name.startswith("refs/tags/"):
            kept.append(name)
        elif now != signed.id:
            if not commits.number_of(view, signed.id):
                transaction.put_head(signed)
            transaction.set_ref(name, now, signed.id)
    received.kept_tags = tuple(kept)
    received.set_tags = tuple(
        name for name in sorted(terms.heads) if name.startswith("refs/tags/") and name not in kept
    )


def _newest(repository: Repository) -> head.Head | None:
    with repository.snapshot() as view:
        number = view.watermark.commit
        return commits.head_at(view, number) if number else None
