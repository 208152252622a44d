"""The tool behind examples/countries: how it reads prose and codes, and what it refuses to take."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

from repo_format.errors import Damaged

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "countries"
sys.path.insert(0, str(EXAMPLE))

from country_facts import factbook  # noqa: E402
from country_facts.archive import fetch  # noqa: E402
from country_facts.codes import Codes, folded  # noqa: E402
from country_facts.disagreement import Said, differs, plain, spread  # noqa: E402
from country_facts.edition import all_editions  # noqa: E402
from country_facts.editions.world_countries import calling_codes  # noqa: E402
from country_facts.facts import Fact, Facts  # noqa: E402
from country_facts.rendering import line  # noqa: E402


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ("2,166,086 sq km (ice-covered)", 2166086),
        ("14.2 million sq km", 14200000),
        ("82.6 years (2024 est.)", 82.6),
        ("uninhabited", None),
        ("NA", None),
        ("", None),
    ],
)
def test_first_number(said: str, number: float | None) -> None:
    assert factbook.first_number(said) == number


@pytest.mark.parametrize(
    ("said", "named"),
    [
        ("Paris", [("Paris", "")]),
        ("Washington, DC", [("Washington, DC", "")]),
        ("Gitega (political capital), Bujumbura (commercial capital)",
         [("Gitega", "political capital"), ("Bujumbura", "commercial capital")]),
        ("Amsterdam; note - The Hague is the seat of government", [("Amsterdam", "")]),
        ("Chisinau in Romanian (Kishinev in Russian)", [("Chisinau", "Kishinev in Russian")]),
        ("no official capital; government offices in Yaren District", []),
        ("", []),
    ],
)  # fmt: skip
def test_capitals(said: str, named: list[tuple[str, str]]) -> None:
    assert factbook.capitals(said) == named


def test_borders_survive_thousands_brackets_and_a_closing_and() -> None:
    said = "Norway 1,666 km, Russia (Kaliningrad Oblast) 432 km; and Cote d'Ivoire 3.4 km"
    assert factbook.borders(said) == ["Norway", "Russia (Kaliningrad Oblast)", "Cote d'Ivoire"]


def test_estimate_takes_the_bracket_with_the_year() -> None:
    assert (
        factbook.estimate("66,553,766 the figure (with overseas regions) is given (July 2015 est.)") == "July 2015 est."
    )
    assert factbook.estimate("66,553,766 (with overseas regions)") == ""


def test_markup_is_removed() -> None:
    assert factbook.plain("<strong>note:</strong>&nbsp;Bogot&aacute;<br>") == "note: Bogotá"


@pytest.mark.parametrize(
    ("root", "suffixes", "codes"),
    [
        ("+3", ["3"], ["+33"]),
        ("+1", ["809", "829", "849"], ["+1809", "+1829", "+1849"]),
        ("+1", [str(area) for area in range(201, 260)], ["+1"]),
        ("+7", ["6", "7"], ["+7"]),
        ("", [], []),
    ],
)
def test_calling_codes(root: str, suffixes: list[str], codes: list[str]) -> None:
    assert calling_codes(root, suffixes) == codes


def collected() -> Facts:
    return Facts(Codes(frozenset({"FR", "DE"}), {"FRA": "FR", "DEU": "DE"}, {}, {}, {"fr": "fr", "fra": "fr"}, {}))


def test_facts_keep_one_form_of_a_code_and_each_fact_once() -> None:
    facts = collected()
    facts.add("FRA", "capital", " Paris\u00a0")
    facts.add("fr", "capital", "Paris")
    facts.add("FR", "area", 551500.0, "km2")
    facts.add_neighbour("FR", "DEU")
    facts.add_language("FR", "fra-FR")
    facts.add_calling_code("FR", "33 ")
    assert [line(fact) for fact in facts.ordered()] == [
        '{"subject":"country/fr","predicate":"area","value":551500,"unit":"km2"}',
        '{"subject":"country/fr","predicate":"calling_code","value":"+33"}',
        '{"subject":"country/fr","predicate":"capital","value":"Paris"}',
        '{"subject":"country/fr","predicate":"language","value":"fr"}',
        '{"subject":"country/fr","predicate":"neighbour","value":{"ref":"country/de"}}',
    ]
    assert not facts.dropped


@pytest.mark.parametrize(
    ("country", "predicate", "value"),
    [
        ("XX", "capital", "Nowhere"),
        ("FR", "capital", "Par\u200bis"),
        ("FR", "capital", "Par\x1b[31mis"),
        ("FR", "population", 0),
        ("FR", "area", -1),
        ("FR", "population", float("nan")),
        ("FR", "population", 2**53 + 1),
        ("FR", "currency", "euro"),
        ("FR", "tld", "fr"),
    ],
)
def test_bad_values_are_dropped_and_counted(country: str, predicate: str, value: Any) -> None:
    facts = collected()
    facts.add(country, predicate, value)
    assert not facts.taken
    assert facts.dropped.total() == 1


def test_an_absent_value_is_neither_taken_nor_dropped() -> None:
    facts = collected()
    for absent in (None, "", "  "):
        facts.add("FR", "capital", absent)
    assert not facts.taken
    assert not facts.dropped


def test_names_are_found_across_accents_articles_and_marks() -> None:
    assert folded("The Gambia") == folded("gambia")
    assert folded("Côte d'Ivoire") == folded("Cote d Ivoire") != folded("Ivory Coast")


def test_difference_and_spread() -> None:
    apart: Said = {"a": frozenset({100}), "b": frozenset({80})}
    assert differs(apart)
    assert spread(apart) == pytest.approx(0.2)
    spelt: Said = {"a": frozenset({"El Aaiún"}), "b": frozenset({"El-Aaiun"})}
    assert differs(spelt)
    assert not differs(spelt, alike=True)
    assert spread(spelt) == 0
    assert plain("Rangoon (Yangon)") == "rangoon"


def test_an_archive_other_than_the_pinned_one_is_refused(tmp_path: Path) -> None:
    edition = all_editions()[0]
    (tmp_path / edition.file).write_bytes(b"not the package")
    with pytest.raises(Damaged, match="pinned"):
        fetch(edition, tmp_path)


def test_a_line_leaves_absent_fields_out() -> None:
    assert line(Fact("country/fr", "landlocked", False)) == (
        '{"subject":"country/fr","predicate":"landlocked","value":false}'
    )
