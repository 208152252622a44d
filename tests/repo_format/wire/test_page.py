"""docs/format/sync.md says what the code does, and its example is true."""

from __future__ import annotations

import json
import re
from pathlib import Path

from repo_format import limits
from repo_format.wire import digests, message
from repo_format.wire.transfer import Sending
from steme.serving import http, patience

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs" / "format" / "sync.md").read_text()
VECTOR = json.loads((ROOT / "tests" / "vectors" / "sync" / "since.json").read_text())


def test_the_kinds() -> None:
    rows = re.findall(r"^\| (\d+) (\w+) \|", PAGE.split("\n## ")[2], re.MULTILINE)
    assert {int(number): name for number, name in rows} == {n: kind.__name__ for n, kind in message.KINDS.items()}


def test_the_limits() -> None:
    words = " ".join(PAGE.split())
    for number, sentence in (
        (limits.MAX_FRAME_BODY, "`length` is at most {:,} and MUST"),
        (limits.MAX_AGENT, "at most {:,} bytes; it means nothing"),
        (limits.MAX_TAGS_TOLD, "at most {:,} of them"),
        (limits.MAX_IDS_TOLD, "at most {:,} in one message"),
        (limits.MAX_PATHS, "at most {:,} paths"),
        (limits.MAX_REFUSAL, "a sentence of at most {:,} bytes"),
        (limits.MAX_CHUNK, "length u32 (1 to {:,}) | bytes"),
        (digests.TOP_BYTES, "depth 2 of its trie, {:,} bytes"),
        (limits.TRIE_LEAF, "at most {:,} objects"),
        (patience.Bounds().connections, "steme: {:,} connections"),
        (int(patience.Bounds().idle), "{:,} s of silence"),
        (patience.Bounds().least_rate // 1024, "{:,} KiB/s on average"),
        (patience.Bounds().requests_a_minute, "{:,} requests a minute"),
    ):
        assert sentence.format(number) in words
    assert f"`POST {http.PATH}`" in words
    assert f"`{http.MEDIA_TYPE}`" in words


def test_the_example() -> None:
    blocks = [part for part in PAGE.split("## 11.")[1].split("\n\n") if part.startswith("    73746d77")]
    hexadecimal = [
        "".join(re.split(r" {4,}", line.strip())[0].replace(" ", "") for line in one.split("\n")) for one in blocks
    ]
    assert hexadecimal[0] == VECTOR["message"]
    assert "82 bytes" in PAGE
    assert bytes.fromhex(hexadecimal[1]) == message.encode(Sending(0, 2))


def test_the_arithmetic_of_a_first_meeting() -> None:
    """100,000 ids, 100 of them different: the bytes that section 4 names."""
    nodes, leaves = 256 * (1 - (1 - 1 / 256) ** 100), 100
    assert round(nodes) == 83
    assert round(83 * (1 + digests.CHILDREN_BYTES) / 1000) == 27
    assert round(leaves * (100_000 / 16**3) * 32 / 1000) in (77, 78)
