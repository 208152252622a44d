"""Inclusion: the head under which an object can be proved to anybody, and whether that works."""

from __future__ import annotations

from repo_format.errors import StemeError
from steme import moments
from steme.proofs import prove

TYPE_CHECKING = False
if TYPE_CHECKING:
    from repo_format.head import Head
    from repo_format.storage.snapshot import Snapshot
    from steme.moments import Moment


class Inclusion:
    """That an object belongs to the ``head`` of a moment, by default the newest, that of ``commit``; ``levels`` lie
    between it and the root.

    ``problem`` is None where the whole proof holds, else the error that says what does not; then there is no head.
    """

    __slots__ = ("commit", "head", "levels", "problem")

    def __init__(self, view: Snapshot, object_id: bytes, moment: Moment | None = None) -> None:
        moment = moment or moments.newest(view)
        self.commit = moment.commit
        self.head: Head | None = None
        self.levels = 0
        self.problem: StemeError | None = None
        try:
            proof = prove(view, object_id.hex(), moment)
        except StemeError as error:
            self.problem = error
        else:
            self.head = proof.head
            self.levels = len(proof.path.levels)
