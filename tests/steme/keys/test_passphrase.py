from __future__ import annotations

from pathlib import Path

import pytest

from repo_format.errors import InvalidInput, Refused, StorageFailed
from steme.keys.passphrase import passphrase_for

pytestmark = pytest.mark.usefixtures("home")


def answer(label: str) -> str:
    return f"answer for {label}"


def test_the_file_before_the_variable_before_the_question(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert passphrase_for("alice", answer) == "answer for alice"
    monkeypatch.setenv("STEME_PASSPHRASE", "from the variable")
    assert passphrase_for("alice", answer) == "from the variable"
    (tmp_path / "secret").write_text("from the file \nand no further\n")
    monkeypatch.setenv("STEME_PASSPHRASE_FILE", str(tmp_path / "secret"))
    assert passphrase_for("alice", answer) == "from the file "


def test_without_any_of_them_the_way_out_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STEME_PASSPHRASE", "")
    with pytest.raises(Refused, match="STEME_PASSPHRASE_FILE"):
        passphrase_for("alice", None)


def test_a_file_that_cannot_be_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STEME_PASSPHRASE_FILE", str(tmp_path / "missing"))
    with pytest.raises(StorageFailed, match="missing could not be read"):
        passphrase_for("alice", answer)
    (tmp_path / "missing").write_bytes(b"\xff\n")
    with pytest.raises(InvalidInput, match="not UTF-8"):
        passphrase_for("alice", answer)
