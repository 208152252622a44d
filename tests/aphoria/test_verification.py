from __future__ import annotations

from typing import Any

import pytest

from aphoria.extractor import shipped
from aphoria.observation import Observation
from aphoria.verification import CONFLICT, MISSING, PASS, verify
from aphoria.visibility import Visibility
from repo_format.objects.claim import Claim
from tests.aphoria.claims_and_observations import claim, seen

TLS = Visibility([shipped()["tls_verify"]])


def _verdict(one: Claim, *observations: Observation, visibility: Visibility = TLS) -> tuple[str, int, int]:
    (verdict,) = verify([one], observations, visibility).verdicts
    return verdict.verdict, len(verdict.fitting), len(verdict.contrary)


@pytest.mark.parametrize(
    ("comparison", "value", "observed", "expected"),
    [
        ("equals", True, [True, True], (PASS, 2, 0)),
        ("equals", True, [True, False], (CONFLICT, 1, 1)),
        ("equals", True, [], (MISSING, 0, 0)),
        ("not_equals", False, [], (PASS, 0, 0)),
        ("not_equals", False, [False], (CONFLICT, 0, 1)),
        ("absent", None, [], (PASS, 0, 0)),
        ("absent", None, [False], (CONFLICT, 0, 1)),
        ("present", None, [False], (PASS, 1, 0)),
        ("present", True, [False], (MISSING, 0, 1)),
        ("present", True, [False, True], (PASS, 1, 1)),
        ("present", None, [], (MISSING, 0, 0)),
    ],
)
def test_what_comes_of_a_claim(
    comparison: str, value: Any, observed: list[bool], expected: tuple[str, int, int]
) -> None:
    assert _verdict(claim(comparison, value), *(seen(one, line=at) for at, one in enumerate(observed))) == expected


def test_what_nobody_can_see_is_missing_even_if_it_is_forbidden() -> None:
    wanted = claim("absent", path="wallet/ordering/relaxed", predicate="used")
    (verdict,) = verify([wanted], [], TLS).verdicts
    assert (verdict.verdict, verdict.note) == (MISSING, "no extractor can observe this")


def test_the_note_says_who_looked() -> None:
    (verdict,) = verify([claim("absent")], [], TLS).verdicts
    assert verdict.note == "looked for by tls_verify and not found"


def test_only_active_claims_count_and_what_none_is_about_is_unclaimed() -> None:
    fits, other = seen(True), seen(True, path="code://python/wallet/net/tls/hostname", line=2)
    done = verify([claim(value=True), claim(value=False, status="draft", name="draft-1")], [fits, other], TLS)
    assert [one.claim.name for one in done.verdicts] == ["wallet-tls-001"]
    assert done.unclaimed == (other,)
    assert done.with_verdict(PASS) == list(done.verdicts)


@pytest.mark.parametrize(
    ("path", "predicate", "visible"),
    [
        ("tls/certificate", "verified", True),
        ("wallet/*/certificate", "verified", True),
        ("wallet/tls/*", "verified", True),
        ("tls/certificate", "enabled", False),
        ("tls/version", "verified", False),
        ("certificate", "verified", False),
    ],
)
def test_what_can_be_seen(path: str, predicate: str, visible: bool) -> None:
    assert bool(TLS.extractors_for(path, predicate)) is visible
