"""The World Factbook's prose, read by rule. Its pages are text for people; what a rule does not fit is left out."""

from __future__ import annotations

import html
import re
from pathlib import PurePosixPath
from typing import Any

from country_facts.archive import Archive
from country_facts.codes import Codes
from country_facts.facts import Facts, squeezed

PARTS_OF_A_CODE = {
    "we": "West Bank, a part of PS",
    "gz": "Gaza Strip, a part of PS",
    "sv": "Svalbard, a part of SJ",
    "jn": "Jan Mayen, a part of SJ",
}
"""Pages about a part of what one ISO code covers; their numbers are not those of the whole."""

SCALES = {"million": 1_000_000, "billion": 1_000_000_000}
NOT_A_CAPITAL = ("none", "no ", "administered", "NA")


def read_pages(archive: Archive, codes: Codes, facts: Facts, folder: str) -> None:
    """Adds the facts of every page (one JSON file per country, named by its GEC code) under `folder`."""
    pages = {PurePosixPath(path).stem: archive.json(path) for path in archive.paths(folder)}
    for gec, page in sorted(pages.items()):
        name = text_at(page, "Government", "Country name", "conventional short form")
        if not name:
            facts.drop("entry", "a page about no country", gec)
        elif gec in PARTS_OF_A_CODE:
            facts.drop("entry", "a part of what an ISO code covers", PARTS_OF_A_CODE[gec])
        elif gec not in codes.gec:
            facts.drop("entry", "not a country of ISO 3166-1", name)
        else:
            _read_page(page, codes.gec[gec], codes, facts)


def _read_page(page: dict[str, Any], code: str, codes: Codes, facts: Facts) -> None:
    _read_names(page, code, facts)
    _read_numbers(page, code, facts)
    for capital, note in capitals(text_at(page, "Government", "Capital", "name")):
        facts.add(code, "capital", capital, note=note)
    rates = page.get("Economy", {}).get("Exchange rates", {})
    for currency in re.findall(r"\(([A-Z]{3})\)", text_at(rates, "Currency") or text_at(rates))[:1]:
        facts.add(code, "currency", currency)
    for tld in re.findall(r"^\.[a-z]{2}\b", text_at(page, "Communications", "Internet country code")):
        facts.add(code, "tld", tld)
    telephone = text_at(page, "Communications", "Telephone system", "international")
    for number in re.findall(r"country code - (\d[\d-]*)", telephone):
        facts.add_calling_code(code, number)
    for name in borders(text_at(page, "Geography", "Land boundaries", "border countries")):
        neighbour = codes.country_named(name)
        if neighbour is None:
            facts.drop("neighbour", "a name that no code list knows", name)
        else:
            facts.add_neighbour(code, neighbour)


def _read_names(page: dict[str, Any], code: str, facts: Facts) -> None:
    short = text_at(page, "Government", "Country name", "conventional short form")
    long = text_at(page, "Government", "Country name", "conventional long form")
    known = [without_note(name) for name in (short, long) if name and name != "none"]
    if known:
        facts.add(code, "name", known[0])
    if long and long != "none":
        facts.add(code, "official_name", known[-1])


def _read_numbers(page: dict[str, Any], code: str, facts: Facts) -> None:
    population = page.get("People and Society", {}).get("Population", {})
    said = text_at(population, "total") or text_at(population)
    facts.add(code, "population", first_number(said), note=estimate(f"{said} {text_at(population, 'note')}"))
    facts.add(code, "area", first_number(text_at(page, "Geography", "Area", "total")), "km2")
    life = text_at(page, "People and Society", "Life expectancy at birth", "total population")
    facts.add(code, "life_expectancy", first_number(life), "years", estimate(life))
    coast = text_at(page, "Geography", "Coastline") or text_at(page, "Geography", "Coastline", "total")
    length = first_number(coast)
    facts.add(code, "coastline", length, "km")
    if length or "landlocked" in coast:
        facts.add(code, "landlocked", not length)


def text_at(page: dict[str, Any], *path: str) -> str:
    """The plain text at a path of headings, spaces around which do not count; empty if there is none."""
    for heading in path:
        page = {key.strip(): part for key, part in page.items()}.get(heading, {})
        if not isinstance(page, dict):
            return ""
    found = page.get("text", "")
    return plain(found) if isinstance(found, str) else ""


def plain(marked_up: str) -> str:
    """Text without HTML tags and entities, in NFC, with single spaces."""
    return squeezed(html.unescape(re.sub(r"<[^>]*>", " ", marked_up)))


def first_number(text: str) -> int | float | None:
    """The number a text starts with (`2,166,086 sq km ...`, `14.2 million sq km`); None if it starts otherwise."""
    found = re.match(r"(?:total: |approximately |about )?(\d[\d,]*(?:\.\d+)?)(?: (million|billion))?", text)
    if not found:
        return None
    number = float(found[1].replace(",", "")) * SCALES.get(found[2], 1)
    return int(number) if number.is_integer() else number


def estimate(text: str) -> str:
    """The last bracket that dates a number, without its brackets: `July 2015 est.`, `2025 est.`; empty if none does."""
    dated = re.findall(r"\(([^()]*\b(?:19|20)\d\d(?: est\.)?)\)", text)
    return dated[-1] if dated else ""


def without_note(text: str) -> str:
    """A text up to where it starts to comment on itself: `Amsterdam; note - The Hague is ...` gives `Amsterdam`."""
    return re.split(r"[;:,]\s*note\b", text)[0].strip()


def capitals(text: str) -> list[tuple[str, str]]:
    """The capitals a text names, each with what stands in brackets behind it (or nothing); in its order."""
    text = re.sub(r"\),", ");", without_note(text))
    if text.startswith(NOT_A_CAPITAL):
        return []
    parts = [re.fullmatch(r"([^(]*)(?:\(([^()]*)\).*)?", part.strip()) for part in text.split(";")]
    named = [(re.split(r" is | in ", part[1])[0].strip(), part[2] or "") for part in parts if part]
    return [(name, note) for name, note in named if name]


def borders(text: str) -> list[str]:
    """The names of neighbours in a list with lengths: `Andorra 55 km; Belgium 556 km`."""
    text = re.sub(r"\([^()]*\d[^()]*\)", "", text)
    return [
        name.strip(" ;,").removeprefix("and ") for name in re.findall(r"([^\d;]*?[^\d;,\s])\s+\d[\d,.]*\s+km", text)
    ]
