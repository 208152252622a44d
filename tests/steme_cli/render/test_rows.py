import json

import pytest

from steme_cli import invocation
from steme_cli.render import figures, plain_table
from steme_cli.render.column import Column
from steme_cli.render.record import record
from steme_cli.render.rows import rows

COLUMNS = (Column("subject"), Column("bytes", "size", right=True, human=figures.size))
ITEMS = [
    {"subject": "drug/aspirin", "bytes": 2048, "id": "ab"},
    {"subject": "東京\x1b[31m", "bytes": 5, "id": "cd"},
]
TABLE = """\
SUBJECT          SIZE
drug/aspirin  2.0 KiB
東京\\x1b[31m      5 B
"""


@pytest.mark.parametrize("format", [None, "table"])
def test_a_table_in_a_pipe_is_plain_and_aligned(format: str | None, capsys: pytest.CaptureFixture[str]) -> None:
    assert rows("steme.files", COLUMNS, ITEMS, format=format) == 2
    assert capsys.readouterr().out == TABLE


def test_no_rows_make_no_table(capsys: pytest.CaptureFixture[str]) -> None:
    assert rows("steme.files", COLUMNS, [], format="table") == 0
    assert capsys.readouterr().out == ""


def test_json_holds_everything_and_exact_values(capsys: pytest.CaptureFixture[str]) -> None:
    assert rows("steme.files", COLUMNS, ITEMS, format="json") == 2
    assert json.loads(capsys.readouterr().out) == {"steme.files/v1": ITEMS}


def test_json_lines(capsys: pytest.CaptureFixture[str]) -> None:
    assert rows("steme.files", COLUMNS, ITEMS, format="jsonl") == 2
    assert [json.loads(line) for line in capsys.readouterr().out.splitlines()] == ITEMS


def test_csv_holds_the_columns(capsys: pytest.CaptureFixture[str]) -> None:
    assert rows("steme.files", COLUMNS, ITEMS, format="csv") == 2
    assert capsys.readouterr().out == "subject,bytes\r\ndrug/aspirin,2048\r\n東京\\x1b[31m,5\r\n"


def test_colour_on_demand_keeps_text_harmless(capsys: pytest.CaptureFixture[str]) -> None:
    invocation.apply("color", "always")
    rows("steme.files", COLUMNS, ITEMS)
    written = capsys.readouterr().out
    assert "\x1b[1m" in written
    assert "\x1b[31m" not in written
    assert "東京\\x1b[31m" in written


def test_a_long_table_is_written_in_groups() -> None:
    pieces = list(plain_table.lines([Column("n", right=True)], ({"n": number} for number in range(2500))))
    assert [count for _, count in pieces] == [0, 1000, 1000, 500]
    assert pieces[1][0].startswith("  0\n  1\n")
    assert pieces[2][0].startswith("1000\n")


def test_values_for_people() -> None:
    items = [{"a": None, "b": True, "c": [1, "x"], "d": 1.5}]
    text = "".join(piece for piece, _ in plain_table.lines([Column(name) for name in "abcd"], items))
    assert text == "A  B    C     D\n   yes  1, x  1.5\n"


def test_a_record_is_a_line_for_each_fact(capsys: pytest.CaptureFixture[str]) -> None:
    record("steme.status", {"objects": 3, "last_write": "\x1b", "tag": None}, human={"objects": "3 objects"})
    assert capsys.readouterr().out == "objects     3 objects\nlast write  \\x1b\n"


@pytest.mark.parametrize(
    ("format", "text"),
    [
        ("json", '{"steme.status/v1": {\n  "objects": 3\n}}\n'),
        ("jsonl", '{"objects": 3}\n'),
        ("csv", "objects\r\n3\r\n"),
    ],
)
def test_a_record_for_programs(format: str, text: str, capsys: pytest.CaptureFixture[str]) -> None:
    record("steme.status", {"objects": 3}, format=format, human={"objects": "three"})
    assert capsys.readouterr().out == text
