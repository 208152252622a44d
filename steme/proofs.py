"""Making inclusion proofs from a repository, and checking those that somebody hands over (docs/format/proofs.md)."""

from __future__ import annotations

from repo_format import merkle, proof, proof_document
from repo_format.errors import Damaged, FromTheFuture, InvalidInput, NotFound, Refused
from repo_format.ids import parse_id
from repo_format.storage import commits, tables
from steme import keys, moments
from steme.repository import resolve

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from repo_format.objects import Payload
    from repo_format.proof import Path, Proof
    from repo_format.storage.snapshot import Snapshot
    from steme.moments import Moment

MAX_DOCUMENT = proof_document.MAX_DOCUMENT


def prove(view: Snapshot, text: str, moment: Moment | None = None) -> Proof:
    """A proof that the object which an id or a prefix means belongs to the head of ``moment``, by default the newest.

    It is checked before it is handed out. For the newest head it costs one look-up a level; for an older one the trie
    of that time is computed from all ids, about a second for a million. Raises NotFound for an object that is not
    here, came later or was erased, and what ``Proof.check`` and ``Snapshot.record`` raise.
    """
    object_id = resolve(view, text)
    record = view.record(view.seq_of(object_id))
    moment = moment or moments.newest(view)
    head = commits.head_at(view, moment.commit) if moment.commit else None
    if head is None or record.seq > head.count:
        raise NotFound(f"object {object_id.hex()[:12]} is not under that head; it came later, as number {record.seq}")
    if record.payload is None:
        raise NotFound(f"object {object_id.hex()[:12]} was erased; without its payload nothing can be proved of it")
    path = _path(view, object_id, head.count)
    if path.root(object_id) != head.root:
        raise Damaged("the ids in the index do not have the root that the head names; run `steme reindex`")
    made = proof.Proof(record.payload, record.signature, record.seal, path, head)
    try:
        made.check()
    except FromTheFuture:
        raise
    except Refused as error:
        raise Damaged(f"object {object_id.hex()[:12]} cannot be proved: {error}; run `steme fsck`") from error
    return made


def _path(view: Snapshot, object_id: bytes, count: int) -> Path:
    if count == view.count:
        trie = view.trie
        return proof.path_to(object_id, trie.entries, trie.below)
    ordered = list(_ids_upto(view, count))
    nodes: dict[merkle.Path, bytes] = {}
    merkle.digest(ordered, keep=nodes.__setitem__)
    return proof.path_to(object_id, nodes.get, lambda path: _below(ordered, path))


def _ids_upto(view: Snapshot, bound: int) -> Iterator[bytes]:
    """The ids that arrived up to number ``bound``, in order of the ids."""
    last = tables.U32.pack(bound)
    with view.txn.cursor(view.databases[tables.IDS]) as cursor:
        for object_id, seq in cursor.iternext():
            if seq <= last:
                yield object_id


def _below(ordered: list[bytes], path: merkle.Path) -> list[bytes]:
    low, high = merkle.bounds(path)
    return [one for one in ordered if low <= one and (high is None or one < high)]


def check(data: bytes, signer: bytes | None = None) -> tuple[Proof, Payload]:
    """The proof in a document and the payload that it proves, if every link of it holds. Needs no repository.

    ``signer`` is the public key (32 bytes) that must have signed the head; None leaves it open. Raises MalformedObject
    for what is no proof, Refused or BadSignature naming the link that broke, FromTheFuture.
    """
    given = proof_document.decode(data)
    payload = given.check()
    if signer is not None and given.head.signer != signer:
        raise Refused(f"the head is signed by {given.head.signer.hex()[:12]}, not by {signer.hex()[:12]} as demanded")
    return given, payload


def signer_named(text: str) -> bytes:
    """The public key that a person demands of a signer: all its 64 digits, or a key of this machine as ``keys.find``
    knows it. Never the beginning of a key that only the proof has: those can be made to measure.

    Raises NotFound, AmbiguousId, and Refused for a key file that is not private.
    """
    try:
        return parse_id(text)
    except InvalidInput:
        return keys.find(text, public=True).public
