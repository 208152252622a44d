"""The corpus: what it says can be seen, is sourced, and cannot be changed by others."""

from __future__ import annotations

import re
import sys
import time
from pathlib import Path

import pytest

from aphoria import comparison
from aphoria.claims.entry import SIGNED
from aphoria.claims.file import ClaimsFile
from aphoria.conflicts import confidence_of
from aphoria.extractor import shipped as extractors
from aphoria.policies import shipped
from aphoria.policies.pack import packed, read_file, unpacked
from aphoria.visibility import Visibility
from repo_format.errors import BadSignature, StemeError
from repo_format.objects.claim import Claim
from tests.aphoria.signed_objects import ALICE, signed_claim

TOP = Path(__file__).parents[3]
FILES = [ClaimsFile.read(str(path)) for path in sorted((TOP / "aphoria" / "corpus").glob("*.toml"))]
CLAIMS = shipped.corpus().authorities
each = pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: claim.name)

STANDARDS, ADVICE = 0, 1
TIERS = (
    (r"RFC (6151|9106)", ADVICE),  # Informational
    (r"RFC \d+|NIST SP", STANDARDS),
    (r"OWASP|CWE", ADVICE),
)
VENDORS = 2


def test_the_pack_is_what_the_files_say() -> None:
    sys.path.insert(0, str(TOP / "scripts"))
    from generators import corpus

    assert corpus.files() == {corpus.PACK: Path(shipped.PATH).read_bytes()}
    assert {entry.state for file in FILES for entry in file.entries} == {SIGNED}
    assert sorted(entry.claim.name for file in FILES for entry in file.entries) == [claim.name for claim in CLAIMS]


def test_it_is_large_enough_and_loaded_in_time() -> None:
    assert len(CLAIMS) >= 60
    spent = []
    for _ in range(3):
        shipped.corpus.cache_clear()
        begin = time.process_time()
        shipped.corpus()
        spent.append(time.process_time() - begin)
    assert min(spent) <= 0.025  # 0.009 where nothing else is running


@each
def test_an_assertion_can_be_observed(claim: Claim) -> None:
    assert len(claim.path.split("/")) == 2
    assert Visibility(extractors().values()).extractors_for(claim.path, claim.predicate)
    assert not comparison.known()[claim.comparison].one_is_enough


@each
def test_an_assertion_says_who_says_so_and_how_strongly(claim: Claim) -> None:
    assert claim.evidence is not None
    assert all(address.startswith("https://") for address in claim.evidence)
    assert len(re.findall(r"\b(?:MUST|SHOULD|MAY)\b", claim.invariant)) == 1
    assert confidence_of(claim) in (1.0, 0.75, 0.3)
    assert claim.invariant.endswith(".")
    assert claim.consequence.endswith(".")
    assert claim.category is not None
    wanted = next((tier for source, tier in TIERS if re.match(source, claim.provenance)), VENDORS)
    assert claim.tier == wanted


@each
def test_addresses_fit_the_source(claim: Claim) -> None:
    address = (claim.evidence or ("",))[0]
    number = re.match(r"RFC (\d+)(?:, section ([\d.]+))?$", claim.provenance)
    if number:
        assert address == f"https://www.rfc-editor.org/rfc/rfc{number[1]}" + (
            f"#section-{number[2]}" if number[2] else ""
        )
    if claim.provenance.startswith("OWASP ASVS 5.0, "):
        chapter = claim.provenance.removeprefix("OWASP ASVS 5.0, ").partition(".")[0]
        assert f"-V{chapter}-" in address
    weakness = re.fullmatch(r"CWE-(\d+)", claim.category or "")
    if weakness:
        assert f"https://cwe.mitre.org/data/definitions/{weakness[1]}.html" in (claim.evidence or ())


def test_another_signer_is_refused() -> None:
    with pytest.raises(BadSignature, match="not signed by the key"):
        shipped.trusted(packed("corpus", [signed_claim(ALICE)]))


def test_one_assertion_of_another_is_enough_to_refuse_all() -> None:
    entries = [(entry.claim, entry.signature or b"") for file in FILES for entry in file.entries]
    data = packed("corpus", [*entries, signed_claim(ALICE)])
    assert len(unpacked("corpus", data).signers) == 2
    with pytest.raises(BadSignature):
        shipped.trusted(data)


def test_a_changed_byte_is_found() -> None:
    data = bytearray(read_file(shipped.PATH))
    data[len(data) // 2] ^= 1
    with pytest.raises(StemeError):
        shipped.trusted(bytes(data))
