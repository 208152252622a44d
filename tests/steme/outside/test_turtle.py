from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import Graph, Literal

from steme.outside import turtle

XSD = "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> ."


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(exclude_categories=("Cs",)), max_size=40))
def test_any_text_survives(text: str) -> None:
    written = turtle.string(text)
    assert written.isprintable()
    graph = Graph().parse(data=f"<a:b> <a:c> {written} .", format="turtle")
    assert [str(value) for value in graph.objects()] == [text]


@settings(max_examples=40, deadline=None)
@given(st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False))
def test_any_number_survives(number: float) -> None:
    graph = Graph().parse(data=f"{XSD}<a:b> <a:c> {turtle.number(number)} .", format="turtle")
    (found,) = graph.objects()
    assert isinstance(found, Literal)
    assert found.toPython() == number


def test_iris_hold_no_character_that_they_may_not() -> None:
    assert turtle.iri("https://a.b/c?d=<e>#f {g}") == "<https://a.b/c?d=%3Ce%3E#f%20%7Bg%7D>"
    assert turtle.iri("urn:steme:subject:drug/%20") == "<urn:steme:subject:drug/%20>"
