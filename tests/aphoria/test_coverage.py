"""The examples of docs/semantics/coverage.md."""

from __future__ import annotations

import pytest

from aphoria.claims.entry import Entry
from aphoria.coverage import ELSEWHERE, Coverage, coverage, ordered
from aphoria.extractor import shipped
from aphoria.observation import Observation
from aphoria.scan import Scan
from aphoria.survey import Survey, survey
from repo_format.errors import InvalidInput
from repo_format.objects.claim import Claim
from tests.aphoria.claims_and_observations import claim, seen


def stands(observations: list[Observation], claims: list[Claim]) -> Survey:
    """A project in which this is observed and claimed."""
    entries = [Entry(one, None, 1) for one in claims]
    return survey(entries, Scan(".", "wallet", tuple(sorted(observations)), (), 3, 0), shipped())


def _at(file: str, about: str, predicate: str, value: object, line: int = 1) -> Observation:
    path = f"code://python/wallet/{file.removesuffix('.py')}/{about}"
    return seen(value, path=path, file=file, predicate=predicate, line=line, extractor="x")  # type: ignore[arg-type]


SEEN = [
    _at("net/client.py", "tls/certificate", "verified", False),
    _at("net/client.py", "http/timeout", "seconds", 30, 2),
    _at("net/client.py", "http/timeout", "seconds", 30, 3),
    _at("net/client.py", "imports/requests", "imported", True),
    _at("net/pool.py", "pool/size", "maximum", 5),
    _at("store/db.py", "sql/query", "built", True),
]
CLAIMS = [
    claim("equals", True, name="a-1", path="net/tls/certificate"),
    claim("at_most", 60, name="b-1", path="http/timeout", predicate="seconds"),
    claim("equals", "sha256", name="c-1", path="store/crypto/hash", predicate="used"),
    claim("equals", True, name="d-1", path="sql/query", predicate="built", status="draft"),
]


@pytest.fixture
def found() -> Coverage:
    return coverage(stands(SEEN, CLAIMS), depth=1)


def test_the_example_worked_by_hand(found: Coverage) -> None:
    net, store = found.modules
    assert (net.module, net.observations, net.claims, net.claimed, net.unclaimed) == ("net", 4, 2, 3, 1)
    assert (net.conflicts, net.missing, net.listed, net.density) == (1, 0, 1, 0.75)
    assert (store.module, store.observations, store.claims, store.claimed, store.unclaimed) == ("store", 1, 1, 0, 1)
    assert (store.conflicts, store.missing, store.listed, store.density) == (0, 1, 0, 0.0)
    total = found.total
    assert (total.observations, total.claims, total.claimed, total.missing, total.density) == (5, 3, 3, 1, 0.6)


def test_gaps_are_what_nobody_claims_without_the_inventory(found: Coverage) -> None:
    gaps = [(one.about, one.predicate, one.observations, one.modules, one.values) for one in found.gaps]
    assert gaps == [("pool/size", "maximum", 1, 1, ("5",)), ("sql/query", "built", 1, 1, ("true",))]
    every = coverage(stands(SEEN, CLAIMS), depth=1, inventory=True)
    assert every.gaps[0].about == "imports/requests"
    assert (every.total.observations, every.total.listed, every.total.density) == (6, 0, 0.5)


def test_the_inventory_counts_where_a_claim_is_about_it() -> None:
    no_requests = claim("absent", None, name="e-1", path="net/imports/requests", predicate="imported")
    net = coverage(stands(SEEN, [no_requests]), depth=1).modules[0]
    assert (net.observations, net.claimed, net.listed, net.conflicts) == (5, 1, 0, 1)


def test_a_module_that_is_called_as_the_inventory_is_none() -> None:
    (row,) = coverage(stands([_at("net/imports.py", "tls/certificate", "verified", True)], [])).modules
    assert (row.module, row.observations, row.listed) == ("net/imports", 1, 0)


def test_depth_is_how_many_segments_count() -> None:
    assert [one.module for one in coverage(stands(SEEN, []), depth=2).modules] == ["net/client", "net/pool", "store/db"]
    deep = [_at("a/b/c/d.py", "tls/certificate", "verified", True)]
    assert coverage(stands(deep, []), depth=0).modules[0].module == "a/b/c/d"


def test_a_missing_claim_stands_where_its_path_says() -> None:
    claims = [
        claim("equals", "x", name="a-1", path="nowhere/crypto/hash", predicate="used"),
        claim("equals", "x", name="b-1", path="net/client/crypto/hash", predicate="used"),
    ]
    rows = {one.module: one.missing for one in coverage(stands(SEEN, claims)).modules}
    assert rows == {ELSEWHERE: 1, "net/client": 1, "net/pool": 0, "store/db": 0}


def test_nothing_observed_has_no_density() -> None:
    assert coverage(stands([], [])).total.density is None


def test_the_orders(found: Coverage) -> None:
    def names(by: str) -> list[str]:
        return [one.module for one in ordered(found.modules, by)]

    assert [names(by) for by in ("name", "density", "unclaimed", "observations")] == [
        ["net", "store"],
        ["store", "net"],
        ["net", "store"],
        ["net", "store"],
    ]
    with pytest.raises(InvalidInput, match="none of name"):
        ordered(found.modules, "size")
