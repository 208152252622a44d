from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from repo_format.errors import InvalidInput, NotARepository, Refused
from steme.configuration import Configuration, configuration_at


class Places:
    """A user's folder and a repository's, with files written into them."""

    def __init__(self, folder: Path) -> None:
        self.user = folder / "home" / "config.toml"
        self.repository = folder / ".steme" / "config.toml"
        self.user.parent.mkdir()
        self.repository.parent.mkdir()

    def open(self, *flags: str, **environment: str) -> Configuration:
        environment["STEME_CONFIG_HOME"] = str(self.user.parent)
        return Configuration(str(self.repository.parent), flags, environment)


@pytest.fixture
def places(tmp_path: Path) -> Places:
    return Places(tmp_path)


def test_each_origin_yields_to_the_one_before_it(places: Places) -> None:
    assert places.open().lookup("query.lens") == ("recency", "default")
    places.user.write_text('[query]\nlens = "votes"\n')
    assert places.open().lookup("query.lens") == ("votes", "user")
    places.repository.write_text('[query]\nlens = "consensus"\n')
    assert places.open().lookup("query.lens") == ("consensus", "repository")
    assert places.open(STEME_QUERY_LENS="layered").lookup("query.lens") == ("layered", "environment")
    configuration = places.open("query.lens=skeptic", STEME_QUERY_LENS="layered")
    assert configuration.lookup("query.lens") == ("skeptic", "flag")


def test_typed_access(places: Places) -> None:
    configuration = places.open("lock.timeout=5", "import.seal=no")
    assert configuration.number("lock.timeout") == 5.0
    assert configuration.boolean("import.seal") is False
    assert configuration.text("query.lens") == "recency"
    assert configuration.text("user.key") is None


def test_an_empty_variable_counts_as_unset(places: Places) -> None:
    assert places.open(STEME_KEY="").lookup("user.key") == (None, "default")


def test_without_a_repository_only_the_user_is_asked(places: Places) -> None:
    places.user.write_text("[lock]\ntimeout = 3\n")
    configuration = Configuration(None, (), {"STEME_CONFIG_HOME": str(places.user.parent)})
    assert configuration.lookup("lock.timeout") == (3.0, "user")


@pytest.mark.parametrize("flag", ["query.lens", "query.lenz=x", "lock.timeout=soon", "=1", ""])
def test_wrong_flags_are_refused_at_once(places: Places, flag: str) -> None:
    with pytest.raises(InvalidInput):
        places.open(flag)


def test_a_wrong_variable_is_named(places: Places) -> None:
    with pytest.raises(InvalidInput, match="STEME_LOCK_TIMEOUT: 'soon' is not a number"):
        places.open(STEME_LOCK_TIMEOUT="soon").lookup("lock.timeout")


def test_a_repository_may_not_choose_the_key(places: Places) -> None:
    places.repository.write_text('[user]\nkey = "mallory"\n')
    with pytest.raises(Refused, match="only the user's own file"):
        places.open().lookup("query.lens")
    places.user.write_text('[user]\nkey = "alice"\n')
    places.repository.unlink()
    assert places.open().lookup("user.key") == ("alice", "user")


def test_nothing_slow_is_imported_when_there_is_no_file(tmp_path: Path) -> None:
    script = (
        "import sys; sys.path[:0] = sys.argv[2:]; before = set(sys.modules)\n"
        "from steme.configuration import Configuration\n"
        "configuration = Configuration('/nowhere', ['lock.timeout=1'], {'HOME': sys.argv[1]})\n"
        "assert configuration.number('assert.confidence') == 1.0\n"
        "print(*sorted(set(sys.modules) - before))"
    )
    command = [sys.executable, "-S", "-c", script, str(tmp_path), *sys.path]
    loaded = set(subprocess.run(command, capture_output=True, text=True, check=True).stdout.split())
    assert "steme.configuration" in loaded
    slow = {"typing", "dataclasses", "enum", "re", "json", "pathlib", "datetime", "tomllib", "logging", "subprocess"}
    assert not (slow | {"tomli_w", "difflib", "contextlib"}) & loaded


def test_changes_go_to_the_repository_unless_the_setting_or_the_person_says_otherwise(places: Places) -> None:
    configuration = places.open()
    repository, user = (str(places.repository), False), (str(places.user), True)
    assert configuration.file_to_change("query.lens") == repository
    assert configuration.file_to_change("user.key") == user
    assert configuration.file_to_change("query.lens", user=True) == user
    assert configuration.file_to_change("user.key", user=False) == repository
    outside = Configuration(None, (), {"STEME_CONFIG_HOME": str(places.user.parent)})
    assert outside.file_to_change("query.lens") == user
    with pytest.raises(NotARepository, match="no repository here"):
        outside.file_to_change("query.lens", user=False)
    with pytest.raises(InvalidInput):
        configuration.file_to_change("query.lenz")


def test_the_place_of_a_value(places: Places) -> None:
    places.user.write_text("[lock]\ntimeout = 3\n")
    configuration = places.open("query.lens=votes", STEME_KEY="alice")
    expected = {"query.lens": "-c", "user.key": "STEME_KEY", "lock.timeout": str(places.user), "import.seal": ""}
    for name, place in expected.items():
        assert configuration.place(name, configuration.lookup(name)[1]) == place


def test_the_configuration_where_somebody_is(places: Places, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STEME_CONFIG_HOME", str(places.user.parent))
    below = places.repository.parent.parent / "below"
    below.mkdir()
    assert configuration_at(str(below)).repository_file == str(places.repository)
    assert configuration_at("/").repository_file is None
    assert configuration_at("/", ["lock.timeout=1"]).number("lock.timeout") == 1.0
