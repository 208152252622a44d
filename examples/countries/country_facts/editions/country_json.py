"""country-json: a file per property, keyed by English names."""

from __future__ import annotations

from typing import Any

from country_facts.archive import Archive
from country_facts.codes import Codes
from country_facts.edition import Edition
from country_facts.facts import Facts

PLAIN = (
    ("capital", "capital-city", "city", ""),
    ("continent", "continent", "continent", ""),
    ("currency", "currency-code", "currency_code", ""),
    ("tld", "domain-tld", "tld", ""),
    ("subregion", "region-in-world", "location", ""),
    ("population", "population", "population", ""),
    ("area", "surface-area", "area", "km2"),
    ("coastline", "costline", "costline", "km"),
    ("life_expectancy", "life-expectancy", "expectancy", "years"),
)
"""Predicate, file, key in it, unit."""


PART_OF_ANOTHER = "Northern Ireland"
"""The package gives it the code GB, which is the whole United Kingdom; its numbers are its own."""


def _read(archive: Archive, codes: Codes, facts: Facts) -> None:
    listed = {row["country"]: row["abbreviation"] for row in _rows(archive, "abbreviation")}
    del listed[PART_OF_ANOTHER]

    def rows(file: str) -> list[tuple[str, dict[str, Any]]]:
        # A name without a code stands for itself, so that `facts` drops it by name.
        found = [(row["country"], row) for row in _rows(archive, file)]
        return [(codes.country(listed.get(name)) or codes.country_named(name) or name, row) for name, row in found]

    for predicate, file, key, unit in PLAIN:
        for country, row in rows(file):
            facts.add(country, predicate, row[key], unit)
    for country, row in rows("name"):
        facts.add(country, "name", row["country"])
    for country, row in rows("landlocked"):
        facts.add(country, "landlocked", None if row["landlocked"] is None else row["landlocked"] == "1")
    for country, row in rows("calling-code"):
        facts.add_calling_code(country, row["calling_code"])
    for country, row in rows("iso-numeric"):
        facts.add(country, "numeric", str(row["iso"]).rjust(3, "0") if row["iso"] else None)
    for country, row in rows("languages"):
        for name in row["languages"]:
            _add_language(country, name, codes, facts)


def _add_language(country: str, name: str, codes: Codes, facts: Facts) -> None:
    tag = codes.language_named(name)
    if tag is None:
        facts.drop("language", "a name that ISO 639-3 does not list", name)
    else:
        facts.add(country, "language", tag)


def _rows(archive: Archive, file: str) -> Any:
    return archive.json(f"package/src/country-by-{file}.json")


EDITIONS = (
    Edition(
        package="country-json",
        version="2.3.0",
        registry="npm",
        file="country-json-2.3.0.tgz",
        sha256="e39fc12fb4efac3b66b4a30b810ee02a4204d1faa8ab33f8e446fcf27f11eef9",
        title="country-json, simple data of the world by country",
        url="https://www.npmjs.com/package/country-json/v/2.3.0",
        publisher="Samson Daniel and contributors",
        licence="MIT",
        licence_file="package/LICENSE",
        licence_note="",
        published="2025-10-03",
        dated_by="date of the version in the npm registry; a mirror may date it later",
        tier="community",
        confidence=0.5,
        tier_reason="Collected by volunteers from Wikipedia and the World Bank, without source or year per value.",
        read=_read,
    ),
)
