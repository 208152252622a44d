from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aphoria.claims import editing
from aphoria.claims.entry import CHANGED, SIGNED, UNSIGNED
from aphoria.claims.file import ClaimsFile, find
from aphoria.claims.signing import signed
from repo_format.errors import InvalidInput, NotFound
from repo_format.objects.claim import Claim
from repo_format.payload import Reference
from steme.keys import SigningKey
from tests.aphoria.claims_and_observations import claim

KEY = SigningKey(bytes(range(32)))
NOW = 1_763_600_000_123_456

FILE = """\
# the wallet's

[[claim]]
# from the review
id = "wallet-tls-001"   # keep
path = 'wallet/tls/certificate'
predicate = "verified"
comparison = "equals"
value = true
invariant = "certificates MUST be verified"
consequence = \"\"\"
whoever sits in between
reads everything\"\"\"
provenance = "review of March"

# the last word
"""


def _read(text: str) -> ClaimsFile:
    return ClaimsFile("claims.toml", text)


def test_what_is_left_out_has_its_default() -> None:
    (entry,) = _read(FILE).entries
    assert (entry.claim.tier, entry.claim.status, entry.claim.value, entry.line) == (3, "active", True, 3)
    assert entry.claim.consequence == "whoever sits in between\nreads everything"
    assert entry.state == UNSIGNED


def test_signing_changes_three_lines_and_no_comment() -> None:
    (entry,) = _read(FILE).entries
    mine, proof = signed(entry.claim, KEY, NOW)
    text = editing.replaced(FILE, entry.claim.name, mine, proof)
    before, after = FILE.splitlines(), text.splitlines()
    assert [line for line in before if line not in after] == []
    new = [line.partition(" ")[0] for line in after if line not in before]
    assert new == ["tier", "status", "author", "time", "signature"]
    (again,) = _read(text).entries
    assert again == type(again)(mine, proof, 3)
    assert again.state == SIGNED


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("= true", "= false"),
        ("MUST be", "SHOULD be"),
        ('tier = "expert"', 'tier = "community"'),
        ("wallet/tls", "wallet/ssl"),
        ('status = "active"', 'status = "draft"'),
    ],
)
def test_a_claim_that_was_edited_by_hand_is_known_by_its_signature(old: str, new: str) -> None:
    (entry,) = _read(FILE).entries
    text = editing.replaced(FILE, entry.claim.name, *signed(entry.claim, KEY, NOW))
    assert old in text
    assert _read(text.replace(old, new)).entries[0].state == CHANGED


def test_somebody_elses_name_under_it_is_no_signature() -> None:
    mine, proof = signed(claim(value=True), KEY, NOW)
    other = msgspec.structs.replace(mine, author=SigningKey(bytes(32)).public.hex())
    assert _read(editing.added("", other, proof)).entries[0].state == CHANGED


def test_a_first_claim_makes_the_file_and_a_second_follows() -> None:
    text = editing.added(editing.added("", claim(value=True), None), claim("absent", name="b-2"), None)
    assert text.startswith("# What this code must do")
    assert "\n\n[[claim]]\n" in text
    assert "\n\n\n" not in text
    assert [one.name for one in _read(text).claims] == ["wallet-tls-001", "b-2"]
    with pytest.raises(InvalidInput, match="is taken"):
        editing.added(text, claim(value=False), None)
    assert [one.name for one in _read(editing.removed(text, "wallet-tls-001")).claims] == ["b-2"]
    with pytest.raises(NotFound):
        editing.removed(text, "c-3")


VALUES = st.one_of(
    st.booleans(),
    st.integers(-(2**53), 2**53),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(st.characters(exclude_categories=["C"]), min_size=1, max_size=20).map(lambda text: "x" + text + "x"),
    st.just(Reference("go/http")),
)


