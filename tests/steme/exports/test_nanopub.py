"""Nanopublications, as rdflib reads them, and nanopub-sign where it is installed (it is for the benchmarks)."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from rdflib import Dataset, Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCTERMS, PROV, RDF, XSD

from repo_format.payload import Reference
from steme import history
from steme.exports import nanopub
from steme.wanted import Wanted
from tests.sample import HOSTILE, Sample
from tests.steme.acts.world import ALICE, BOB, World

pytestmark = [
    pytest.mark.filterwarnings("ignore:Dataset:DeprecationWarning"),
    pytest.mark.filterwarnings("ignore:ConjunctiveGraph:DeprecationWarning"),  # rdflib's own parser of TriG makes one
]

NP = Namespace("http://www.nanopub.org/nschema#")
STEME = Namespace("urn:steme:term:")
GRAPHS = ("Head", "assertion", "provenance", "pubinfo")


def text(repository: Any, wanted: Wanted | None = None) -> str:
    return b"".join(nanopub.lines(repository, wanted or Wanted())).decode()


def read(repository: Any, wanted: Wanted | None = None) -> Dataset:
    found = Dataset(default_union=False)
    found.parse(data=text(repository, wanted), format="trig")
    return found


def uri(object_id: str, part: str = "") -> URIRef:
    return URIRef(f"urn:steme:nanopub:{object_id}{part}")


def graph(found: Dataset, object_id: str, part: str) -> Graph:
    return found.graph(uri(object_id, f"#{part}"))


def said(found: Graph, subject: URIRef) -> dict[str, Any]:
    return {
        str(predicate).rpartition("#")[2].rpartition(":")[2].rpartition("/")[2]: o
        for predicate, o in found.predicate_objects(subject)
    }


def test_every_claim_is_a_nanopublication_by_the_guidelines(sample: Sample) -> None:
    with sample.open() as repository:
        found = read(repository)
        claims = list(history.entries(repository, Wanted(kind="assertion")))
    heads = list(found.quads((None, RDF.type, NP.Nanopublication, None)))
    assert len(heads) == len(claims)
    for this, _, _, head in heads:
        in_head = found.graph(head)
        parts = [in_head.value(this, NP[f"has{name}"]) for name in ("Assertion", "Provenance", "PublicationInfo")]
        assert len({this, head, *parts}) == 5
        assert all(len(found.graph(part)) for part in parts)
        assert len(in_head) == 4
        assertion, provenance, publication = parts
        assert (assertion, PROV.wasAttributedTo, None) in found.graph(provenance)
        assert (this, DCTERMS.created, None) in found.graph(publication)
    named = {str(one.identifier) for one in found.graphs() if len(one)}
    assert named == {f"{this}#{part}" for this, _, _, _ in heads for part in GRAPHS}
    assert not list(found.quads((None, None, None, URIRef("urn:x-rdflib:default"))))
    assert not [term for quad in found.quads() for term in quad if type(term).__name__ == "BNode"]


def test_a_claim_with_its_source_and_proof(sample: Sample) -> None:
    with sample.open() as repository:
        found = read(repository, Wanted(subject="country/as", predicate="population", author=sample.alice.public.hex()))
    one = sample.ids["sealed"]
    quantity = uri(one, "#quantity")
    assert (URIRef("urn:steme:subject:country/as"), URIRef("urn:steme:predicate:population"), quantity) in graph(
        found, one, "assertion"
    )
    assert said(graph(found, one, "assertion"), quantity) == {"value": Literal(1000), "unit": Literal("people")}
    provenance = graph(found, one, "provenance")
    about = said(provenance, uri(one, "#assertion"))
    source = URIRef(f"urn:steme:object:{sample.ids['factbook']}")
    assert about["wasAttributedTo"] == URIRef(f"urn:steme:key:{sample.alice.public.hex()}")
    assert about["generatedAtTime"].datatype == XSD.dateTime
    assert (about["confidence"], about["tier"]) == (Literal(0.9, datatype=XSD.double), Literal("regulatory"))
    assert about["hadPrimarySource"] == source
    assert {name: str(value) for name, value in said(provenance, source).items()} == {
        "identifier": "factbook", "status": "active", "title": "The World\u200b Factbook", "edition": "2025",
    }  # fmt: skip
    publication = said(graph(found, one, "pubinfo"), uri(one))
    assert (len(publication["seal"]), len(publication["seal_signature"])) == (64, 128)


def test_text_of_all_sorts_survives(sample: Sample) -> None:
    with sample.open() as repository:
        found = read(repository, Wanted(subject="drug/aspirin", predicate="note"))
        assert "\u200b" not in text(repository, Wanted(subject="drug/aspirin", predicate="note"))
    one = sample.ids["hostile"]
    values = list(graph(found, one, "assertion").objects())
    assert [str(value) for value in values] == [HOSTILE]
    assert str(said(graph(found, one, "pubinfo"), uri(one))["description"]) == HOSTILE


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (81, Literal(81)),
        (-5, Literal(-5)),
        (0.002, Literal(0.002, datatype=XSD.double)),
        (1e300, Literal(1e300, datatype=XSD.double)),
        (True, Literal(True)),
        ('a "quoted" \\ <word> \U0001f600\t\n', Literal('a "quoted" \\ <word> \U0001f600\t\n')),
        (Reference(ref="city/são paulo"), URIRef("urn:steme:subject:city/s%C3%A3o%20paulo")),
    ],
)
def test_values(world: World, value: object, expected: object) -> None:
    one = world.claim(ALICE, value, subject='who/says "so"<>{}|\\^`', predicate="100%")
    ((subject, predicate, given),) = graph(read(world.repository), one, "assertion")
    assert str(subject) == "urn:steme:subject:who/says%20%22so%22%3C%3E%7B%7D%7C%5C%5E%60"
    assert str(predicate) == "urn:steme:predicate:100%25"
    assert given == expected


def test_derivation_and_standing(world: World) -> None:
    parent = world.claim(ALICE, 1, epoch="old")
    child = world.claim(BOB, 2, parent=parent)
    retraction = world.retract(ALICE, parent, cascade=True)
    found = read(world.repository)
    about = said(graph(found, child, "provenance"), uri(child, "#assertion"))
    assert about["wasDerivedFrom"] == uri(parent, "#assertion")
    assert str(said(graph(found, parent, "provenance"), uri(parent, "#assertion"))["epoch"]) == "old"
    for one, reason, by in ((parent, "retracted", retraction), (child, "parent retracted", parent)):
        publication = said(graph(found, one, "pubinfo"), uri(one))
        assert (str(publication["set_aside"]), publication["set_aside_by"]) == (
            reason,
            URIRef(f"urn:steme:object:{by}"),
        )


def test_nothing_fits(world: World) -> None:
    world.source(ALICE, "census")
    assert text(world.repository) == nanopub.PREFIXES
    assert not list(read(world.repository).quads())


def test_an_independent_checker_of_nanopublications_agrees(sample: Sample) -> None:
    checker = pytest.importorskip("nanopub_sign")
    with sample.open() as repository:
        document = text(repository, Wanted(subject="drug/"))
    starts = [at for at in range(len(document)) if document.startswith("#Head> {", at)]
    begins = [document.rindex("\n<", 0, at) for at in starts]
    for begin, end in pairwise([*begins, len(document)]):
        checker.Nanopub(nanopub.PREFIXES + document[begin:end]).check()
    broken = nanopub.PREFIXES + document[begins[0] : begins[1]].replace("np:hasProvenance", "np:hasNone")
    with pytest.raises(Exception, match=r"(?i)provenance|graph|nanopub"):
        checker.Nanopub(broken).check()
