"""The pages on storage say what the code does, and their examples are true."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from repo_format import block, frame, head, limits, merkle, objects, refs, segment
from repo_format.pack import opening
from repo_format.pack.reader import PackReader
from repo_format.record import Record
from repo_format.storage import tables
from repo_format.storage.store import Store

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "docs" / "format"
PAGES = {path.stem: path.read_text() for path in FOLDER.glob("*.md")}
VECTORS = ROOT / "tests" / "vectors"


def vector(name: str) -> dict:
    return json.loads((VECTORS / f"{name}.json").read_text())


def example(page: str, section: str) -> bytes:
    """The bytes of the first block of hex in a section: what stands left of two spaces or more, spaces left out."""
    text = PAGES[page].split(f"\n## {section}")[1]
    block = next(part for part in text.split("\n\n") if re.match(r"    [0-9a-f ]{8}", part))
    return bytes.fromhex("".join(re.split(r" {2,}", line.strip())[0].replace(" ", "") for line in block.split("\n")))


def test_every_page_is_listed():
    listed = re.findall(r"^\| \[([\w-]+)\.md\]", PAGES["README"], re.MULTILINE)
    assert sorted([*listed, "README"]) == sorted(PAGES)


SOURCES = [path for folder in ("repo_format", "steme") for path in (ROOT / folder).rglob("*.py")]


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_sections_that_the_code_names(source):
    for page, section in re.findall(r"docs/format/(\w+)\.md,\s+section\s+(\d+)", source.read_text()):
        assert page not in PAGES or re.search(rf"^##+ {section}\. ", PAGES[page], re.MULTILINE), (page, section)


def test_the_kinds_of_frames():
    row = re.compile(r"^\| (\d+) ([a-z ]+?)(?:, (\d+) ([a-z ]+))? \|.*\| ([a-z, ]+) \|$", re.MULTILINE)
    named = {}
    for number, name, second, other, places in row.findall(PAGES["segments"]):
        named[int(number)] = (name, places)
        if second:
            named[int(second)] = (other, places)
    assert {number: name for number, (name, _) in named.items()} == frame.KIND_NAMES
    assert {number for number, (_, places) in named.items() if "segments" in places} == frame.IN_SEGMENTS
    assert {number for number, (_, places) in named.items() if "packs" in places} == frame.IN_PACKS


def test_the_limits():
    assert f"at most {limits.MAX_FRAME_BODY:,} and" in PAGES["segments"]
    assert f"length u32 (1 to {limits.MAX_PAYLOAD:,})" in PAGES["segments"]
    assert f"at most {limits.MAX_BLOCK_BYTES:,}, and" in PAGES["segments"]
    assert limits.BLOCK_BYTES == 16 * 1024
    assert limits.SEGMENT_BYTES == 64 << 20
    assert "has reached 64 MiB" in PAGES["segments"]
    assert f"**at most {limits.TRIE_LEAF}** ids" in PAGES["merkle"]
    assert limits.MAX_BLOCK_BYTES == 272 * 1024
    assert "expands to at most 272 KiB" in PAGES["packs"]
    assert f"at most {refs.MAX_REF} bytes" in PAGES["heads"]
    assert limits.MAX_OBJECTS == 2**32 - 1


def test_the_lengths():
    assert (head.ENCODED_BYTES, head.SIGNED_BYTES) == (193, 129)
    assert segment.COMMIT_BYTES == 1 + 8 + 8 + 193
    assert opening.MAX_BYTES == 1 + 1 + 16 + 8 + 2 * 193
    assert block.BLOCK_PREFIX.size == 32 + 2 + 2 + 4
    assert "chunks of at most 48" in PAGES["index"]
    assert 48 * tables.LENS_ROW.size == tables.LENS_CHUNK
    assert f"One row of {tables.LENS_ROW.size} bytes" in PAGES["index"]
    assert f"steme index {tables.INDEX_VERSION}\n" in PAGES["index"]
    assert f"longer than {tables.MAX_TERM} bytes" in PAGES["index"]


def test_the_tables_of_the_index():
    rows = re.findall(r"^\| ((?:`\w+`(?:, )?)+) \| [^|]+ \| [^|]+ \|$", PAGES["index"], re.MULTILINE)
    assert {name for row in rows for name in re.findall(r"\w+", row)} == set(tables.ALL)
    duplicates = PAGES["index"].split("\n\n`about`")[1].split("have many values")[0]
    assert {"about", *re.findall(r"`(\w+)`", duplicates)} == set(tables.FIXED_DUPLICATES)


def test_the_sorts_of_terms():
    found = set(re.findall(r"`(\w)`", PAGES["index"].split("| sort | |")[1].split("\n\n")[0]))
    assert found == {value.decode() for name, value in vars(tables).items() if name.startswith("TERM_")}


def test_the_example_of_a_segment():
    data = example("segments", "7. Example")
    assert data.hex() == vector("segments/crash-empty")["segment"]
    rows = re.findall(r"^\| (\d+) \| (\d) \| (\d) \| (\d+) \|", PAGES["segments"], re.MULTILINE)
    frames = vector("segments/sealed")["frames"]
    assert [tuple(map(int, row)) for row in rows] == [tuple(one.values())[:4] for one in frames]


def test_the_examples_of_heads_and_refs():
    assert example("heads", "4. Example").hex() == vector("heads/first")["head"]
    second = PAGES["heads"].split("`refs/made.json`")[1]
    assert re.sub(r"[^0-9a-f]", "", second.split("):")[1]) == vector("refs/made")["ref"]


def test_the_examples_of_roots():
    listed = dict(re.findall(r"^\| ([\d,none]+) \| `([0-9a-f]{64})` \|$", PAGES["merkle"], re.MULTILINE))
    known = {one["count"]: one["root"] for one in vector("trie/roots") if not one["prefix"]}
    assert {int(name.replace(",", "").replace("none", "0")): root for name, root in listed.items()} == {
        count: known[count] for count in (0, 1, 256, 257, 10_000)
    }
    node = vector("trie/nodes")[0]
    counts = [str(child["count"]) for child in node["children"]]
    assert f"{', '.join(counts[:-1])} and {counts[-1]} ids" in PAGES["merkle"].replace("\n", " ")
    assert node["children"][0]["digest"] in PAGES["merkle"]
    assert merkle.EMPTY_ROOT.hex() in PAGES["merkle"]


def test_the_example_of_a_pack():
    data = example("packs", "7. Example")
    assert data.hex() == vector("packs/empty")["pack"]
    assert f"{len(data)} bytes" in PAGES["packs"]
    assert list(PackReader([data])) == []
    kinds = [str(one["kind"]) for one in vector("packs/complete")["frames"]]
    assert f"{', '.join(kinds[:-1])} and {kinds[-1]}" in PAGES["packs"].replace("\n", " ")


def test_the_examples_of_a_repository(tmp_path, alice):
    minimal = vector("objects/assertion/minimal")
    payload = minimal["payload"].encode()
    record = Record(bytes.fromhex(minimal["id"]), payload, bytes.fromhex(minimal["signature"]))
    store = Store.create(str(tmp_path), b"repository no. 1", 0)
    with store.begin() as transaction:
        transaction.add(record.id, payload, objects.read(payload), record.signature)
        transaction.commit(alice, 0)
    with store.snapshot() as view:
        terms = [(bytes(key).hex(), bytes(value).hex()) for key, value in view.txn.cursor(view.databases[tables.TERMS])]
        ((key, row),) = view.txn.cursor(view.databases[tables.LENS])
    store.close()
    text = (tmp_path / ".steme" / "format").read_text()
    assert "".join(f"    {line}\n" for line in text.splitlines()) in PAGES["repository"]
    assert f"{len(text)} bytes, as above" in PAGES["repository"]
    assert store_size(tmp_path) == 113 + 44 + 68 + len(payload) + 254
    shown = re.findall(r"^    ([0-9a-f]{16,66}) +([0-9a-f]{8}) ", PAGES["index"], re.MULTILINE)
    assert shown == terms
    assert f"`{bytes(key).hex()}`" in PAGES["index"]
    assert bytes(row).hex() in re.sub(r"\s", "", PAGES["index"])


def store_size(path: Path) -> int:
    return (path / ".steme" / "log" / "active.seg").stat().st_size
