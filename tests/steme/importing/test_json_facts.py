from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from repo_format import ids, objects
from repo_format.errors import AmbiguousId, InvalidInput, NotFound
from repo_format.objects.assertion import Assertion
from repo_format.objects.source import Source
from repo_format.payload import Reference
from steme.importing.claim_maker import ClaimMaker
from steme.importing.json_facts import JsonFacts, check_keys
from steme.importing.options import Defaults
from steme.repository import Repository
from tests.steme.claims import ALICE, BOB, DAY

ID = "ab" * 32
FACT: dict[str, Any] = {"subject": "country/fr", "predicate": "capital", "value": "Paris"}


def claim(repository: Repository, line: str | bytes, **defaults: Any) -> Assertion:
    """What one line becomes; its id and payload must belong to it."""
    with repository.snapshot() as view:
        maker = ClaimMaker(view, ALICE.public, Defaults(**{"time": DAY, **defaults}))
        identifier, payload, made = JsonFacts(maker).read(line if isinstance(line, bytes) else line.encode())
    assert objects.read(payload) == made
    assert ids.object_id(payload) == identifier
    return made


def said(**more: Any) -> str:
    return json.dumps({**FACT, **more})


def test_the_least_that_a_line_may_say(known: Repository) -> None:
    expected = Assertion(
        author=ALICE.public.hex(),
        subject="country/fr",
        predicate="capital",
        value="Paris",
        confidence=1,
        tier=4,
        time=DAY,
    )
    assert claim(known, '{"subject":"country/fr","predicate":"capital","value":"Paris"}') == expected
    assert claim(known, '\t{ "value" : "Paris", "predicate":"capital" ,"subject":"country\\/fr" } \r') == expected


def test_everything_that_a_line_may_say(known: Repository) -> None:
    line = {
        "subject": "drug/aspirin", "predicate": "dosage", "value": 81.5, "unit": "mg", "confidence": 0.25, "tier": 2,
        "lifecycle": "approved", "epoch": "2020", "source": "census", "parent": ID, "time": 7, "note": "a: b",
        "meta": {"lot": "B:17", "a": 1, "page": True}, "salt": "00ff", "visual_hash": "0123456789abcdef",
    }  # fmt: skip
    made = claim(known, json.dumps(line))
    with known.snapshot() as view:
        census = view.id_of(1).hex()
    for field, value in line.items():
        assert getattr(made, field) == (census if field == "source" else value)


def test_what_a_line_leaves_out_comes_from_the_defaults_and_what_it_says_wins(known: Repository) -> None:
    defaults = {
        "source": "census", "tier": 0, "confidence": 0.5, "time": 9, "unit": "kg", "epoch": "now",
        "lifecycle": "approved", "predicate": "weight", "prefix": "thing/",
    }  # fmt: skip
    made = claim(known, '{"subject":"a","value":3}', **defaults)
    with known.snapshot() as view:
        census, diary = view.id_of(1).hex(), view.id_of(2).hex()
    found = (made.subject, made.predicate, made.source, made.tier, made.confidence, made.time, made.unit, made.epoch)
    assert (*found, made.lifecycle) == ("thing/a", "weight", census, 0, 0.5, 9, "kg", "now", "approved")
    own = {
        "predicate": "p", "value": 1, "source": "diary", "tier": 3, "confidence": 1, "time": 8, "unit": "g",
        "epoch": "old", "lifecycle": "proposed",
    }  # fmt: skip
    made = claim(known, said(**own), **defaults)
    found = (made.predicate, made.value, made.source, made.tier, made.confidence, made.time, made.unit, made.epoch)
    assert (*found, made.lifecycle) == ("p", 1, diary, 3, 1, 8, "g", "old", None)


def test_a_default_unit_is_for_numbers(known: Repository) -> None:
    for value in ("Paris", True, {"ref": "city/paris"}):
        assert claim(known, said(value=value), unit="km").unit is None
    assert claim(known, said(value=0.5), unit="km").unit == "km"


@pytest.mark.parametrize(
    ("line", "defaults", "tier"),
    [
        ({"tier": "clinical"}, {"tier": 5}, 1),
        ({}, {"tier": 5, "source": "census"}, 5),
        ({"source": "census"}, {}, 1),
        ({"source": "census"}, {"configured_tier": 3}, 1),
        ({"source": "diary"}, {"configured_tier": 3}, 3),
        ({"source": "diary"}, {}, 4),
        ({"source": "diary", "subject": "rfc://7519/a"}, {"source": "census"}, 0),
        ({"subject": "blog://a"}, {}, 5),
        ({"subject": "unheard://a"}, {}, 4),
    ],
)
def test_where_the_tier_comes_from(
    known: Repository, line: dict[str, Any], defaults: dict[str, Any], tier: int
) -> None:
    assert claim(known, said(**line), **defaults).tier == tier


