"""Nanopublications in TriG: one for every claim, with its provenance and its signature.

Four graphs each, by https://nanopub.net/guidelines/working_draft/; docs/semantics/provenance.md, section 5, says what
stands in them. Other objects are passed over; what they did to a claim is said of it.
"""

from __future__ import annotations

from repo_format.objects.assertion import Assertion
from repo_format.vocabulary import DEFAULT_LIFECYCLE, TIERS
from steme.outside import iris, turtle
from steme.outside.cited import Sources
from steme.outside.judged import judged

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from repo_format.record import Record
    from steme.outside.judged import Judged
    from steme.repository import Repository
    from steme.wanted import Wanted

    Triples = list[tuple[str, str]]

NANOPUB = "urn:steme:nanopub:"
PREFIXES = f"""\
@prefix np: <http://www.nanopub.org/nschema#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix steme: <{iris.TERM}> .
"""


def lines(repository: Repository, wanted: Wanted) -> Iterator[bytes]:
    """The prefixes and then a nanopublication for each wanted claim, oldest first. Raises Damaged."""
    sources = Sources(repository)
    yield PREFIXES.encode()
    for one in judged(repository, wanted):
        claim = one.entry.payload
        if isinstance(claim, Assertion):
            yield _nanopub(one, claim, sources).encode()


def _nanopub(one: Judged, claim: Assertion, sources: Sources) -> str:
    record = one.entry.record
    this = NANOPUB + record.id.hex()
    head = [
        ("a", "np:Nanopublication"),
        ("np:hasAssertion", turtle.iri(f"{this}#assertion")),
        ("np:hasProvenance", turtle.iri(f"{this}#provenance")),
        ("np:hasPublicationInfo", turtle.iri(f"{this}#pubinfo")),
    ]
    graphs = {
        "Head": _said_of(turtle.iri(this), head),
        "assertion": _assertion(this, claim),
        "provenance": _provenance(this, claim, sources),
        "pubinfo": _said_of(turtle.iri(this), _publication(one, record, claim)),
    }
    return "".join(f"\n{turtle.iri(f'{this}#{name}')} {{\n{triples}}}\n" for name, triples in graphs.items())


def _said_of(subject: str, triples: Triples) -> str:
    said = " ;\n    ".join(f"{predicate} {value}" for predicate, value in triples)
    return f"  {subject} {said} .\n"


def _assertion(this: str, claim: Assertion) -> str:
    subject, predicate = turtle.iri(iris.of_subject(claim.subject)), turtle.iri(iris.of_predicate(claim.predicate))
    if claim.unit is None:
        return _said_of(subject, [(predicate, turtle.value(claim.value))])
    quantity = turtle.iri(f"{this}#quantity")
    amount = [("rdf:value", turtle.value(claim.value)), ("steme:unit", turtle.string(claim.unit))]
    return _said_of(subject, [(predicate, quantity)]) + _said_of(quantity, amount)


def _provenance(this: str, claim: Assertion, sources: Sources) -> str:
    said = [
        ("prov:wasAttributedTo", turtle.iri(iris.of_key(claim.author))),
        ("prov:generatedAtTime", turtle.time(claim.time)),
        ("steme:confidence", turtle.number(claim.confidence)),
        ("steme:tier", turtle.string(TIERS[claim.tier])),
        ("steme:lifecycle", turtle.string(claim.lifecycle or DEFAULT_LIFECYCLE)),
    ]
    if claim.epoch is not None:
        said.append(("steme:epoch", turtle.string(claim.epoch)))
    if claim.parent is not None:
        said.append(("prov:wasDerivedFrom", turtle.iri(f"{NANOPUB}{claim.parent}#assertion")))
    if claim.source is None:
        return _said_of(turtle.iri(f"{this}#assertion"), said)
    source = turtle.iri(iris.of_object(claim.source))
    said.append(("prov:hadPrimarySource", source))
    about = _source(claim.source, sources)
    return _said_of(turtle.iri(f"{this}#assertion"), said) + (_said_of(source, about) if about else "")


def _source(source_id: str, sources: Sources) -> Triples:
    cited = sources.get(source_id)
    if cited is None:
        return []
    source = cited.source
    said = [("dcterms:identifier", turtle.string(source.name)), ("steme:status", turtle.string(cited.status))]
    texts = {"title": source.title, "publisher": source.publisher, "license": source.licence}
    said += [(f"dcterms:{name}", turtle.string(text)) for name, text in texts.items() if text is not None]
    if source.edition is not None:
        said.append(("steme:edition", turtle.string(source.edition)))
    if source.published is not None:
        said.append(("dcterms:issued", turtle.time(source.published)))
    if source.url is not None:
        said.append(("prov:atLocation", turtle.iri(source.url)))
    return said


def _publication(one: Judged, record: Record, claim: Assertion) -> Triples:
    said = [
        ("dcterms:created", turtle.time(claim.time)),
        ("dcterms:creator", turtle.iri(iris.of_key(claim.author))),
        ("prov:wasDerivedFrom", turtle.iri(iris.of_object(record.id.hex()))),
    ]
    if record.seal is None:
        said.append(("steme:signature", turtle.string(record.signature.hex())))
    else:
        said.append(("steme:seal", turtle.string(record.seal.id.hex())))
        said.append(("steme:seal_signature", turtle.string(record.seal.signature.hex())))
    if one.reason:
        said.append(("steme:set_aside", turtle.string(one.reason)))
    if one.by:
        said.append(("steme:set_aside_by", turtle.iri(iris.of_object(one.by.hex()))))
    if claim.note is not None:
        said.append(("dcterms:description", turtle.string(claim.note)))
    return said
