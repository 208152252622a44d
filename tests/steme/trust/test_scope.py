from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from steme.trust.scope import holds, normal_scope, scopes_of

subjects = st.lists(st.text("ab", min_size=1, max_size=2), min_size=1, max_size=4).map("/".join)
schemed = st.one_of(subjects, subjects.map("x://".__add__))


@pytest.mark.parametrize(
    ("scope", "subject", "held"),
    [
        ("", "drug/aspirin", True),
        ("drug", "drug/aspirin", True),
        ("drug", "drug", True),
        ("drug", "drugs/aspirin", False),
        ("drug/asp", "drug/aspirin", False),
        ("drug/aspirin/dosage", "drug/aspirin", False),
        ("rfc://", "rfc://7519/auth", True),
        ("rfc://7519", "rfc://7519/auth", True),
        ("rfc://75", "rfc://7519/auth", False),
        ("rfc", "rfc://7519", False),
    ],
)
def test_a_scope_ends_where_a_segment_does(scope: str, subject: str, held: bool) -> None:
    assert holds(scope, subject) is held
    assert (scope in scopes_of(subject)) is held


@pytest.mark.parametrize(("written", "normal"), [("drug/", "drug"), ("drug", "drug"), ("rfc://", "rfc://"), ("", "")])
def test_a_scope_is_written_in_one_way(written: str, normal: str) -> None:
    assert normal_scope(written) == normal


def test_the_scopes_of_a_subject_from_the_widest() -> None:
    assert list(scopes_of("rfc://7519/auth/jwt")) == [
        "",
        "rfc://",
        "rfc://7519",
        "rfc://7519/auth",
        "rfc://7519/auth/jwt",
    ]
    assert list(scopes_of("drug/aspirin")) == ["", "drug", "drug/aspirin"]
    assert list(scopes_of("")) == [""]


@given(schemed, schemed)
def test_scopes_of_a_subject_are_those_that_hold_it(scope: str, subject: str) -> None:
    assert holds(scope, subject) == (scope in scopes_of(subject))