def test_times(known: Repository) -> None:
    made = Defaults()
    with known.snapshot() as view:
        facts = JsonFacts(ClaimMaker(view, ALICE.public, made))
        times = [facts.read(said(time=time).encode())[2].time for time in ("1970-01-02", "3d", -5)]
        assert times == [DAY, made.now - 3 * DAY, -5]
        assert facts.read(said().encode())[2].time == made.now


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("81", 81), ("81.0", 81), ("-0", 0), ("-0.0", 0), ("1e2", 100), ("1.5e-6", 1.5e-6), ("1e300", 1e300),
        ('"81"', "81"), ('"\\u0041\\n"', "A\n"), ("true", True), ("false", False),
        ('{"ref":"a/b"}', Reference(ref="a/b")),
    ],
)  # fmt: skip
def test_values(known: Repository, text: str, value: object) -> None:
    made = claim(known, f'{{"subject":"a","predicate":"b","value":{text}}}')
    assert made.value == value
    assert isinstance(made.value, bool) == isinstance(value, bool)


def test_a_source_by_id_prefix_and_by_a_name_of_two(repository: Repository) -> None:
    with repository.snapshot() as view:
        census = view.id_of(1).hex()
    for text in (census, census[:9], census.upper()):
        assert claim(repository, said(source=text)).source == census
    repository.add([Source(author=BOB.public.hex(), name="census", time=3)], BOB)
    with pytest.raises(InvalidInput, match=f"source: 2 sources are called 'census' .*{census[:12]}"):
        claim(repository, said(source="census"))
    with pytest.raises(AmbiguousId):
        claim(repository, said(), source="census")
    with pytest.raises(NotFound, match="'survey'"):
        claim(repository, said(), source="survey")


def test_a_parent_by_prefix_or_one_that_is_not_here(known: Repository) -> None:
    with known.snapshot() as view:
        census = view.id_of(1).hex()
    assert claim(known, said(parent=census[:8])).parent == census
    assert claim(known, said(parent=ID.upper())).parent == ID


