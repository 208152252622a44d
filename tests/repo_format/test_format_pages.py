"""The pages of docs/format/ say what the code does, and their examples are true."""

from __future__ import annotations

import json
import re
from pathlib import Path

import msgspec
import pytest

from repo_format import hexadecimal, ids, limits, number, objects, signature, text, vocabulary
from repo_format.seal import Seal

ROOT = Path(__file__).parents[2]
PAGES = {path.stem: path.read_text() for path in (ROOT / "docs" / "format").glob("*.md")}
MINIMAL = json.loads((ROOT / "tests" / "vectors" / "objects" / "assertion" / "minimal.json").read_text())
COMMON = {"author", "kind", "time", "version"}


def _section(kind: str) -> str:
    return re.split(r"^##+ ", PAGES["objects"].split(f"### {kind}\n")[1], flags=re.MULTILINE)[0]


@pytest.mark.parametrize("kind", vocabulary.KINDS)
def test_the_fields_of_a_kind(kind: str) -> None:
    rows = re.findall(r"^\| `(\w+)` \| (yes|no) \|", _section(kind), re.MULTILINE)
    fields = {field.name: field.required for field in msgspec.structs.fields(objects.class_of(kind))}
    assert {name: needed == "yes" for name, needed in rows} == {n: r for n, r in fields.items() if n not in COMMON}
    assert [name for name, _ in rows] == sorted(name for name, _ in rows)


def test_the_page_has_all_kinds_and_no_others() -> None:
    assert sorted(re.findall(r"^### (\w+)$", PAGES["objects"], re.MULTILINE)) == list(vocabulary.KINDS)


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("claim", vocabulary.COMPARISONS), ("claim", vocabulary.CLAIM_STATUSES), ("agent", vocabulary.AGENT_ACTIONS),
        ("stage", vocabulary.LIFECYCLES), ("source_status", vocabulary.SOURCE_STATUSES),
    ],
)  # fmt: skip
def test_the_words_of_a_kind(kind: str, words: tuple[str, ...]) -> None:
    assert [word for word in words if f"`{word}`" not in _section(kind)] == []


def test_the_tiers() -> None:
    assert ", ".join(f"{n} {tier}" for n, tier in enumerate(vocabulary.TIERS)) in _section("assertion")


def test_the_limits() -> None:
    identity = PAGES["identity"]
    assert f"to {limits.MAX_PAYLOAD:,} bytes" in identity
    assert f"| subject | {limits.MAX_SUBJECT} |" in identity
    assert f"| predicate | {limits.MAX_PREDICATE} |" in identity
    assert f"| url | {limits.MAX_URL:,} |" in identity
    assert re.search(rf"^\| name .*\| {limits.MAX_NAME} \|", identity, re.MULTILINE)
    assert f"prefix of {limits.MIN_ID_PREFIX} or more" in identity
    assert f"text {limits.MAX_TEXT_VALUE:,}" in _section("assertion")
    assert limits.MAX_NOTE == limits.MAX_REASON == 4096
    assert f"1 to {limits.MAX_SEAL:,} |" in PAGES["signatures"]


def test_the_contexts_and_domains() -> None:
    contexts = [value for name, value in vars(ids).items() if name.endswith("_CONTEXT")]
    domains = [value for name, value in vars(signature).items() if name.endswith("_DOMAIN")]
    assert len(contexts) == 6
    assert len(domains) == 4
    assert [context for context in contexts if f"`{context}`" not in PAGES["identity"]] == []
    assert [d for d in domains if f"`{d[:-1].decode()}\\0`" not in PAGES["signatures"]] == []


def test_the_table_of_numbers() -> None:
    for double, spelled in ((100, "100"), (0.002, "0.002"), (1e-6, "0.000001"), (9.5e-7, "9.5e-7"), (1e21, "1e+21")):
        assert number.number_text(double) == spelled
        assert f"`{spelled}`" in PAGES["identity"]


def test_the_example_of_an_object() -> None:
    payload = MINIMAL["payload"]
    assert f"    {payload}\n" in PAGES["identity"]
    assert f"one line, {len(payload)} bytes" in PAGES["identity"]
    assert f"    {ids.object_id(payload.encode()).hex()}\n" in PAGES["identity"]
    assert f"    {MINIMAL['seed']}\n" in PAGES["signatures"]
    assert f"    {MINIMAL['signature']}\n" in PAGES["signatures"]


def test_the_example_of_a_seal() -> None:
    data = re.search(r"^    (01[0-9a-f]{276})$", PAGES["signatures"], re.MULTILINE)
    assert data is not None
    seal = Seal.decode(bytes.fromhex(data[1]))
    seal.verify()
    assert f"`{seal.id.hex()}`" in PAGES["signatures"]
    assert f"`{seal.ids[0].hex()}`" in PAGES["signatures"]


def test_the_invisible_characters() -> None:
    listed = PAGES["identity"].split("no shape of their own:")[1].split("Format version")[0]
    named: set[str] = set()
    for first, last in re.findall(r"U\+([0-9A-F]+)(?:-U\+([0-9A-F]+))?", listed):
        named |= set(map(chr, range(int(first, 16), int(last or first, 16) + 1)))
    assert named == text._INVISIBLE
    assert hexadecimal._ID_BYTES == ids.ID_BYTES
