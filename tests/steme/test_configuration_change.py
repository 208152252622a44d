from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from repo_format.errors import InvalidInput, Refused, StorageFailed
from steme import durable
from steme.configuration_change import set_value, unset_value
from steme.configuration_file import MAX_BYTES, read_settings

LAID_OUT = """\
# how we work here
[query]
lens = "votes"  # for now

[lock]  # patience
timeout = 5
"""


def test_the_first_setting_makes_the_file_and_its_folder(tmp_path: Path) -> None:
    path = tmp_path / "home" / "config.toml"
    assert set_value(str(path), "http.token", 'al"ice', trusted=True) == 'al"ice'
    assert read_settings(str(path), trusted=True) == {"http.token": 'al"ice'}
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("query.lens", "skeptic", LAID_OUT.replace('"votes"  # for now', '"skeptic"')),
        ("lock.timeout", "0.5", LAID_OUT.replace("= 5", "= 0.5")),
        ("import.seal", "no", LAID_OUT + "\n[import]\nseal = false\n"),
    ],
)
def test_one_line_changes_and_comments_stay(tmp_path: Path, name: str, value: str, expected: str) -> None:
    path = tmp_path / "config.toml"
    path.write_text(LAID_OUT)
    set_value(str(path), name, value, trusted=False)
    assert path.read_text() == expected


def test_a_new_key_goes_into_its_section(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text("[assert]\n# sure\nconfidence = 1\n")
    set_value(str(path), "assert.tier", "expert", trusted=False)
    assert path.read_text() == '[assert]\ntier = "expert"\n# sure\nconfidence = 1\n'


@pytest.mark.parametrize(
    "text",
    [
        "lock = { timeout = 5 }\n",
        "lock.timeout = 5 # dotted\n",
        "[ lock ]\n'timeout' = 5\n",
        '[query]\nlens = """\\\n[lock]\\\ntimeout = 1"""\n[lock]\ntimeout = 5',
        "[lock]\ntimeout = 5",
        "[lock]\r\ntimeout = 5\r\n",
    ],
)
def test_every_other_layout_is_changed_too(tmp_path: Path, text: str) -> None:
    path = tmp_path / "config.toml"
    path.write_bytes(text.encode())
    before = read_settings(str(path), trusted=False)
    set_value(str(path), "lock.timeout", "7", trusted=False)
    set_value(str(path), "import.seal", "true", trusted=False)
    assert read_settings(str(path), trusted=False) == {**before, "lock.timeout": 7.0, "import.seal": True}
    assert unset_value(str(path), "lock.timeout", trusted=False)
    assert "lock.timeout" not in read_settings(str(path), trusted=False)


def test_unset_says_whether_it_was_there(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    assert not unset_value(str(path), "query.lens", trusted=False)
    assert not path.exists()
    path.write_text(LAID_OUT)
    assert not unset_value(str(path), "import.seal", trusted=False)
    assert path.read_text() == LAID_OUT
    assert unset_value(str(path), "query.lens", trusted=False)
    assert path.read_text() == LAID_OUT.replace('lens = "votes"  # for now\n', "")


def test_refusals_change_nothing(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text(LAID_OUT)
    with pytest.raises(InvalidInput, match=r"did you mean query\.lens"):
        set_value(str(path), "query.lense", "x", trusted=False)
    with pytest.raises(InvalidInput, match=r"did you mean query\.lens"):
        unset_value(str(path), "query.lense", trusted=False)
    with pytest.raises(InvalidInput, match="not a number"):
        set_value(str(path), "lock.timeout", "long", trusted=False)
    with pytest.raises(Refused, match="user's own file"):
        set_value(str(path), "user.key", "alice", trusted=False)
    assert path.read_text() == LAID_OUT


def test_a_wrong_file_is_not_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text("[query\n")
    with pytest.raises(InvalidInput, match="not TOML"):
        set_value(str(path), "query.lens", "votes", trusted=True)
    assert path.read_text() == "[query\n"


def test_a_file_does_not_outgrow_its_limit(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text("#" * (MAX_BYTES - 1))
    with pytest.raises(Refused, match="longer than"):
        set_value(str(path), "query.lens", "votes", trusted=True)
    assert path.read_text() == "#" * (MAX_BYTES - 1)


def test_the_users_symlink_stays_a_symlink(tmp_path: Path) -> None:
    (tmp_path / "dotfiles").mkdir()
    path = tmp_path / "config.toml"
    path.symlink_to(tmp_path / "dotfiles" / "steme.toml")
    set_value(str(path), "query.lens", "votes", trusted=True)
    assert path.is_symlink()
    assert (tmp_path / "dotfiles" / "steme.toml").read_text() == '[query]\nlens = "votes"\n'
    with pytest.raises(Refused, match="symbolic link"):
        set_value(str(path), "query.lens", "votes", trusted=False)


def test_writers_do_not_undo_each_other(tmp_path: Path) -> None:
    path = str(tmp_path / "config.toml")
    wanted = {"query.lens": "votes", "lock.timeout": "3", "import.seal": "no", "assert.tier": "expert"}
    for _ in range(5):
        for name in wanted:
            unset_value(path, name, trusted=False)
        with ThreadPoolExecutor(4) as pool:
            list(pool.map(lambda item: set_value(path, *item, trusted=False), wanted.items()))
        assert set(read_settings(path, trusted=False)) == set(wanted)


def test_a_failing_disk_leaves_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "config.toml"
    path.write_text(LAID_OUT)

    def full(file: int, data: bytes) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(durable.os, "write", full)
    with pytest.raises(StorageFailed, match="No space left"):
        set_value(str(path), "query.lens", "skeptic", trusted=False)
    assert path.read_text() == LAID_OUT
    assert [entry.name for entry in tmp_path.iterdir()] == ["config.toml"]
