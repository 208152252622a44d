import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from steme.formulas import restored
from steme_cli.render.column import Column
from steme_cli.render.csv_text import cell, lines


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("plain", "plain"),
        ("a,b", '"a,b"'),
        ('say "no"', '"say ""no"""'),
        ("two\nlines", '"two\nlines"'),
        ("=1+1", "'=1+1"),
        ("+x", "'+x"),
        ("-x", "'-x"),
        ("@x", "'@x"),
        ("\tx", '"\'\tx"'),
        ("\rx", "'\\rx"),
        ("＝1", "'＝1"),
        ('=HYPERLINK("http://x","y")', '"\'=HYPERLINK(""http://x"",""y"")"'),
        (-5, "-5"),
        (-0.5, "-0.5"),
        (81, "81"),
        (True, "true"),
        (None, ""),
        (["a", "b"], "a b"),
        (["=a"], "'=a"),
        ("\x1b[31m", "\\x1b[31m"),
    ],
)
def test_cells(value: object, text: str) -> None:
    assert cell(value) == text


TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["C"]))


@given(st.lists(st.tuples(TEXT, TEXT)))
def test_a_spreadsheet_reads_what_was_written_and_no_formula(items: list[tuple[str, str]]) -> None:
    columns = [Column("a"), Column("b")]
    text = "".join(piece for piece, _ in lines(columns, ({"a": a, "b": b} for a, b in items)))
    read = list(csv.reader(io.StringIO(text, newline="")))
    assert read[0] == ["a", "b"]
    for (first, second), row in zip(items, read[1:], strict=True):
        assert not row[0].startswith(tuple("=+-@"))
        assert restored(row[0]) == plain(first)
        assert restored(row[1]) == plain(second)


def plain(text: str) -> str:
    from steme_cli.render.text import safe

    return safe(text, keep="\t\n")


def test_lines_end_as_rfc_4180_says() -> None:
    assert list(lines([Column("n")], [{"n": 1}])) == [("n\r\n", 0), ("1\r\n", 1)]
