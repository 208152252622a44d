"""Names and texts of secrets."""

from __future__ import annotations

import pytest

from aphoria.syntax.secrets import entropy, kind_of, may_be_secret


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("PASSWORD", "password"),
        ("self.dbPassword", "password"),
        ("'api_key'", "api-key"),
        ("AWS_SECRET_ACCESS_KEY", "secret-key"),
        ("authToken", "token"),
        ("token", ""),
        ("password_field", ""),
        ("PASSWORD_RESET_URL", ""),
        ("compass", ""),
    ],
)
def test_a_name_tells_the_kind_by_its_end(name: str, kind: str) -> None:
    assert kind_of(name) == kind


@pytest.mark.parametrize("text", ["hunter2!", "S3cr3t-pass", "aB3$kk"])
def test_a_password_may_be_short(text: str) -> None:
    assert may_be_secret(text, "password")


@pytest.mark.parametrize(
    "text",
    [
        "password",
        "",
        "abc",
        "Enter it, please",
        "your-password1",
        "${PASSWORD}",
        "/etc/passwd1",
        "PASSWORD_KEY",
        "aaaa11",
    ],
)
def test_words_paths_and_placeholders_are_no_passwords(text: str) -> None:
    assert not may_be_secret(text, "password")


def test_a_key_is_longer_and_mixed() -> None:
    assert may_be_secret("9f8a7b6c5d4e3f2a1b0c", "api-key")
    assert not may_be_secret("hunter2!", "api-key")
    assert not may_be_secret("settings.secret.key", "secret-key")


def test_entropy_is_that_of_shannon_for_a_letter() -> None:
    assert entropy("aaaa") == 0
    assert entropy("abcd") == 2
