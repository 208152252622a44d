from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from repo_format.errors import InvalidInput, Refused, StemeError, StorageFailed
from steme.configuration_file import MAX_BYTES, parse_settings, read_settings


def test_a_missing_file_sets_nothing(tmp_path: Path) -> None:
    assert read_settings(str(tmp_path / "config.toml"), trusted=False) == {}


def test_reads_every_type(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    text = 'lock.timeout = 5\n[import]\nseal = false\n[query]\nlens = "votes" # mine\n[assert]\nconfidence = 0.5\n'
    path.write_text(text)
    expected = {"lock.timeout": 5.0, "import.seal": False, "query.lens": "votes", "assert.confidence": 0.5}
    assert read_settings(str(path), trusted=False) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[query]\nlenz = 'x'", "'query.lenz' is not a setting; did you mean query.lens?"),
        ("lens = 'x'", "'lens' is not a setting"),
        ("[query.lens]\nx = 1", "query.lens: a value of type dict is not"),
        ("[[query]]\nlens = 'x'", "'query' is not a setting"),
        ("[lock]\ntimeout = '5'", "lock.timeout: '5' is not a number"),
        ("[lock]\ntimeout = nan", "lock.timeout: nan is not a number"),
        ("[lock]\ntimeout = 0x" + "f" * 9000, "lock.timeout: a value of type int"),
        ("[lock]\ntimeout = " + "9" * 5000, "not TOML"),
        ("[query]\nlens = 1979-05-27", "query.lens: a value of type date"),
        ("[query]\nlens = 'x'\nlens = 'y'", "not TOML"),
        ("[query\n", "not TOML"),
        ("a = " + "[" * 5000, "not TOML"),
        ("\x1b]0;title\x07", "not TOML"),
        ("['\x7f']", "not TOML"),
        ('["\\u001b[31m"]\nx = 1', r"'\x1b[31m.x' is not a setting"),
    ],
)
def test_refuses_the_whole_file_and_names_it(tmp_path: Path, text: str, expected: str) -> None:
    path = tmp_path / "config.toml"
    path.write_text(text)
    with pytest.raises(InvalidInput) as caught:
        read_settings(str(path), trusted=True)
    assert str(caught.value).startswith(f"{path}: ")
    assert expected in str(caught.value)
    assert str(caught.value).isprintable()


def test_not_utf8(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(InvalidInput, match="not UTF-8"):
        read_settings(str(tmp_path / "config.toml"), trusted=True)


def test_a_symlink_is_followed_only_for_the_user(tmp_path: Path) -> None:
    (tmp_path / "real").write_text("[lock]\ntimeout = 5\n")
    link = tmp_path / "config.toml"
    link.symlink_to(tmp_path / "real")
    assert read_settings(str(link), trusted=True) == {"lock.timeout": 5.0}
    with pytest.raises(Refused, match="symbolic link"):
        read_settings(str(link), trusted=False)


def test_what_somebody_prepared_in_a_repository(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "config.toml").write_text("[lock]\ntimeout = 5\n")
    (tmp_path / ".steme").symlink_to(tmp_path / "real")
    with pytest.raises(Refused, match="symbolic link"):
        read_settings(str(tmp_path / ".steme" / "config.toml"), trusted=False)
    os.link(tmp_path / "real" / "config.toml", tmp_path / "second")
    with pytest.raises(Refused, match="second hard link"):
        read_settings(str(tmp_path / "real" / "config.toml"), trusted=False)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file away")
def test_a_repository_file_of_somebody_else(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text("[lock]\ntimeout = 5\n")
    os.chown(tmp_path / "config.toml", 12345, -1)
    with pytest.raises(Refused, match="belongs to another user"):
        read_settings(str(tmp_path / "config.toml"), trusted=False)


def test_what_is_no_plain_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "fifo")
    for path in (tmp_path, tmp_path / "fifo", Path("/dev/null")):
        for trusted in (True, False):
            with pytest.raises(Refused, match="not a regular file"):
                read_settings(str(path), trusted=trusted)
    with pytest.raises(StorageFailed, match="could not be read: File name too long"):
        read_settings(str(tmp_path / ("n" * 300)), trusted=True)


def test_a_long_file_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text("#" * (MAX_BYTES + 1))
    with pytest.raises(Refused, match="longer than"):
        read_settings(str(tmp_path / "config.toml"), trusted=False)


@settings(max_examples=200)
@given(st.text(alphabet="[]{}=.\"'\n #lock.timeoutquery12efx-\\\x00", max_size=60))
def test_any_text_is_settings_or_refused_in_words(text: str) -> None:
    try:
        said = ", ".join(parse_settings(text, "config.toml", trusted=False))
    except StemeError as error:
        said = str(error)
    assert said.isprintable()
