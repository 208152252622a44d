from __future__ import annotations

import pytest

from aphoria.conflicts import Authorities, confidence_of, conflicts, findings_of
from repo_format.objects.claim import Claim
from tests.aphoria.claims_and_observations import claim, seen


def _authority(name: str, value: object, tier: int = 0, invariant: str = "certificates MUST be verified") -> Claim:
    return claim(
        "equals",
        value,
        name=name,
        path="tls/certificate",
        tier=tier,
        invariant=invariant,
        provenance="RFC 9325, section 6.1",
        evidence=("https://www.rfc-editor.org/rfc/rfc9325#section-6.1",),
    )


RFC = _authority("rfc-says", True)
VENDOR = _authority("vendor-says", False, tier=2)


def test_the_score_is_the_product_of_its_three_parts() -> None:
    soft = _authority("soft", True, tier=1, invariant="certificates SHOULD be verified")
    (one,) = conflicts([seen(False, confidence=0.8)], Authorities([soft]))
    assert one.score == pytest.approx(0.9 * 0.75 * 0.8)


@pytest.mark.parametrize(
    ("confidence", "level"), [(1.0, "block"), (0.7, "block"), (0.69, "flag"), (0.4, "flag"), (0.39, "note")]
)
def test_levels(confidence: float, level: str) -> None:
    (finding,) = findings_of(conflicts([seen(False, confidence=confidence)], Authorities([RFC])))
    assert (finding.level, finding.score) == (level, confidence)
    assert (finding.rule.source, finding.rule.section) == ("RFC 9325", "section 6.1")
    assert finding.rule.address == "https://www.rfc-editor.org/rfc/rfc9325#section-6.1"
    assert finding.message == "tls/certificate verified is false, and must be true"


def test_the_strongest_tier_decides_and_the_others_are_kept() -> None:
    (one,) = conflicts([seen(False)], Authorities([VENDOR, RFC]))
    assert one.authority is RFC
    assert one.agreeing == {"observational": ["vendor-says"]}
    assert one.contradicting == {"regulatory": ["rfc-says"]}
    assert conflicts([seen(True)], Authorities([VENDOR, RFC])) == []


def test_within_a_tier_who_contradicts_is_heard() -> None:
    other = _authority("another", False)
    (one,) = conflicts([seen(False)], Authorities([other, RFC]))
    assert (one.agreeing, one.contradicting) == ({"regulatory": ["another"]}, {"regulatory": ["rfc-says"]})


def test_a_team_overrides_by_name_and_only_while_its_claim_is_active() -> None:
    mine = claim("equals", False, supersedes="rfc-says", invariant="inside the cluster names MUST NOT be checked")
    assert conflicts([seen(False)], Authorities([RFC], [mine])) == []
    draft = claim("equals", False, supersedes="rfc-says", status="draft")
    assert len(conflicts([seen(False)], Authorities([RFC], [draft]))) == 1


def test_an_override_holds_where_the_claim_is_about_the_code_and_for_all_that_is_not_stronger() -> None:
    mine = claim("equals", False, supersedes="vendor-says", path="wallet/cluster/tls/certificate")
    inside = seen(False, path="code://python/wallet/cluster/a/tls/certificate")
    other = _authority("community-says", True, tier=4)
    strict = _authority("vendor-says", True, tier=2)
    assert conflicts([inside], Authorities([strict, other], [mine])) == []
    assert [one.authority.name for one in conflicts([seen(False)], Authorities([strict, other], [mine]))] == [
        "vendor-says"
    ]
    assert [one.authority.name for one in conflicts([inside], Authorities([RFC, strict], [mine]))] == ["rfc-says"]


def test_an_alias_is_another_name_of_what_is_spoken_about() -> None:
    named = seen(False, path="code://python/wallet/net/transport/peer")
    assert conflicts([named], Authorities([RFC])) == []
    (one,) = conflicts([named], Authorities([RFC], aliases={"transport/peer": "tls/certificate"}))
    assert one.authority is RFC


def test_who_forbids_something_else_has_not_spoken_for_this() -> None:
    sha1 = claim("not_equals", "sha1", name="no-sha1", path="crypto/hash", predicate="used", tier=0)
    md5 = claim("not_equals", "md5", name="no-md5", path="crypto/hash", predicate="used", tier=1)
    used = seen("md5", path="code://python/wallet/net/crypto/hash", predicate="used")
    (one,) = conflicts([used], Authorities([sha1, md5]))
    assert (one.authority.name, one.agreeing) == ("no-md5", {})


def test_all_that_were_heard_go_with_the_finding_strongest_first() -> None:
    (finding,) = findings_of(conflicts([seen(False)], Authorities([VENDOR, RFC])))
    assert [(one.tier, one.agreeing, one.contradicting) for one in finding.heard] == [
        ("regulatory", (), ("rfc-says",)),
        ("observational", ("vendor-says",), ()),
    ]


def test_the_example_in_the_documentation() -> None:
    """docs/semantics/linter.md, section 4."""
    openssl = claim("not_equals", "3des", path="tls/cipher", predicate="allowed", tier=0, invariant="it SHOULD NOT be")
    used = seen("3des", path="code://go/gate/main/tls/cipher", predicate="allowed", confidence=0.8)
    (one,) = conflicts([used], Authorities([openssl]))
    assert one.score == pytest.approx(0.6)
    (certificate,) = conflicts([seen(False, confidence=0.9)], Authorities([RFC, VENDOR]))
    assert certificate.score == pytest.approx(0.9)


def test_nobody_speaks_about_something_else() -> None:
    other = seen(False, path="code://python/wallet/net/tls/hostname")
    assert conflicts([other, seen(False, predicate="enabled")], Authorities([RFC])) == []


def test_any_leaf_and_what_must_only_be_there_somewhere() -> None:
    every = claim("not_equals", False, name="every", path="tls/*")
    somewhere = claim("present", name="somewhere", path="tls/certificate")
    assert [one.authority.name for one in conflicts([seen(False)], Authorities([every, somewhere]))] == ["every"]


@pytest.mark.parametrize(
    ("sentence", "sure"),
    [("x MUST y", 1.0), ("x SHOULD, if it can, y", 0.75), ("x MAY y", 0.3), ("x is better", 0.75), ("It MUST.", 1.0)],
)
def test_an_authority_is_as_sure_as_its_word(sentence: str, sure: float) -> None:
    assert confidence_of(_authority("a", True, invariant=sentence)) == sure


def test_of_equal_authorities_one_for_the_language_of_the_code_is_quoted() -> None:
    every = [_authority(name, True) for name in ("tls-go", "tls-python", "tls-zig")]
    language = seen(False).path.removeprefix("code://").partition("/")[0]
    assert language == "python"
    assert findings_of(conflicts([seen(False)], Authorities(every)))[0].rule.name == "tls-python"
    others = [_authority(name, True) for name in ("tls-any", "tls-go")]
    assert findings_of(conflicts([seen(False)], Authorities(others)))[0].rule.name == "tls-any"
