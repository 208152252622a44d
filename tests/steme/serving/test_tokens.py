from __future__ import annotations

import os
from pathlib import Path

import pytest

from repo_format.errors import InvalidInput, Refused, StorageFailed
from steme.serving.tokens import Tokens

READER, WRITER = "r" * 20, "w" * 32


@pytest.fixture
def file(tmp_path: Path) -> Path:
    made = tmp_path / "tokens"
    made.touch(mode=0o600)
    made.write_text(f"# who\n\nread mirror {READER}\n  append ci {WRITER}\n")
    return made


def test_who_may_what(file: Path) -> None:
    tokens = Tokens(str(file))
    reader, writer = tokens.find(READER), tokens.find(WRITER)
    assert reader is not None
    assert (reader.name, reader.right) == ("mirror", "read")
    assert writer is not None
    assert (writer.name, writer.right) == ("ci", "append")
    for other in ("", "r" * 19, READER + "r", "mirror", "é" * 20):
        assert tokens.find(other) is None


def test_a_token_that_is_taken_out_holds_no_more(file: Path) -> None:
    tokens = Tokens(str(file))
    file.write_text(f"read mirror {READER}x\n")
    assert tokens.find(READER) is None
    assert tokens.find(READER + "x") is not None


@pytest.mark.parametrize(
    "line", ["read mirror", "write ci " + WRITER, "read a short", f"read a {READER} b", "read a " + "ü" * 20,
             f"read a {READER}\nappend b {READER}"]
)  # fmt: skip
def test_lines_that_mean_nothing(file: Path, line: str) -> None:
    file.write_text(line + "\n")
    with pytest.raises(InvalidInput, match="tokens"):
        Tokens(str(file))


def test_files_that_are_no_secret(file: Path, tmp_path: Path) -> None:
    file.chmod(0o640)
    with pytest.raises(Refused, match="chmod 600"):
        Tokens(str(file))
    with pytest.raises(Refused, match="plain file"):
        Tokens(str(tmp_path))
    with pytest.raises(StorageFailed, match="cannot be opened"):
        Tokens(str(tmp_path / "none"))
    os.mkfifo(tmp_path / "pipe", 0o600)
    with pytest.raises(Refused, match="plain file"):
        Tokens(str(tmp_path / "pipe"))