@settings(max_examples=60)
@given(
    VALUES, st.integers(0, 5), st.lists(st.sampled_from(["RFC 8446", 'a "quote"', "b\\c"]), max_size=3), st.booleans()
)
def test_what_is_written_is_read_again(value: Any, tier: int, evidence: list[str], as_list: bool) -> None:
    operand = {"values": (value, 5)} if as_list else {"value": value}
    made = claim("one_of" if as_list else "equals", tier=tier, evidence=tuple(evidence) or None, **operand)
    mine, proof = signed(made, KEY, NOW)
    text = editing.added(FILE.replace("wallet-tls-001", "other-1"), mine, proof)
    assert _read(text).claims[1] == mine
    assert _read(text).entries[1].state == SIGNED
    unsigned = _read(editing.replaced(text, mine.name, made, None)).entries[1]
    assert unsigned.signature is None
    assert _fields(unsigned.claim) == _fields(made)


def _fields(one: Claim) -> dict[str, object]:
    return {name: getattr(one, name) for name in one.__struct_fields__ if name not in ("author", "time")}


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ('predicate = "verified"\n', "", r"claims.toml:3: predicate of 'wallet-tls-001' is missing"),
        ("value = true", "valeu = true", "valeu of 'wallet-tls-001' is not a field"),
        ("value = true", "value = [1]", "not a number, a text, a boolean"),
        ("value = true", "value = 1979-05-27", "not a number, a text, a boolean"),
        ('"equals"', '"is"', "comparison"),
        ("wallet-tls-001", "Wallet 1", "id of"),
        ('"verified"', "5", "predicate of 'wallet-tls-001' is 5, not a text"),
        ("value = true", 'value = true\ntime = "now"', "not a date with time and zone"),
        ("value = true", 'value = true\nsignature = "00"', "signature of 'wallet-tls-001' is not 128"),
        ("value = true", 'value = true\ntier = "royal"', "tier"),
        ("value = true", 'value = true\nevidence = "x"', "is not a list of texts"),
        ('"equals"\nvalue = true', '"matches"\nvalue = "(a+"', "value of 'wallet-tls-001' '\\(a\\+' is not a regular"),
        ("[[claim]]", "[[clam]]", "may hold"),
        ("value = true", "value = ", "is not TOML"),
    ],
)
def test_what_is_wrong_is_said_with_line_and_claim(old: str, new: str, problem: str) -> None:
    assert old in FILE
    with pytest.raises(InvalidInput, match=problem):
        _read(FILE.replace(old, new))


def test_two_of_one_name_are_refused() -> None:
    with pytest.raises(InvalidInput, match="stands in line 3 already"):
        _read(FILE + FILE)


def test_a_name_that_is_nearly_right_gets_a_suggestion() -> None:
    with pytest.raises(NotFound, match="did you mean wallet-tls-001"):
        _read(FILE).entry("wallet-tsl-001")


def test_the_file_is_found_from_below_and_replaced_whole(tmp_path: Path) -> None:
    path = tmp_path / ".aphoria" / "claims.toml"
    with pytest.raises(NotFound, match="claims create"):
        find(str(tmp_path))
    editing.write(str(path), FILE)
    (tmp_path / "a" / "b").mkdir(parents=True)
    assert find(str(tmp_path / "a" / "b")) == str(path)
    assert ClaimsFile.read(str(path)).text == FILE
    with pytest.raises(InvalidInput):
        editing.write(str(path), FILE + FILE)
    assert path.read_text() == FILE
    assert list(path.parent.iterdir()) == [path]


def test_what_cannot_be_read_is_said(tmp_path: Path) -> None:
    path = tmp_path / "claims.toml"
    with pytest.raises(NotFound):
        ClaimsFile.read(str(path))
    path.write_bytes(b"# \xff")
    with pytest.raises(InvalidInput, match="is not UTF-8"):
        ClaimsFile.read(str(path))


def test_many_claims_are_replaced_as_one_after_the_other() -> None:
    text = editing.added(editing.added(FILE, claim(value=1, name="b-2"), None), claim(value=2, name="c-3"), None)
    pairs = {one.name: signed(one, KEY, NOW) for one in _read(text).claims}
    one_by_one = text
    for name, pair in pairs.items():
        one_by_one = editing.replaced(one_by_one, name, *pair)
    assert editing.all_replaced(text, pairs) == one_by_one
    with pytest.raises(NotFound):
        editing.all_replaced(text, {"d-4": pairs["b-2"]})
