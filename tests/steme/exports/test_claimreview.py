"""ClaimReview of schema.org, as PyLD (https://github.com/digitalbazaar/pyld) reads it; the network is never asked."""

from __future__ import annotations

import json
from typing import Any

import pytest
from pyld import jsonld

from repo_format.objects.agent import Agent
from repo_format.objects.outcome import Outcome
from repo_format.objects.source import Source
from repo_format.payload import Reference
from steme.exports import claimreview
from steme.wanted import Wanted
from tests.sample import COUNTRIES, Sample
from tests.steme.acts.world import ALICE, BOB, CAROL, World

SCHEMA = "http://schema.org/"
PROPERTIES = {
    "ClaimReview": "author claimReviewed datePublished itemReviewed reviewRating url",
    "Claim": "about appearance author datePublished identifier text",
    "CreativeWork": "creativeWorkStatus datePublished headline license name publisher url version",
    "Organization": "identifier name",
    "Person": "identifier name",
    "Rating": "alternateName bestRating ratingExplanation ratingValue worstRating",
    "Thing": "name",
}
"""The properties of schema.org 29 that each type may have and that are used here (https://schema.org/ClaimReview)."""

TERMS = {name: SCHEMA + name for words in PROPERTIES.values() for name in words.split()}
CONTEXT = {
    "@context": {
        **TERMS,
        **{name: SCHEMA + name for name in PROPERTIES},
        "url": {"@id": SCHEMA + "url", "@type": "@id"},
    }
}
"""What stands at https://schema.org for these terms; whatever else a document says would be dropped."""


def vendored(url: str, _: object = None) -> dict[str, object]:
    assert url == "https://schema.org"
    return {"contextUrl": None, "documentUrl": url, "document": CONTEXT}


def text(repository: Any, wanted: Wanted | None = None) -> str:
    return b"".join(claimreview.lines(repository, wanted or Wanted())).decode()


def reviews(repository: Any, wanted: Wanted | None = None) -> list[dict[str, Any]]:
    return json.loads(text(repository, wanted))["@graph"]  # type: ignore[no-any-return]


def by_id(world: World) -> dict[str, dict[str, Any]]:
    return {review["url"].rpartition(":")[2]: review for review in reviews(world.repository)}


def members(value: object) -> int:
    """How many values a document holds, those without a place in JSON-LD aside."""
    if isinstance(value, dict):
        said = {name: one for name, one in value.items() if name not in ("@context", "@id", "@type")}
        return sum(map(members, said.values())) if said else 1
    return sum(map(members, value)) if isinstance(value, list) else 1


def check_types(node: object) -> None:
    if isinstance(node, list):
        for one in node:
            check_types(one)
    elif isinstance(node, dict) and "@type" in node:
        (kind,) = node["@type"]
        names = {name.removeprefix(SCHEMA) for name in node if not name.startswith("@")}
        assert names <= set(PROPERTIES[kind.removeprefix(SCHEMA)].split()), (kind, names)
        check_types(list(node.values()))


def test_all_of_it_is_linked_data_of_schema_org(sample: Sample) -> None:
    with sample.open() as repository:
        document = json.loads(text(repository))
    expanded = jsonld.expand(document, {"documentLoader": vendored})
    assert len(expanded) == len(document["@graph"]) > 2 * len(COUNTRIES)
    assert {kind for one in expanded for kind in one["@type"]} == {SCHEMA + "ClaimReview"}
    check_types(expanded)
    kept = jsonld.compact(expanded, {}, {"documentLoader": vendored})
    assert members(kept) == members(document)


