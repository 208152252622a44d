from __future__ import annotations

from pathlib import Path

import pytest

from aphoria.conflicts import Authorities
from aphoria.policies.shipped import corpus
from aphoria.scan import Scan
from aphoria.suggest import Suggested, suggest
from aphoria.suggesting import gates
from aphoria.suggesting.draft import AUTHORITY, CLAIM, DOCUMENT, HABIT, Suggestion, plain
from aphoria.suggesting.written import tier_of
from aphoria.survey import Survey, survey
from aphoria.walk import Skipped
from repo_format.objects.claim import Claim
from tests.aphoria.claims_and_observations import claim
from tests.aphoria.test_coverage import SEEN, _at, stands


def _suggested(given: Survey, limit: int = 20, *, known: bool = False) -> Suggested:
    policy = corpus().authorities if known else ()
    return suggest(given, Authorities(policy), policy, limit)


def _told(found: Suggested) -> list[tuple[str, str, str]]:
    return [(one.origin, one.claim.path, one.claim.comparison) for one in found.suggestions]


def _with_readme(top: Path, text: str, claims: tuple[Claim, ...] = ()) -> Survey:
    (top / "README.md").write_text(text)
    plain = stands(SEEN, list(claims))
    skipped = (Skipped("README.md", "no language of ours"),)
    seen = Scan(str(top), "wallet", plain.scan.observations, skipped, 3, 0)
    return survey(plain.entries, seen, plain.extractors)


def test_the_example_worked_by_hand(tmp_path: Path) -> None:
    text = "Authority: OWASP ASVS 5.0\n\nA pool size MUST NOT exceed 20 connections.\n"
    best = _suggested(_with_readme(tmp_path, text)).suggestions[0]
    assert (best.origin, best.claim.path, best.claim.value, best.claim.tier) == (DOCUMENT, "pool/size", 20, 1)
    assert best.score == pytest.approx(0.91)
    assert best.claim.provenance == "OWASP ASVS 5.0, as README.md:3 has it"
    assert best.claim.status == "draft"
    assert best.reasons[-1] == "the code keeps it in its one place"


def test_authorities_speak_about_what_nobody_claims() -> None:
    found = _suggested(stands(SEEN, []), known=True)
    (tls,) = [one for one in found.suggestions if one.claim.path == "net/client/tls/certificate"]
    assert (tls.origin, tls.claim.value, tls.claim.provenance[:3]) == (AUTHORITY, True, "RFC")
    assert "the code keeps it in 0 of 1 places" in tls.reasons[1]


def test_an_authority_that_says_may_asks_for_nothing() -> None:
    def suggested(word: str) -> list[str]:
        said = claim("equals", True, path="tls/certificate", invariant=f"A client {word} verify.")
        found = suggest(stands(SEEN, []), Authorities([said]), (), 20)
        return [one.claim.path for one in found.suggestions if one.origin == AUTHORITY]

    assert suggested("MUST") == ["net/client/tls/certificate"]
    assert suggested("MAY") == []


def test_a_claim_about_one_module_is_suggested_for_another() -> None:
    mine = claim("at_most", 60, name="t-1", path="bank/http/timeout", predicate="seconds", unit="s")
    found = _suggested(stands(SEEN, [mine]))
    assert (CLAIM, "net/client/http/timeout", "at_most") in _told(found)
    (one,) = [each for each in found.suggestions if each.origin == CLAIM]
    assert (one.claim.unit, one.claim.provenance) == ("s", "As t-1: security review of March")


def test_habits_need_several_places_or_a_good_value() -> None:
    sizes = [_at("a.py", "queue/size", "maximum", size, line) for line, size in enumerate((10, 50, 20), 1)]
    built = [_at("a.py", "shell/command", "built", True)]
    names = [_at("a.py", "header/server", "set", "x", line) for line in (1, 2, 3)]
    found = _suggested(stands([*sizes, *built, *names], []))
    assert sorted((one.claim.path, one.claim.comparison, one.claim.value) for one in found.suggestions) == [
        ("a/queue/size", "at_most", 50),
        ("a/shell/command", "equals", False),
    ]
    assert {one.origin for one in found.suggestions} == {HABIT}
    assert _suggested(stands(sizes[:2], [])).suggestions == ()


def test_the_inventory_is_not_suggested() -> None:
    many = [_at("a.py", "imports/os", "imported", True, line) for line in range(1, 9)]
    assert _suggested(stands(many, []), known=True).suggestions == ()


@pytest.mark.parametrize("status", ["active", "draft", "deprecated"])
def test_what_was_written_down_is_not_suggested_again(tmp_path: Path, status: str) -> None:
    mine = claim("at_most", 9, name="p-1", path="pool/size", predicate="maximum", status=status)
    found = _suggested(_with_readme(tmp_path, "A pool size MUST NOT exceed 20 connections.", (mine,)))
    assert "pool/size" not in [one.claim.path for one in found.suggestions]
    assert found.left_out[gates.CLAIMED] >= 1


def test_of_two_that_say_the_same_the_better_one_stays(tmp_path: Path) -> None:
    text = "A pool size SHOULD NOT exceed 9 connections.\n\nA pool size MUST NOT exceed 20 connections.\n"
    found = _suggested(_with_readme(tmp_path, text))
    assert [one.claim.value for one in found.suggestions if one.claim.path == "pool/size"] == [20]
    assert found.left_out[gates.DOUBLED] == 1


def test_every_gate_has_its_reason() -> None:
    given = stands(SEEN, [])

    def refused(**more: object) -> str:
        made = claim(**{"value": True, "status": "draft", "name": "x-1", "path": "tls/certificate", **more})  # type: ignore[arg-type]
        return gates.refused(Suggestion(made, HABIT, ()), given.claims, given.visibility)

    assert refused() == ""
    assert refused(comparison="present", value=None) == gates.TRIVIAL
    assert refused(value="x" * 121) == gates.TRIVIAL
    assert refused(consequence="it is bad") == gates.NO_CONSEQUENCE
    assert refused(path="no/such/thing") == gates.INVISIBLE


def test_limit_and_names(tmp_path: Path) -> None:
    text = "A pool size MUST NOT exceed 20 connections.\n\nMD5 MUST NEVER be used as a hash.\n"
    given = _with_readme(tmp_path, text)
    assert len(_suggested(given, 1, known=True).suggestions) == 1
    names = [one.claim.name for one in _suggested(given, known=True).suggestions]
    assert len(names) == len(set(names)) > 2


def test_texts_of_documents_lose_their_markup() -> None:
    assert plain("a <system>b</system> `c` \u202e\u200b\x1b[31m*d*\n e") == "a b c [31md e"
    assert len(plain("x" * 1000)) == 300


def test_the_name_of_an_authority_gives_the_tier() -> None:
    names = ("RFC 9325", "NIST SP 800-63", "OWASP ASVS", "CWE-79", "our architect", "")
    assert [tier_of(name) for name in names] == [
        "regulatory", "regulatory", "clinical", "clinical", "expert", "expert",
    ]  # fmt: skip
