"""`steme query --from`: many questions at once, in the order of the file."""

from __future__ import annotations

import csv
import io
import json
import os
import select
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import Finished, Program
from tests.steme.claims import countries

QUESTIONS = """# of two countries

country/fr\tpopulation
country/fr capital
"country/nowhere" "no such thing"
{"subject":"country/fr","predicate":"population","lens":"confidence"}
country/*
x/*
"""


@pytest.fixture
def here(tmp_path: Path) -> Path:
    countries(tmp_path).close()
    (tmp_path / "q.txt").write_text(QUESTIONS)
    return tmp_path


def answers(found: Finished) -> list[tuple[str, str, object, str]]:
    rows = map(json.loads, found.stdout.splitlines())
    return [(row["subject"], row["predicate"], row["value"], row["status"]) for row in rows]


def test_in_the_order_of_the_file_and_the_unanswered_too(steme: Program, here: Path) -> None:
    found = steme("query", "--from", "q.txt", "--format", "jsonl")
    assert (found.status, found.stderr) == (0, "")
    assert answers(found) == [
        ("country/fr", "population", 68_000_000, "AGREED"),
        ("country/fr", "capital", "Paris", "UNANIMOUS"),
        ("country/nowhere", "no such thing", None, "EMPTY"),
        ("country/fr", "population", 67_390_000, "AGREED"),
        ("country/bi", "area", 27_834, "UNANIMOUS"),
        ("country/bi", "capital", "Gitega", "UNANIMOUS"),
        ("country/fr", "capital", "Paris", "UNANIMOUS"),
        ("country/fr", "population", 68_000_000, "AGREED"),
        ("x/*", "*", None, "EMPTY"),
    ]


def test_every_format_and_stdin(steme: Program, here: Path) -> None:
    table = steme("query", "--from", "-", input=QUESTIONS).stdout.splitlines()
    assert len(table) == 10
    assert table[3].split() == ["country/nowhere", "no", "such", "thing", "0.00", "0.00", "EMPTY", "0"]
    document = json.loads(steme("query", "--from", "q.txt", "--format", "json").stdout)
    assert len(document["steme.query/v1"]) == 9
    rows = list(csv.DictReader(io.StringIO(steme("query", "--from", "q.txt", "--format", "csv").stdout)))
    assert [row["status"] for row in rows].count("EMPTY") == 2
    values = steme("query", "--from", "q.txt", "--value").stdout.split("\n")
    assert values[:4] == ["68000000", "Paris", "", "67390000"]


def test_options_hold_for_lines_that_name_no_others(steme: Program, here: Path) -> None:
    own = {"subject": "country/fr", "predicate": "population", "tier": 3, "lifecycle": "any", "decay": False}
    lines = 'country/fr population\n{"subject":"country/fr","predicate":"population","tier":"regulatory"}\n'
    found = steme("query", "--from", "-", "--tier", "0", "--value", input=lines + json.dumps(own))
    assert found.stdout.split() == ["67390000", "67390000", "68000000"]


BAD = [
    (b"a b c", "'a b c' is not SUBJECT PREDICATE"),
    (b"a\t\tb", "is not SUBJECT PREDICATE"),
    (b"'a b", "has a quote that does not end"),
    (b"{x}", "'{x}' is not JSON"),
    (b'{"subject":' + b"[" * 5000, "is not JSON"),
    (b'{"subject":1}', "needs a subject"),
    (b'{"predicate":"p"}', "needs a subject"),
    (b'{"subject":"s","predicate":2}', "texts"),
    (b'{"subject":"s","sort":"x"}', "a question has no 'sort'"),
    (b'{"subject":"s","decay":"yes"}', "decay: 'yes' is not true or false"),
    (b'{"subject":"s","lifecycle":[1]}', "lifecycle"),
    (b'{"subject":"s","lens":"bogus"}', "'bogus' is not a lens"),
    (b'{"subject":"s","predicate":"p","tolerance":2}', "--tolerance: '2' is not a share"),
    (b'{"subject":"s","author":"nobody"}', "nobody"),
    (b"\xff\xfe a", "is not UTF-8"),
    (b"s " + b"p" * 70_000, "is longer than 65536 bytes"),
]


@pytest.mark.parametrize(("line", "sentence"), BAD)
def test_a_bad_line(here: Path, line: bytes, sentence: str) -> None:
    """What was answered before it is written, one sentence names it, and the document is whole."""
    (here / "bad.txt").write_bytes(b"country/fr capital\n" + line + b"\ncountry/bi capital\n")
    words = [sys.executable, "-m", "steme_cli", "query", "--from", "bad.txt", "--format", "json"]
    done = subprocess.run(words, cwd=here, capture_output=True, check=False, env=dict(os.environ))
    assert done.returncode == 2
    assert [row["value"] for row in json.loads(done.stdout)["steme.query/v1"]] == ["Paris"]
    complaint = done.stderr.decode()
    assert complaint.startswith("steme: bad.txt, line 2: ")
    assert sentence in complaint
    assert complaint.count("\n") == 1


def test_going_on(steme: Program, here: Path) -> None:
    lines = b"".join(line + b"\n" for line, _ in BAD)
    (here / "bad.txt").write_bytes(lines + b"country/bi capital")
    found = steme("query", "--from", "bad.txt", "--keep-going", "--value")
    assert (found.status, found.stdout) == (2, "Gitega\n")
    complaints = found.stderr.splitlines()
    assert [line.split(": ")[1] for line in complaints[:-1]] == [f"bad.txt, line {at}" for at in range(1, len(BAD) + 1)]
    assert complaints[-1] == f"steme: bad.txt: {len(BAD)} lines were no question; the others are answered"


def test_exit_statuses(steme: Program, here: Path) -> None:
    assert steme("query", "--from", "-", input="").status == 0
    assert steme("query", "--from", "-", input="nobody knows\n").status == 3
    assert steme("query", "--from", "nofile").status == 3
    contested = steme(
        "query", "--from", "-", "--fail-on-conflict", "--lens", "skeptic", input="country/fr population\n"
    )
    assert contested.status == 0
    wrong = [("--from", "q.txt", "country/fr"), ("country/fr", "--keep-going"), ()]
    assert [steme("query", *words).status for words in wrong] == [2, 2, 2]


def test_answers_come_before_the_next_question_is_known(here: Path) -> None:
    words = [sys.executable, "-m", "steme_cli", "query", "--from", "-", "--format", "jsonl"]
    with subprocess.Popen(
        words, cwd=here, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
    ) as child:
        assert child.stdin is not None
        assert child.stdout is not None
        for predicate, value in (("capital", "Paris"), ("population", 68_000_000), ("capital", "Paris")):
            child.stdin.write(f"country/fr {predicate}\n")
            child.stdin.flush()
            if not select.select([child.stdout], [], [], 20)[0]:
                child.kill()
                pytest.fail("nothing was answered before the end of the questions")
            assert json.loads(child.stdout.readline())["value"] == value
        child.stdin.close()
        assert child.wait(30) == 0


def test_recorded(steme: Program, here: Path) -> None:
    steme("query", "--from", "q.txt", "--audit", "--limit", "4")
    listed = json.loads(steme("audit", "list", "--format", "json").stdout)["steme.audit.list/v1"]
    assert len(listed) == 4
