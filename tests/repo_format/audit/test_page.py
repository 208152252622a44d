"""docs/format/audit.md says what the code does, and its example is true."""

from __future__ import annotations

import re
from pathlib import Path

from repo_format import frame, plain_json
from repo_format.audit import frames

PAGE = (Path(__file__).parents[3] / "docs" / "format" / "audit.md").read_text()


def test_the_example() -> None:
    payload = re.search(r"^    (\{.*\})$", PAGE, re.MULTILINE)
    assert payload is not None
    written = payload[1].encode()
    assert plain_json.encode(plain_json.decode(written)) == written
    assert f"{len(written)} bytes" in PAGE
    repository = re.search(r"has the id `([0-9a-f]{32})`", PAGE)
    assert repository is not None
    data, identifier = frames.encode(written, frames.start(bytes.fromhex(repository[1])))
    assert f"a file of {len(data)} bytes: the header `{data[:12].hex()}`" in PAGE
    assert f"\n    {identifier.hex()}\n" in PAGE
    assert data[44:46].hex() == "0000"
    assert f"and `{data[-4:].hex()}`." in PAGE


def test_the_kind_and_the_beginning_of_a_frame() -> None:
    assert f"frame of kind {frame.AUDIT} " in PAGE
    beginning = frame.HEADER.pack(frame.MAGIC, 1, frame.AUDIT, 0, 0)[:6]
    assert f"`{beginning.hex(' ')}`" in PAGE
