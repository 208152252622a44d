from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from repo_format.errors import InvalidInput
from repo_format.objects.assertion import Assertion
from repo_format.payload import Reference
from steme.exports.csv import COLUMNS
from steme.importing import line_reader
from steme.importing.claim_maker import ClaimMaker
from steme.importing.csv_facts import MAX_CELL, OURS, CsvFacts
from steme.importing.fact import FIELDS
from steme.importing.options import Defaults
from steme.repository import Repository
from tests.steme.claims import ALICE, DAY

Found = list[tuple[int, Assertion | str]]


def read(
    repository: Repository,
    data: bytes | str,
    columns: dict[str, str] | None = None,
    *,
    text: bool = False,
    **defaults: object,
) -> Found:
    """Number and claim of each record, or what is wrong with it."""
    stream = io.BytesIO(data if isinstance(data, bytes) else data.encode())
    found: Found = []
    with repository.snapshot() as view:
        maker = ClaimMaker(view, ALICE.public, Defaults(**{"time": DAY, **defaults}))  # type: ignore[arg-type]
        facts = CsvFacts(line_reader.batches(stream, lambda _: None), maker, columns or {}, text)
        for number, cells in facts.records():
            try:
                if isinstance(cells, InvalidInput):
                    raise cells
                found.append((number, facts.read(cells)[2]))
            except InvalidInput as error:
                found.append((number, str(error)))
    return found


def claims(found: Found) -> list[tuple[object, ...]]:
    return [(made.subject, made.predicate, made.value) for _, made in found if isinstance(made, Assertion)]


def test_columns_named_as_fields_in_any_order(known: Repository) -> None:
    data = (
        "value,confidence,subject,predicate,unit,tier,time,source,note,meta.lot,meta.page\r\n"
        '81,0.5,drug/a,dosage,mg,clinical,1970-01-03,census,"a, ""b""\nc",B-17,42\r\n'
        ",,,,,,,,,,\r\n\r\n"
        "Paris,,country/fr,capital,,,,,,,\r\n"
    )
    (first, made), (third, gap), (fifth, plain) = read(known, data)
    assert (first, third, fifth) == (2, 4, 6)
    assert isinstance(made, Assertion)
    assert isinstance(plain, Assertion)
    assert (made.value, made.confidence, made.unit, made.tier, made.time) == (81, 0.5, "mg", 1, 2 * DAY)
    assert (made.note, made.meta) == ('a, "b"\nc', {"lot": "B-17", "page": 42})
    assert made.source is not None
    assert gap == "subject: is missing"
    assert (plain.subject, plain.value, plain.confidence, plain.tier, plain.time, plain.meta) == (
        "country/fr", "Paris", 1, 4, DAY, None,
    )  # fmt: skip


def test_columns_of_other_names(known: Repository) -> None:
    data = "iso2,inhabitants,area\nfr,67390000,643801\nbi,13590102,27834\n"
    columns = {"subject": "iso2", "value": "inhabitants"}
    found = read(known, data, columns, prefix="country/", predicate="population")
    assert claims(found) == [("country/fr", "population", 67390000), ("country/bi", "population", 13590102)]


def test_a_column_for_two_fields_and_one_whose_name_is_a_field(known: Repository) -> None:
    found = read(known, "name,value\nfr,1\n", {"subject": "name", "note": "name"}, predicate="p")
    assert [(made.subject, made.note) for _, made in found if isinstance(made, Assertion)] == [("fr", "fr")]
    found = read(known, "subject,value\nnot,fr\n", {"subject": "value", "value": "subject"}, predicate="p")
    assert claims(found) == [("fr", "p", "not")]
    found = read(known, "subject,code,value\nFrance,fr,1\n", {"subject": "code"}, predicate="p")
    assert claims(found) == [("fr", "p", 1)]


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("81", 81),
        (" 81", " 81"),
        ("020", "020"),
        ("true", True),
        ('"""81"""', "81"),
        ("ref:a/b", Reference(ref="a/b")),
        ("=1+1", "=1+1"),
    ],
)
def test_values_are_read_as_assert_reads_them(known: Repository, cell: str, value: object) -> None:
    assert claims(read(known, f"subject,predicate,value\na,b,{cell}\n")) == [("a", "b", value)]


def test_values_as_texts(known: Repository) -> None:
    found = read(known, "subject,predicate,value\na,b,81\na,b,true\na,b,ref:x\n", text=True)
    assert [value for _, _, value in claims(found)] == ["81", "true", "ref:x"]


