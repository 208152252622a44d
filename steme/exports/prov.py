"""W3C PROV in JSON: who said what, when, and what it derives from. Every object is an entity, every key an agent.

The form is https://www.w3.org/submissions/prov-json/; docs/semantics/provenance.md, section 5, says what becomes what.
"""

from __future__ import annotations

from repo_format.objects.delegation import Delegation
from repo_format.objects.supersession import Supersession
from steme.acts.marks import PARENT_RETRACTED, RETRACTED, SOURCE_RETRACTED, SUPERSEDED
from steme.history import target_of
from steme.outside.attributes import PREFIXES, attributes, name
from steme.outside.judged import judged
from steme.outside.people import profile_names
from steme.outside.sections import Sections
from steme.sources import read_source
from steme.times import format_time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from repo_format.objects import Payload
    from repo_format.record import Record
    from steme.outside.attributes import Plain
    from steme.outside.judged import Judged
    from steme.repository import Repository
    from steme.wanted import Wanted


_INVALID = (RETRACTED, SUPERSEDED, SOURCE_RETRACTED, PARENT_RETRACTED)
"""Reasons to step aside that PROV would call invalidation; a quarantine, for one, may end."""


def lines(repository: Repository, wanted: Wanted) -> Iterator[bytes]:
    """The document in pieces, once all wanted objects have been read; sources that they cite come along. Raises
    Damaged.
    """
    with repository.snapshot() as view:
        document = _Document(profile_names(view))
    for one in judged(repository, wanted):
        document.add(one)
    with repository.snapshot() as view:
        for source in sorted(document.cited - document.there):
            seq = view.seq_of(bytes.fromhex(source))
            if seq and view.record(seq).payload is not None:
                document.entity(view.record(seq), read_source(view, seq).source)
    yield from document.pieces()


class _Document:
    """What is ``there`` as an entity, and the sources that are ``cited``; ids in hex."""

    def __init__(self, people: Mapping[str, str]) -> None:
        self._people = people
        self._sections = Sections()
        self._agents: set[str] = set()
        self._relations = 0
        self.there: set[str] = set()
        self.cited: set[str] = set()

    def add(self, one: Judged) -> None:
        """An object, and what it says about others."""
        record, payload = one.entry.record, one.entry.payload
        if payload is None:
            self._sections.put("entity", f"object:{record.id.hex()}", {"prov:type": name("steme:Erased")})
            return
        self.entity(record, payload, one.reason)
        if one.reason in _INVALID:
            by = {"steme:statement": name(f"object:{one.by.hex()}")} if one.by else {}
            self._say(
                "wasInvalidatedBy", {"prov:entity": f"object:{record.id.hex()}", "steme:reason": one.reason, **by}
            )
        self._relate(record.id.hex(), payload)

    def entity(self, record: Record, payload: Payload, set_aside: str = "") -> None:
        """An object as an entity that was generated when its author says, and is attributed to them."""
        entity, proof = f"object:{record.id.hex()}", {"steme:signature": record.signature.hex()}
        if record.seal is not None:
            proof = {"steme:seal": record.seal.id.hex(), "steme:seal_signature": record.seal.signature.hex()}
        self.there.add(record.id.hex())
        self._agents.add(payload.author)
        standing = {"steme:set_aside": set_aside} if set_aside else {}
        self._sections.put("entity", entity, {**attributes(payload), **proof, **standing})
        self._say("wasGeneratedBy", {"prov:entity": entity, "prov:time": format_time(payload.time)})
        self._say("wasAttributedTo", {"prov:entity": entity, "prov:agent": f"key:{payload.author}"})

    def _relate(self, object_id: str, payload: Payload) -> None:
        source, parent, about = getattr(payload, "source", None), getattr(payload, "parent", None), target_of(payload)
        if source and payload.kind == "assertion":
            self.cited.add(source)
            self._derived(object_id, source, {"prov:type": name("prov:PrimarySource")})
        if parent:
            self._derived(object_id, parent)
        if about:
            influence: Plain = {"prov:influencee": f"object:{object_id}", "prov:influencer": f"object:{about}"}
            self._say("wasInfluencedBy", influence)
        statement = {"steme:statement": name(f"object:{object_id}")}
        if isinstance(payload, Supersession):
            self._derived(payload.new, payload.old, {"prov:type": name("prov:Revision"), **statement})
        elif isinstance(payload, Delegation) and payload.weight > 0:
            self._agents.add(payload.delegate)
            pair = {"prov:delegate": f"key:{payload.delegate}", "prov:responsible": f"key:{payload.author}"}
            self._say("actedOnBehalfOf", {**pair, **statement})

    def _derived(self, new: str, old: str, more: Plain | None = None) -> None:
        pair = {"prov:generatedEntity": f"object:{new}", "prov:usedEntity": f"object:{old}"}
        self._say("wasDerivedFrom", {**pair, **(more or {})})

    def _say(self, relation: str, said: Plain) -> None:
        self._relations += 1
        self._sections.put(relation, f"_:r{self._relations}", said)

    def pieces(self) -> Iterator[bytes]:
        """The whole document."""
        for key in sorted(self._agents):
            label = self._people.get(key)
            self._sections.put("agent", f"key:{key}", {"prov:label": label} if label else {})
        yield from self._sections.document({"prefix": PREFIXES})
