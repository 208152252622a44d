"""The example of docs/format/json-lines.md is true."""

from __future__ import annotations

import io
import re
from pathlib import Path

from repo_format import objects
from steme.exports import jsonl
from steme.importing.fact import FIELDS
from steme.importing.line_reader import MAX_LINE
from steme.importing.options import Defaults, Options
from steme.importing.run import import_stream
from steme.keys import SigningKey
from steme.repository import Repository
from steme.wanted import Wanted
from tests.conftest import TOP

PAGE = (TOP / "docs" / "format" / "json-lines.md").read_text()
KEY = SigningKey(bytes(32))


def test_the_example(tmp_path: Path) -> None:
    fact, exported = re.findall(r"```\n(.*?)```", PAGE, flags=re.DOTALL)
    with Repository.init(str(tmp_path / "one")) as one:
        import_stream(one, KEY, io.BytesIO(fact.encode()), Options(defaults=Defaults(time=0)))
        own = list(jsonl.lines(one, Wanted()))
        with one.snapshot() as view:
            assert f"`{view.id_of(1).hex()}`" in PAGE
    payload = exported[exported.index('{"author"') : exported.rindex(',"seal"')]
    assert payload.encode() in own[1]
    assert objects.read(payload.encode())
    with Repository.init(str(tmp_path / "two")) as two:
        assert import_stream(two, KEY, io.BytesIO(exported.encode()), Options()).added == 1
        assert "".join(line.decode() for line in jsonl.lines(two, Wanted())) == exported


def test_every_field_is_in_the_table_and_the_limits_are_right() -> None:
    table = PAGE[PAGE.index("| member |") : PAGE.index("`null` says")]
    assert sorted(
        re.findall(r"`([a-z_]+)`", "".join(line.split("|")[1] for line in table.splitlines() if "|" in line))
    ) == sorted(FIELDS)
    assert f"{MAX_LINE:,}" in PAGE
