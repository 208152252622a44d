"""countryinfo: a file per country, mostly after Wikipedia."""

from __future__ import annotations

from country_facts.archive import Archive
from country_facts.codes import Codes
from country_facts.edition import Edition
from country_facts.facts import Facts

LISTS = (("currency", "currencies"), ("tld", "tld"))


def _read(archive: Archive, codes: Codes, facts: Facts) -> None:
    for path in archive.paths("countryinfo/data/"):
        row = archive.json(path)
        code = row["ISO"]["alpha2"]
        facts.add(code, "alpha3", row["ISO"].get("alpha3"))
        facts.add(code, "numeric", row["ISO"].get("numeric"))
        for predicate in ("name", "region", "subregion", "population"):
            facts.add(code, predicate, row.get(predicate))
        facts.add(code, "area", row.get("area"), "km2")
        capital = row.get("capital")
        for name in capital if isinstance(capital, list) else [capital]:
            facts.add(code, "capital", name)
        for predicate, key in LISTS:
            for value in row.get(key) or []:
                facts.add(code, predicate, value)
        for number in row.get("callingCodes") or []:
            facts.add_calling_code(code, number)
        for tag in row.get("languages") or []:
            facts.add_language(code, tag)
        for neighbour in row.get("borders") or []:
            facts.add_neighbour(code, neighbour)


EDITIONS = (
    Edition(
        package="countryinfo",
        version="1.0.1",
        registry="PyPI",
        file="countryinfo-1.0.1-py3-none-any.whl",
        sha256="b02f6f534f0a3b9cdc73fba7e08f247e39826acfa54bf080f8e4eba812066350",
        title="countryinfo, data about countries",
        url="https://pypi.org/project/countryinfo/1.0.1/",
        publisher="Porimol Chandro",
        licence="MIT",
        licence_file="countryinfo-1.0.1.dist-info/licenses/LICENSE",
        licence_note="The package says that its data come mainly from Wikipedia; only facts are taken.",
        published="2026-03-07",
        dated_by="upload time on PyPI; the values themselves carry no year",
        tier="community",
        confidence=0.5,
        tier_reason="Copied from Wikipedia by a volunteer, without source or year per value.",
        read=_read,
    ),
)