BAD = {
    "": "is not JSON",
    "{": "is not JSON",
    "[]": "is not a JSON object",
    "3": "is not a JSON object",
    "null": "is not a JSON object",
    "{} {}": "subject: is missing",
    said() + said(): "is not JSON",
    '{"subject":"a"}': "value: is missing",
    '{"subject":"a","value":1}': "predicate: is missing",
    said(confidnce=1): "'confidnce' is not a field; did you mean confidence?",
    said(**{"\x1b[2J": 1}): "is not a field; there are subject,",
    said(author=ALICE.public.hex()): "'author' is not a field",
    said(kind="assertion"): "'kind' is not a field",
    said(version=1): "'version' is not a field",
    said(confidence=1.2): "confidence: is 1.2; it goes from 0 to 1",
    said(confidence=-0.1): "confidence: is -0.1",
    said(confidence="0.9"): "confidence: is or holds a text; it has to be a number from 0 to 1",
    said(confidence=True): "confidence: is or holds a boolean",
    said(tier=6): "tier: is 6",
    said(tier="best"): "tier: 'best' is not a tier",
    said(tier=1.5): "tier: is or holds a fraction",
    said(time=2**60): "time: is outside the years",
    said(time=1.5): "time: is or holds a fraction",
    said(time="soon"): "time: 'soon' is not a time",
    said(unit="km"): "unit: 'km' stands beside a value that is not a number",
    said(unit=5): "unit: is or holds a number; it has to be a text",
    said(lifecycle="new"): "lifecycle: is 'new'",
    said(source="nowhere"): "source: there is no source 'nowhere'",
    said(parent="abcdef0"): "parent: no object here has an id that begins with",
    said(parent="x"): "parent: 'x' is not an id",
    said(parent="zz" * 32): "parent: ",
    said(note=""): "note: may not be empty",
    said(note="\x1b[31m"): "note: ",
    said(meta={"A": 1}): "meta: the key 'A'",
    said(meta={"a": None}): "meta: is or holds null",
    said(meta=[1]): "meta: is or holds a list",
    said(salt="0"): "salt: ",
    said(visual_hash="00"): "visual_hash: ",
    said(subject=""): "subject: may not be empty",
    said(subject="a//b"): "subject: 'a//b' holds an empty segment",
    said(subject="a/*"): "subject: 'a/*' holds '*'",
    said(subject="a" * 401): "subject: is 401 bytes long",
    said(subject="e\u0301"): "subject: ",
    said(predicate="a/b"): "predicate: ",
    said(value=None): "value: is or holds null",
    said(value=[1]): "value: is or holds a list",
    said(value={"ref": 1}): "value.ref: is a number, not a subject",
    said(value={"ref": "a", "b": 1}): "value: 'b' is not a field of it",
    said(value={}): "value.ref: is missing",
    said(value={"ref": "a//b"}): "value.ref: ",
    said(value="a\u202eb"): "value: ",
    said(value="\ud800"): "",
    said(value=2**53 + 1): "value: is an integer beyond 2^53",
    said(value="x" * 65_537): "value: is 65537 bytes long",
    '{"subject":"a","predicate":"b","value":NaN}': "has neither NaN nor Infinity",
    '{"subject":"a","predicate":"b","value":-Infinity}': "has neither NaN nor Infinity",
    '{"subject":"a","predicate":"b","value":1e400}': "",
    '{"subject":"a","predicate":"b","value":01}': "is not JSON",
    '{"subject":"a","predicate":"b","value":"a\x00b"}': "",
    '{"subject":"a","predicate":"b","value":' + "[" * 5000 + "]" * 5000 + "}": "",
    '{"x":' * 5000 + "1" + "}" * 5000: "",
    '{"subject":"a","predicate":"b","value":1,"value":2}': "holds a key twice",
    '{"subject":"a","predicate":"b","value":1,"unit":"a","unit":"b"}': "holds a key twice",
    '{"subject":"a","predicate":"b","value":1,"v\\u0061lue":2}': "holds a key twice",
    '{"subject":"a","predicate":"b","value":{"ref":"a","ref":"b"}}': "holds a key twice",
    '{"subject":"a","predicate":"b","value":1,"meta":{"a":1,"a":2}}': "holds a key twice",
    '{"subject":"a\\u003ab","predicate":"b","value":1,"value":2}': "holds a key twice",
    '{"subject":"a","predicate":"b","value":1,"unit":null,"unit":null}': "holds a key twice",
}


@pytest.mark.parametrize(("line", "problem"), BAD.items(), ids=[str(number) for number in range(len(BAD))])
def test_lines_that_will_not_do(known: Repository, line: str, problem: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        claim(known, line.encode("utf-8", "surrogatepass"))
    message = str(caught.value)
    assert problem in message
    assert "\x1b" not in message
    assert len(message) < 400


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        (b'{"subject":"a\xff","predicate":"b","value":1}', "is not UTF-8"),
        (b'{"subject":"a\xed\xa0\x80","predicate":"b","value":1}', "is not UTF-8"),
        ('{"subject":"a","predicate":"b","value":1}'.encode("utf-16"), "looks like UTF-16"),
        (b"\x00", "is not JSON"),
        (b"\xef\xbb\xbf{}", "is not JSON"),
    ],
)
def test_bytes_that_will_not_do(known: Repository, line: bytes, problem: str) -> None:
    with pytest.raises(InvalidInput, match=problem):
        claim(known, line)


def test_null_is_as_good_as_nothing(known: Repository) -> None:
    empty = dict.fromkeys(
        ("unit", "confidence", "tier", "lifecycle", "epoch", "source", "parent", "time", "note", "meta")
    )
    assert claim(known, said(**empty), unit="km", tier=2) == claim(known, said(), unit="km", tier=2)


keys = st.sampled_from(["a", "b", "c:", 'd"', "\\e", ":"])
values = st.one_of(
    st.integers(),
    st.text(alphabet='a:"\\{}', max_size=5),
    st.dictionaries(keys, st.text(alphabet=':"a', max_size=3), max_size=3),
)


@settings(max_examples=300)
@given(st.lists(st.tuples(keys, values), max_size=5), st.booleans())
def test_a_key_that_stands_twice_is_found_and_no_other(members: list[tuple[str, Any]], wide: bool) -> None:
    between = (" , ", " : ") if wide else (",", ":")
    inside = between[0].join(
        f"{json.dumps(key)}{between[1]}{json.dumps(value, separators=between)}" for key, value in members
    )
    text = f"{{{inside}}}".encode()
    if len({key for key, _ in members}) == len(members):
        check_keys(text)
    else:
        with pytest.raises(InvalidInput, match="twice"):
            check_keys(text)
