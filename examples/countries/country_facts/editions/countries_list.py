"""countries-list: Annexare's list of countries, capitals, currencies and calling codes."""

from __future__ import annotations

from country_facts.archive import Archive
from country_facts.codes import Codes
from country_facts.edition import Edition
from country_facts.editions.geonamescache import CONTINENTS
from country_facts.facts import Facts


def _read(archive: Archive, codes: Codes, facts: Facts) -> None:
    longer = archive.json("package/minimal/countries.2to3.min.json")
    for code, row in archive.json("package/countries.min.json").items():
        facts.add(code, "name", row["name"])
        facts.add(code, "capital", row["capital"])
        facts.add(code, "alpha3", longer.get(code))
        for continent in [row["continent"], *row.get("continents", [])]:
            facts.add(code, "continent", CONTINENTS[continent])
        for currency in row["currency"]:
            facts.add(code, "currency", currency)
        for number in row["phone"]:
            facts.add_calling_code(code, number)
        for tag in row["languages"]:
            facts.add_language(code, tag)


EDITIONS = (
    Edition(
        package="countries-list",
        version="3.4.1",
        registry="npm",
        file="countries-list-3.4.1.tgz",
        sha256="572934a82137ec58a84a3e32635ec589cb9788e8df408f15677c71009d2adff2",
        title="countries-list, continents and countries",
        url="https://www.npmjs.com/package/countries-list/v/3.4.1",
        publisher="Dmytro Klymenko, Annexare Studio",
        licence="MIT",
        licence_file="package/LICENSE",
        licence_note="",
        published="2026-07-14",
        dated_by="date of the version in the npm registry; a mirror may date it later",
        tier="expert",
        confidence=0.7,
        tier_reason="Kept by hand under review and maintained. The package names no source for single values.",
        read=_read,
    ),
)
