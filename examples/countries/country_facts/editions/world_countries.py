"""world-countries: mledoze's hand-kept list, the base of many others."""

from __future__ import annotations

from country_facts.archive import Archive
from country_facts.codes import Codes
from country_facts.edition import Edition
from country_facts.facts import Facts

SHARED_ROOTS = ("+1", "+7")
"""Country codes of several countries: area codes stand behind them, and only short lists of whole ones tell more."""

AREA_CODE_DIGITS = 3
MOST_AREA_CODES = 9


def _read(archive: Archive, codes: Codes, facts: Facts) -> None:
    for row in archive.json("package/countries.json"):
        code = row["cca2"]
        facts.add(code, "name", row["name"]["common"])
        facts.add(code, "official_name", row["name"]["official"])
        for predicate, key in (
            ("alpha3", "cca3"),
            ("numeric", "ccn3"),
            ("region", "region"),
            ("subregion", "subregion"),
        ):
            facts.add(code, predicate, row[key])
        facts.add(code, "area", row["area"], "km2")
        facts.add(code, "landlocked", row["landlocked"])
        for predicate, values in (("capital", row["capital"]), ("tld", row["tld"]), ("currency", row["currencies"])):
            for value in values:
                facts.add(code, predicate, value)
        for number in calling_codes(row["idd"]["root"], row["idd"]["suffixes"]):
            facts.add_calling_code(code, number)
        for tag in row["languages"]:
            facts.add_language(code, tag)
        for neighbour in row["borders"]:
            facts.add_neighbour(code, neighbour)


def calling_codes(root: str, suffixes: list[str]) -> list[str]:
    """Root and suffixes as calling codes; a shared root stands alone when its suffixes are ranges of area codes."""
    ranges = len(suffixes) > MOST_AREA_CODES or any(len(suffix) < AREA_CODE_DIGITS for suffix in suffixes)
    if root in SHARED_ROOTS and ranges:
        return [root]
    return [root + suffix for suffix in suffixes]


EDITIONS = (
    Edition(
        package="world-countries",
        version="5.1.0",
        registry="npm",
        file="world-countries-5.1.0.tgz",
        sha256="329eb6ef4099ffb590219c9beb634bf489a5e4b10d8ab0ac52a58ebf7b9f8495",
        title="world-countries, countries in JSON, CSV, XML and YAML",
        url="https://www.npmjs.com/package/world-countries/v/5.1.0",
        publisher="Mohammed Le Doze and contributors",
        licence="ODbL-1.0",
        licence_file="package/LICENSE",
        licence_note="data/world-countries-5.1.0.jsonl is a derivative database and stays under the ODbL 1.0.",
        published="2025-06-03",
        dated_by="date of the version in the npm registry; a mirror may date it later",
        tier="expert",
        confidence=0.8,
        tier_reason="Kept by hand under review for over a decade. The package names no source for single values.",
        read=_read,
    ),
)
