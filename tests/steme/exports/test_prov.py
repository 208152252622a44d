"""W3C PROV, as the package prov (https://prov.readthedocs.io) reads it."""

from __future__ import annotations

import json

import pytest
from prov.model import (
    PROV,
    ProvAttribution,
    ProvDelegation,
    ProvDerivation,
    ProvDocument,
    ProvElement,
    ProvEntity,
    ProvGeneration,
    ProvInfluence,
    ProvInvalidation,
    ProvRecord,
)

from repo_format.payload import Reference
from steme.exports import prov
from steme.outside import sections
from steme.wanted import Wanted
from tests.sample import COUNTRIES, Sample
from tests.steme.acts.world import ALICE, BOB, CAROL, World

STEME = "urn:steme:term:"


def text(repository, wanted: Wanted | None = None) -> str:  # type: ignore[no-untyped-def]
    return b"".join(prov.lines(repository, wanted or Wanted())).decode()


def read(repository, wanted: Wanted | None = None) -> ProvDocument:  # type: ignore[no-untyped-def]
    return ProvDocument.deserialize(content=text(repository, wanted), format="json")


def one(document: ProvDocument, object_id: str) -> ProvElement:
    (found,) = document.get_record(f"object:{object_id}")
    return found  # type: ignore[no-any-return]


def said(record: ProvRecord) -> dict[str, str]:
    """Attributes by their short names, without the namespace of steme."""
    return {str(name).removeprefix("steme:"): str(value) for name, value in record.attributes}


def test_every_object_is_an_entity_and_every_author_an_agent(sample: Sample) -> None:
    with sample.open() as repository:
        document = read(repository)
        with repository.snapshot() as view:
            count = view.count
    entities = list(document.get_records(ProvEntity))
    assert len(entities) == count == len(list(document.get_records(ProvGeneration)))
    assert len(list(document.get_records(ProvAttribution))) == count
    assert {f"key:{key.public.hex()}" for key in (sample.alice, sample.bob)} <= {
        str(record.identifier) for record in document.get_records() if str(record.identifier).startswith("key:")
    }
    assert said(document.get_record(f"key:{sample.alice.public.hex()}")[0]) == {"prov:label": "Alice"}
    assert document.unified() == document  # nothing is said twice in different words


def test_the_document_reads_back_the_same(sample: Sample) -> None:
    with sample.open() as repository:
        document = read(repository)
    again = ProvDocument.deserialize(content=document.serialize(format="json"), format="json")
    assert again == document


def test_a_claim(sample: Sample) -> None:
    with sample.open() as repository:
        document = read(repository)
    claim = said(one(document, sample.ids["dosage"]))
    assert claim["prov:type"] == "steme:Assertion"
    assert (claim["prov:value"], claim["unit"], claim["subject"], claim["predicate"]) == (
        "81",
        "mg",
        "drug/aspirin",
        "dosage",
    )
    assert (claim["confidence"], claim["tier"], claim["epoch"]) == ("0.9", "2", "census-2025")
    assert claim["meta"] == '{"lot":"B-17","page":42}'
    assert len(claim["seal"]) == 64
    assert len(claim["seal_signature"]) == 128
    sealed = said(one(document, sample.ids["sealed"]))
    assert sealed["source"] == f"object:{sample.ids['factbook']}"
    assert len(said(one(document, sample.ids["vote"]))["signature"]) == 128
    hostile = one(document, sample.ids["hostile"])
    assert "\u200b" in next(iter(hostile.get_attribute("prov:value")))


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (1.5, 1.5),
        (True, True),
        ("=x", "=x"),
        (Reference(ref="city/são paulo"), "urn:steme:subject:city/s%C3%A3o%20paulo"),
    ],
)
def test_values(world: World, value: object, expected: object) -> None:
    claim = world.claim(ALICE, value)
    document = read(world.repository)
    (found,) = one(document, claim).get_attribute("prov:value")
    assert getattr(found, "uri", found) == expected


