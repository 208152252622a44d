"""Acts from what a person typed: beginnings of ids and names become ids, and what they are about has to be here."""

from __future__ import annotations

from repo_format import objects
from repo_format.errors import InvalidInput, NotFound, shown
from repo_format.objects.alias import Alias
from repo_format.objects.assertion import Assertion
from repo_format.objects.epoch import Epoch
from repo_format.objects.retraction import Retraction
from repo_format.objects.source_status import SourceStatus
from repo_format.objects.stage import Stage
from repo_format.objects.supersession import Supersession
from repo_format.objects.vote import Vote
from repo_format.storage import tables
from repo_format.storage.terms import key_of
from steme.repository import resolve
from steme.sources import find_source
from steme.times import parse_time
from steme.values import is_number, parse_number

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypedDict

    from repo_format.objects import Payload
    from repo_format.storage.snapshot import Snapshot

    class Common(TypedDict):
        """What every act has."""

        author: str
        reason: str | None
        time: int


_NOT_TAKEN_BACK = {
    "agent": "what the owner of a key says about it stands for good",
    "delegation": "`steme delegate KEY --weight 0` ends it",
    "erasure": "what was erased does not come back",
}
"""Kinds that a retraction does nothing to, and what does."""


class Drafts:
    """Acts by ``author`` (a key of 32 bytes) at ``time`` (microseconds), with a ``reason`` or None.

    Every method raises NotFound or AmbiguousId for an object that is not here, InvalidInput for one of the wrong kind.
    ``remarks`` collects sentences on what is allowed and yet may not be meant.
    """

    def __init__(self, view: Snapshot, author: bytes, time: int, reason: str | None = None) -> None:
        self._view = view
        self.remarks: list[str] = []
        self._common: Common = {"author": author.hex(), "reason": reason, "time": time}

    def vote(self, target: str, weight: str = "1") -> Vote:
        """A vote on an assertion, its weight as typed: -1 (against) to 1 (for), 0 to withdraw an earlier one."""
        if not is_number(weight):
            raise InvalidInput("weight", f"{shown(weight)} is not a number from -1 to 1")
        return Vote(**self._common, target=self._assertion(target)[0], weight=parse_number(weight))

    def supersession(self, old: str, new: str) -> Supersession:
        """The assertion ``new`` takes the place of the assertion ``old``."""
        (old_id, replaced), (new_id, replacing) = self._assertion(old), self._assertion(new)
        if (replaced.subject, replaced.predicate) != (replacing.subject, replacing.predicate):
            self.remarks.append(
                f"{new_id[:12]} is about something else than {old_id[:12]}, whose question is left without it"
            )
        return Supersession(**self._common, old=old_id, new=new_id)

    def stage(self, target: str, stage: str) -> Stage:
        """An assertion moves to a stage of its lifecycle."""
        return Stage(**self._common, target=self._assertion(target)[0], stage=stage.lower().replace("-", "_"))

    def retraction(self, target: str, cascade: bool = False) -> Retraction | SourceStatus:
        """An object is taken back; a source by its status, so that it can be active again."""
        identifier, payload = self._object(target)
        if payload.kind in _NOT_TAKEN_BACK:
            way = _NOT_TAKEN_BACK[payload.kind]
            raise InvalidInput("id", f"{identifier[:12]} is of kind {payload.kind} and is not retracted; {way}")
        if payload.kind == "source":
            return SourceStatus(**self._common, source=identifier, status="retracted")
        return Retraction(**self._common, target=identifier, cascade=True if cascade else None)

    def source_status(self, source: str, status: str) -> SourceStatus:
        """A source, by name or id, becomes active, quarantined or retracted."""
        return SourceStatus(**self._common, source=find_source(self._view, source).id.hex(), status=status)

    def alias(self, alias: str, subject: str) -> Alias:
        """``alias`` is another name of ``subject``."""
        made = Alias(**self._common, alias=alias, subject=subject)
        made.check()
        for one in (alias, subject):
            term = self._view.term(key_of(tables.TERM_SUBJECT, one))
            if not term or not self._view.predicates(term):
                self.remarks.append(f"nobody claims anything about {shown(one)} yet")
        return made

    def epoch(
        self, name: str, supersedes: str | None = None, description: str | None = None, starts: str | None = None
    ) -> Epoch:
        """An epoch, with the name of the one that it supersedes; ``starts`` is a time as typed.

        Raises NotFound where no claim and no epoch has the superseded name.
        """
        begins = parse_time(starts, field="starts") if starts else None
        author, time = self._common["author"], self._common["time"]
        made = Epoch(author=author, description=description, name=name, starts=begins, supersedes=supersedes, time=time)
        made.check()
        if supersedes and not self._view.term(key_of(tables.TERM_EPOCH, supersedes)):
            raise NotFound(
                f"no claim and no epoch here has the name {shown(supersedes)}; `steme epoch list` shows them"
            )
        return made

    def _assertion(self, text: str) -> tuple[str, Assertion]:
        identifier, payload = self._object(text)
        if not isinstance(payload, Assertion):
            raise InvalidInput("id", f"{identifier[:12]} is of kind {payload.kind}; this is said of assertions alone")
        return identifier, payload

    def _object(self, text: str) -> tuple[str, Payload]:
        record = self._view.record(self._view.seq_of(resolve(self._view, text)))
        if record.payload is None:
            raise InvalidInput("id", f"{record.id.hex()[:12]} was erased; nothing is left to act on")
        return record.id.hex(), objects.read(record.payload)
