"""cldr-core: the territory data of Unicode CLDR."""

from __future__ import annotations

from typing import Any

from country_facts.archive import Archive
from country_facts.codes import Codes
from country_facts.edition import Edition
from country_facts.facts import Facts

OFFICIAL = ("official", "de_facto_official")
SUPPLEMENTAL = "package/supplemental"


def _read(archive: Archive, codes: Codes, facts: Facts) -> None:
    territories = _part(archive, "territoryInfo")["territoryInfo"]
    currencies = _part(archive, "currencyData")["currencyData"]["region"]
    mappings = _part(archive, "codeMappings")["codeMappings"]
    for code, territory in territories.items():
        population = int(territory["_population"]) if "_population" in territory else None
        facts.add(code, "population", population)
        for tag, spoken in territory.get("languagePopulation", {}).items():
            if spoken.get("_officialStatus") in OFFICIAL:
                facts.add_language(code, tag)
        for currency in _in_use(currencies.get(code, [])):
            facts.add(code, "currency", currency)
        mapping = mappings.get(code, {})
        facts.add(code, "alpha3", mapping.get("_alpha3"))
        facts.add(code, "numeric", mapping.get("_numeric"))


def _part(archive: Archive, name: str) -> Any:
    return archive.json(f"{SUPPLEMENTAL}/{name}.json")["supplemental"]


def _in_use(listed: list[dict[str, dict[str, str]]]) -> list[str]:
    """Currencies without an end date that are legal tender."""
    in_use = [(code, terms) for entry in listed for code, terms in entry.items() if "_to" not in terms]
    return [code for code, terms in in_use if terms.get("_tender") != "false"]


EDITIONS = (
    Edition(
        package="cldr-core",
        version="48.2.0",
        registry="npm",
        file="cldr-core-48.2.0.tgz",
        sha256="5310e0c7a06c1feb83dc8e54c8584bbe0b9c2ea8320172a18d541986b124585d",
        title="Unicode CLDR 48.2, supplemental data",
        url="https://www.npmjs.com/package/cldr-core/v/48.2.0",
        publisher="The Unicode Consortium",
        licence="Unicode-3.0",
        licence_file="package/LICENSE",
        licence_note="Permissive; the copyright and permission notice is kept in licences/.",
        published="2026-03-25",
        dated_by="date of the version in the npm registry; a mirror may date it later",
        tier="clinical",
        confidence=0.85,
        tier_reason="A standard reviewed by a technical committee; its populations are rounded, for locale software.",
        read=_read,
    ),
)