HEADINGS = [
    ("", {}, "line 1: holds no names"),
    ("\n", {}, "line 1: holds no names"),
    ("subject,predicat,value\n", {}, "column 'predicat': is not a field; did you mean predicate"),
    ("subject,value,\x1b[2J\n", {}, r"column '\\x1b\[2J': is not a field; there are"),
    ("subject,value,value\n", {}, "column 'value': stands twice"),
    ("subject,a,a\n", {"value": "a"}, "column 'a': stands twice"),
    ("subject,a\n", {"value": "b"}, "column 'b': is not there; there are 'subject', 'a'"),
    ("subject,a\n", {"vale": "a"}, "--column: 'vale' is not a field; did you mean value"),
    ('"subject\n', {}, "^line 1: is not CSV"),
]


@pytest.mark.parametrize(("heading", "columns", "problem"), HEADINGS)
def test_headings_that_will_not_do(known: Repository, heading: str, columns: dict[str, str], problem: str) -> None:
    with pytest.raises(InvalidInput, match=problem):
        read(known, heading, columns)


RECORDS = [
    (b"a,b", "has 2 cells; the heading has 3"),
    (b"a,b,1,2", "has 4 cells; the heading has 3"),
    (b"a,b,", "value: is missing"),
    (b'a,b,"c"d', "is not CSV"),
    (b"a,b,\xff", "value: "),
    (b"a,b,\x00", "value: "),
    (b"a,b," + b"9" * 30, "value: "),
    (b"a,b,1e999", "value: "),
    (b"a,b," + b"x" * (MAX_CELL + 1), "is not CSV (field larger than field limit"),
    (b"a,b," + b"x" * (line_reader.MAX_LINE + 1), "is not CSV"),
]


@pytest.mark.parametrize(("record", "problem"), RECORDS, ids=[str(number) for number in range(len(RECORDS))])
def test_records_that_will_not_do_and_the_next_one_does(known: Repository, record: bytes, problem: str) -> None:
    bad, good = read(known, b"subject,predicate,value\n" + record + b"\na,b,1\n")
    assert (bad[0], good[0]) == (2, 3)
    assert isinstance(bad[1], str)
    assert problem in bad[1]
    assert isinstance(good[1], Assertion)


def test_a_quote_that_is_never_closed_does_not_swallow_the_file(known: Repository) -> None:
    data = 'subject,predicate,value\na,b,"' + "c,d,1\n" * 100_000
    found = read(known, data)
    assert isinstance(found[0][1], str)
    assert "is not CSV" in found[0][1]
    assert sum(isinstance(made, Assertion) for _, made in found) > 70_000


def test_words_in_cells_that_will_not_do(known: Repository) -> None:
    heading = "subject,predicate,value,confidence,tier,time,meta.A\n"
    found = read(known, heading + "a,b,1,high,,,\na,b,1,,best,,\na,b,1,,,soon,\na,b,1,,,,x\n")
    assert [str(problem).split(":")[0] for _, problem in found] == ["confidence", "tier", "time", "meta"]
    assert "meta: has no column" in str(read(known, "subject,predicate,value,meta\na,b,1,x\n")[0][1])


texts = st.text(st.sampled_from("abc012 ,\"=;'\n\u00e9\u4e2d"), min_size=1, max_size=12)


@settings(max_examples=100, deadline=None)
@given(st.lists(texts, min_size=1, max_size=6))
def test_what_a_csv_writer_writes_is_read_back(known: Repository, values: list[str]) -> None:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["subject", "predicate", "value"])
    writer.writerows([["a", "b", value] for value in values])
    assert [value for _, _, value in claims(read(known, out.getvalue(), text=True))] == values


def test_a_table_that_an_export_wrote(known: Repository) -> None:
    assert OURS | set(FIELDS) >= set(COLUMNS)
    cells = {"id": "ab", "subject": "a", "predicate": "b", "value": "'=1+1", "author": "cd", "author_label": "eve"}
    data = f"{','.join(COLUMNS)}\n{','.join(cells.get(name, '') for name in COLUMNS)}\n"
    assert claims(read(known, data)) == [("a", "b", "=1+1")]
    with pytest.raises(InvalidInput, match="column 'id': is not a field"):
        read(known, "id,subject,predicate,value\nab,a,b,1\n")
    with pytest.raises(InvalidInput, match="column 'rank'"):
        read(known, "id,author,author_label,rank,subject,predicate,value\n")
    assert claims(read(known, "subject,predicate,value\na,b,'=1+1\n")) == [("a", "b", "'=1+1")]