def test_a_claim_is_reviewed_by_what_else_is_claimed(world: World) -> None:
    one = world.claim(ALICE, 81, unit="mg", subject="drug/aspirin", confidence=0.9)
    two = world.claim(BOB, 100, unit="mg", subject="drug/aspirin", confidence=0.6)
    found = by_id(world)
    assert found[one]["claimReviewed"] == "drug/aspirin p: 81 mg"
    assert found[one]["reviewRating"]["ratingValue"] == pytest.approx(0.6)
    assert found[one]["reviewRating"]["alternateName"] == "60% of the support"
    assert found[two]["reviewRating"]["ratingValue"] == pytest.approx(0.4)
    assert found[one]["author"]["identifier"] == world.repository.id.hex()
    item = found[one]["itemReviewed"]
    assert (item["@id"], item["datePublished"]) == (f"urn:steme:object:{one}", "1970-01-01T00:00:01Z")
    assert (item["about"]["name"], item["author"]["identifier"]) == ("drug/aspirin", ALICE.public.hex())
    assert "appearance" not in item


def test_what_was_set_aside_has_no_support(world: World) -> None:
    one = world.claim(ALICE, 1)
    world.claim(BOB, 2)
    world.retract(ALICE, one)
    rating = by_id(world)[one]["reviewRating"]
    assert (rating["ratingValue"], rating["alternateName"]) == (0, "set aside: retracted")


def test_votes_and_outcomes_are_reviews_by_people(world: World) -> None:
    one = world.claim(ALICE, 1)
    vote = world.vote(BOB, one, -0.5)
    outcome = world.add(Outcome(author=CAROL.public.hex(), correct=True, reason="Checked.", target=one, time=9))
    world.vote(BOB, vote)
    found = by_id(world)
    assert len(found) == 3
    rating = found[vote]["reviewRating"]
    assert (rating["ratingValue"], rating["worstRating"], rating["alternateName"]) == (-0.5, -1, "disagrees")
    assert found[vote]["author"]["identifier"] == BOB.public.hex()
    rating = found[outcome]["reviewRating"]
    assert (rating["ratingValue"], rating["alternateName"], rating["ratingExplanation"]) == (1, "correct", "Checked.")
    assert found[outcome]["datePublished"] == "1970-01-01T00:00:00.000009Z"
    assert found[outcome]["itemReviewed"] == found[one]["itemReviewed"]


def test_where_a_claim_appeared(world: World) -> None:
    source = world.add(
        Source(
            author=ALICE.public.hex(), name="label-17", title="The label", url="https://example.org/17", licence="CC0",
            edition="3", publisher="FDA", published=0, time=5,
        )
    )  # fmt: skip
    one = world.claim(ALICE, 1, source=source)
    missing = world.claim(ALICE, 2, source="ab" * 32)
    world.status(ALICE, source, "quarantined")
    found = by_id(world)
    assert found[one]["itemReviewed"]["appearance"] == {
        "@type": "CreativeWork", "@id": f"urn:steme:object:{source}", "name": "label-17", "headline": "The label",
        "url": "https://example.org/17", "version": "3", "license": {"@type": "CreativeWork", "name": "CC0"},
        "datePublished": "1970-01-01T00:00:00Z", "publisher": {"@type": "Organization", "name": "FDA"},
        "creativeWorkStatus": "quarantined",
    }  # fmt: skip
    assert "appearance" not in found[missing]["itemReviewed"]


def test_names_are_those_that_people_gave_themselves(world: World) -> None:
    one = world.claim(ALICE, 1)
    assert by_id(world)[one]["itemReviewed"]["author"]["name"] == f"key {ALICE.public.hex()[:12]}"
    for name, time in (("Alice B.", 20), ("Alice", 10)):
        world.add(Agent(action="profile", author=ALICE.public.hex(), name=name, time=time))
    assert by_id(world)[one]["itemReviewed"]["author"]["name"] == "Alice B."


def test_values(world: World) -> None:
    for number, value in enumerate((0.5, True, "text </script>", Reference(ref="city/paris"))):
        world.claim(ALICE, value, predicate=f"p{number}")
    texts = [review["claimReviewed"] for review in reviews(world.repository)]
    assert texts == ["s p0: 0.5", "s p1: true", "s p2: text </script>", "s p3: city/paris"]
    assert "<" not in text(world.repository)


def test_nothing_fits(world: World) -> None:
    assert reviews(world.repository) == []
    world.source(ALICE, "census")
    assert reviews(world.repository) == []
