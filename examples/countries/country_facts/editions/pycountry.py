"""pycountry: ISO 3166-1 as kept by Debian's iso-codes."""

from __future__ import annotations

from country_facts.archive import Archive
from country_facts.codes import Codes
from country_facts.edition import Edition
from country_facts.facts import Facts


def _read(archive: Archive, codes: Codes, facts: Facts) -> None:
    for row in archive.json("pycountry/databases/iso3166-1.json")["3166-1"]:
        code = row["alpha_2"]
        facts.add(code, "name", row["name"])
        facts.add(code, "official_name", row.get("official_name"))
        facts.add(code, "alpha3", row["alpha_3"])
        facts.add(code, "numeric", row["numeric"])


EDITIONS = (
    Edition(
        package="pycountry",
        version="26.2.16",
        registry="PyPI",
        file="pycountry-26.2.16-py3-none-any.whl",
        sha256="115c4baf7cceaa30f59a4694d79483c9167dbce7a9de4d3d571c5f3ea77c305a",
        title="pycountry, the ISO databases of Debian's iso-codes",
        url="https://pypi.org/project/pycountry/26.2.16/",
        publisher="Christian Theune and contributors; Debian iso-codes team",
        licence="LGPL-2.1-only",
        licence_file="pycountry-26.2.16.dist-info/licenses/LICENSE.txt",
        licence_note="Code and data are under the LGPL 2.1; four facts per country are taken from the data, no code.",
        published="2026-02-17",
        dated_by="upload time on PyPI",
        tier="clinical",
        confidence=0.98,
        tier_reason="A maintained copy of ISO 3166-1. Not regulatory, for it is not ISO's own publication.",
        read=_read,
    ),
)