def relations(document: ProvDocument, kind: type[ProvRecord]) -> set[tuple[str, ...]]:
    found = (dict(record.formal_attributes).values() for record in document.get_records(kind))
    return {tuple(sorted(str(value) for value in values if value is not None)) for values in found}


def pair(*ids: str) -> tuple[str, ...]:
    return tuple(sorted(f"object:{one}" for one in ids))


def test_where_claims_come_from(world: World) -> None:
    source = world.source(CAROL, "census")
    parent = world.claim(ALICE, 1, source=source)
    child = world.claim(BOB, 2, parent=parent)
    new = world.claim(ALICE, 3)
    act = world.supersede(ALICE, parent, new)
    vote = world.vote(CAROL, new)
    document = read(world.repository)
    assert relations(document, ProvDerivation) == {pair(parent, source), pair(child, parent), pair(new, parent)}
    kinds = {
        str(next(iter(record.get_attribute("prov:usedEntity")))): {str(kind) for kind in record.get_asserted_types()}
        for record in document.get_records(ProvDerivation)
        if record.get_asserted_types()
    }
    assert kinds[f"object:{source}"] == {str(PROV["PrimarySource"])}
    assert relations(document, ProvInfluence) == {pair(act, parent), pair(vote, new)}


def test_what_no_longer_stands(world: World) -> None:
    source = world.source(ALICE, "census")
    good, gone, disputed, citing = (
        world.claim(ALICE, 1), world.claim(ALICE, 2), world.claim(ALICE, 3), world.claim(ALICE, 4, source=source),
    )  # fmt: skip
    retraction = world.retract(ALICE, gone)
    world.retract(BOB, disputed)
    world.status(ALICE, source, "quarantined")
    document = read(world.repository)
    (invalid,) = document.get_records(ProvInvalidation)
    assert said(invalid)["prov:entity"] == f"object:{gone}"
    assert said(invalid)["statement"] == f"object:{retraction}"
    standing = {
        one_id: said(one(document, one_id)).get("set_aside") for one_id in (good, gone, disputed, citing, source)
    }
    assert standing == {
        good: None,
        gone: "retracted",
        disputed: None,
        citing: "source quarantined",
        source: "quarantined",
    }


def test_who_acts_for_whom(world: World) -> None:
    delegation = world.delegate(ALICE, BOB, 0.5, scope="drug/")
    world.delegate(ALICE, CAROL, 0)
    (found,) = read(world.repository).get_records(ProvDelegation)
    assert said(found)["prov:delegate"] == f"key:{BOB.public.hex()}"
    assert said(found)["statement"] == f"object:{delegation}"


def test_cited_sources_come_along(sample: Sample) -> None:
    with sample.open() as repository:
        document = read(repository, Wanted(subject=COUNTRIES[0], kind="assertion"))
    entities = {str(record.identifier) for record in document.get_records(ProvEntity)}
    assert len(entities) == 5
    assert {f"object:{sample.ids[name]}" for name in ("factbook", "survey")} <= entities


def test_nothing_at_all(world: World) -> None:
    assert json.loads(text(world.repository)) == {"prefix": prov.PREFIXES}
    assert read(world.repository).get_records() == []


def test_large_sections_wait_in_files(sample: Sample, monkeypatch: pytest.MonkeyPatch) -> None:
    with sample.open() as repository:
        expected = text(repository)
        monkeypatch.setattr(sections, "IN_MEMORY", 10)
        assert text(repository) == expected


def test_every_line_of_a_section_is_one_member(sample: Sample) -> None:
    with sample.open() as repository:
        document = text(repository)
    members = [line.rstrip(",") for line in document.splitlines() if line.startswith(('"object:', '"_:', '"key:'))]
    assert sum(len(section) for name, section in json.loads(document).items() if name != "prefix") == len(members)
