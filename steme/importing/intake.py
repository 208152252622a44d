"""Where imported objects go: into a transaction, claims under seals; or, in a rehearsal, into a count."""

from __future__ import annotations

from itertools import compress

from repo_format import signature
from repo_format.limits import MAX_SEAL
from repo_format.seal import Seal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Protocol

    from repo_format.objects import Payload
    from repo_format.objects.assertion import Assertion
    from repo_format.storage.snapshot import Snapshot
    from repo_format.storage.transaction import Transaction
    from steme.importing.report import Report
    from steme.keys import SigningKey

    SealedObject = tuple[int, bytes, bytes, Payload | None]
    """Place in the seal, id, payload (empty when erased), the payload read (None when erased)."""

    class Intake(Protocol):
        """What an import needs; both counts of its report are kept up to date by it, at the latest by ``finish``."""

        def add_claim(self, object_id: bytes, payload: bytes, claim: Assertion) -> None:
            """Take a checked claim of the importing key."""

        def add_signed(self, object_id: bytes, payload: bytes, read: Payload, proof: bytes) -> None:
            """Take a verified object with a signature of its own."""

        def add_erased(self, object_id: bytes, author: bytes, proof: bytes) -> None:
            """Take an erased object with a verified signature of its own."""

        def add_sealed(self, seal: Seal, objects: Sequence[SealedObject]) -> None:
            """Take verified objects of one seal."""

        def finish(self) -> None:
            """Take nothing more."""


class Recording:
    """Puts everything into a transaction, which somebody else commits."""

    def __init__(self, transaction: Transaction, key: SigningKey, now: int, report: Report, sealed: bool) -> None:
        """``now`` stamps the seals; without ``sealed`` every claim gets a signature of its own."""
        self._transaction = transaction
        self._key = key
        self._now = now
        self._report = report
        self._ids: list[bytes] = []
        self._payloads: list[bytes] = []
        self._claims: list[Assertion] = []
        self._sealed = sealed

    def add_claim(self, object_id: bytes, payload: bytes, claim: Assertion) -> None:
        """As in ``Intake``. Claims wait until there are enough for a seal."""
        if not self._sealed:
            self.add_signed(object_id, payload, claim, signature.sign_object(self._key.secret, object_id))
            return
        self._ids.append(object_id)
        self._payloads.append(payload)
        self._claims.append(claim)
        if len(self._claims) == MAX_SEAL:
            self._seal_claims()

    def _seal_claims(self) -> None:
        ids, payloads, claims = self._ids, self._payloads, self._claims
        self._ids, self._payloads, self._claims = [], [], []
        self._transaction.flush()
        seqs = self._transaction.claim_each(ids)
        is_new = [seq > 0 for seq in seqs]
        self._report.present += len(ids)
        if not all(is_new):
            ids, payloads = list(compress(ids, is_new)), list(compress(payloads, is_new))
            claims = list(compress(claims, is_new))
        if ids:
            seal = Seal.sign(self._key.secret, self._now, tuple(ids))
            self._transaction.add_whole(seal, max(seqs) + 1 - len(ids), payloads, claims)
        self._report.added += len(ids)
        self._report.present -= len(ids)

    def add_signed(self, object_id: bytes, payload: bytes, read: Payload, proof: bytes) -> None:
        """As in ``Intake``."""
        self._count(self._transaction.add(object_id, payload, read, proof))

    def add_erased(self, object_id: bytes, author: bytes, proof: bytes) -> None:
        """As in ``Intake``."""
        self._count(self._transaction.add_erased(object_id, author, proof))

    def _count(self, was_new: bool) -> None:
        if was_new:
            self._report.added += 1
        else:
            self._report.present += 1

    def add_sealed(self, seal: Seal, objects: Sequence[SealedObject]) -> None:
        """As in ``Intake``."""
        ordered = sorted(objects, key=_place)
        self._transaction.flush()
        seqs = self._transaction.claim_each([entry[1] for entry in ordered])
        entries = [(seq, *entry) for seq, entry in zip(seqs, ordered, strict=True) if seq]
        self._transaction.add_sealed(seal, entries)
        self._report.added += len(entries)
        self._report.present += len(objects) - len(entries)

    def finish(self) -> None:
        """As in ``Intake``; what waited is sealed."""
        if self._claims:
            self._seal_claims()


class Rehearsal:
    """Counts what would be added and writes nothing; costs about 100 bytes of memory an object."""

    def __init__(self, view: Snapshot, report: Report) -> None:
        self._view = view
        self._report = report
        self._seen: set[bytes] = set()

    def add_claim(self, object_id: bytes, payload: bytes, claim: Assertion) -> None:  # noqa: ARG002
        """As in ``Intake``."""
        self._take(object_id)

    def add_signed(self, object_id: bytes, payload: bytes, read: Payload, proof: bytes) -> None:  # noqa: ARG002
        """As in ``Intake``."""
        self._take(object_id)

    def add_erased(self, object_id: bytes, author: bytes, proof: bytes) -> None:  # noqa: ARG002
        """As in ``Intake``."""
        self._take(object_id)

    def add_sealed(self, seal: Seal, objects: Sequence[SealedObject]) -> None:  # noqa: ARG002
        """As in ``Intake``."""
        for _, object_id, _, _ in objects:
            self._take(object_id)

    def finish(self) -> None:
        """As in ``Intake``."""

    def _take(self, object_id: bytes) -> None:
        if object_id in self._seen or self._view.seq_of(object_id):
            self._report.present += 1
        else:
            self._seen.add(object_id)
            self._report.added += 1


def _place(entry: SealedObject) -> int:
    return entry[0]
