from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from steme.repository import Repository
from steme.settings import SETTINGS
from steme_cli.app import app

Run = Callable[..., Result]


@pytest.fixture
def user_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file of a user who has set nothing yet and stands outside of any repository."""
    monkeypatch.setenv("STEME_CONFIG_HOME", str(tmp_path / "home"))
    for entry in SETTINGS.values():
        monkeypatch.delenv(entry.variable, raising=False)
    monkeypatch.delenv("STEME_DIR", raising=False)
    (tmp_path / "outside").mkdir()
    monkeypatch.chdir(tmp_path / "outside")
    return tmp_path / "home" / "config.toml"


@pytest.fixture
def repository_file(user_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file, not yet there, of a repository in which the user stands."""
    (tmp_path / "inside").mkdir()
    Repository.init(str(tmp_path / "inside")).close()
    monkeypatch.chdir(tmp_path / "inside")
    return tmp_path / "inside" / ".steme" / "config.toml"


@pytest.fixture
def config(user_file: Path) -> Run:
    """Run ``steme config ...`` in this process."""

    def run(*words: str) -> Result:
        return CliRunner().invoke(app, ["config", *words])

    return run


def test_list_shows_every_setting(config: Run) -> None:
    lines = config("list").stdout.splitlines()
    assert lines[0].split() == ["NAME", "VALUE", "MEANING"]
    assert [line.split()[0] for line in lines[1:]] == list(SETTINGS)


def test_list_as_json_and_with_origins(config: Run, repository_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    config("set", "lock.timeout", "2.5")
    config("set", "--user", "query.lens", "votes")
    monkeypatch.setenv("STEME_IMPORT_SEAL", "no")
    document = json.loads(config("list", "--format", "json").stdout)
    found = {row["name"]: (row["value"], row["origin"], row["place"]) for row in document["steme.config.list/v1"]}
    assert found["lock.timeout"] == (2.5, "repository", str(repository_file))
    assert found["query.lens"][:2] == ("votes", "user")
    assert found["import.seal"] == (False, "environment", "STEME_IMPORT_SEAL")
    assert found["user.key"] == (None, "default", "")
    assert config("list", "--show-origin").stdout.splitlines()[0].split()[:4] == ["NAME", "VALUE", "ORIGIN", "PLACE"]


def test_get_prints_the_value_alone(config: Run) -> None:
    assert config("get", "query.lens").stdout == "recency\n"
    assert config("get", "import.seal").stdout == "true\n"
    assert config("get", "lock.timeout").stdout == "30\n"


def test_get_of_nothing(config: Run) -> None:
    result = config("get", "user.key")
    assert (result.exit_code, result.stdout) == (3, "")
    assert result.stderr == "steme: user.key is not set and has no default\n"


def test_outside_of_a_repository_the_users_file_changes(config: Run, user_file: Path) -> None:
    result = config("set", "query.lens", "votes")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", f"set in {user_file}\n")
    assert user_file.read_text() == '[query]\nlens = "votes"\n'
    assert config("get", "query.lens").stdout == "votes\n"


def test_inside_of_one_the_repositorys_file_changes(config: Run, user_file: Path, repository_file: Path) -> None:
    assert config("set", "query.lens", "votes").exit_code == 0
    assert repository_file.read_text() == '[query]\nlens = "votes"\n'
    assert config("set", "user.key", "alice").exit_code == 0
    assert user_file.read_text() == '[user]\nkey = "alice"\n'


def test_unset(config: Run, user_file: Path) -> None:
    config("set", "query.lens", "votes")
    assert config("unset", "query.lens").exit_code == 0
    assert config("get", "query.lens").stdout == "recency\n"
    again = config("unset", "query.lens")
    assert (again.exit_code, again.stdout) == (3, "")
    assert again.stderr == f"steme: query.lens is not set in {user_file}\n"


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        ("get query.lenz", 2, "did you mean query.lens?"),
        ("set query.lenz votes", 2, "did you mean query.lens?"),
        ("unset query.lenz", 2, "did you mean query.lens?"),
        ("set lock.timeout soon", 2, "lock.timeout: 'soon' is not a number from 0 to 86400"),
        ("set assert.tier best", 2, "'best' is not one of regulatory, clinical"),
        ("set --repository query.lens votes", 4, "there is no repository here"),
        ("unset --repository query.lens", 4, "there is no repository here"),
        ("set query.lens", 2, "VALUE"),
    ],
)
def test_bad_input_is_one_sentence_and_writes_nothing(
    config: Run, user_file: Path, words: str, status: int, said: str
) -> None:
    result = config(*words.split())
    assert (result.exit_code, result.stdout) == (status, "")
    assert said in result.stderr
    assert not user_file.exists()


def test_a_repository_cannot_choose_the_key(config: Run, repository_file: Path) -> None:
    refused = config("set", "--repository", "user.key", "mallory")
    assert (refused.exit_code, refused.stdout) == (5, "")
    repository_file.write_text('[user]\nkey = "mallory"\n')
    for words in ("list", "get query.lens", "get user.key"):
        result = config(*words.split())
        assert (result.exit_code, result.stdout) == (5, "")
        assert "only the user's own file" in result.stderr


def test_what_a_file_says_shows_harmlessly(config: Run, user_file: Path) -> None:
    user_file.parent.mkdir()
    user_file.write_text('[query]\nlens = "a\\u001b[31m"\n')
    result = config("get", "query.lens")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "\x1b" not in result.stderr
