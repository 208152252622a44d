from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from steme.repository import Repository
from steme.settings import SETTINGS
from steme_cli.app import app
from tests.conftest import Program

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
    make_key("alice")
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
        ("set query.lens bogus", 2, "query.lens: 'bogus' is not a lens; there are authority"),
        ("set query.lens epoch:bogus", 2, "query.lens: 'bogus' is not a lens"),
        ("set user.key nobody", 2, "user.key: there is no"),
        ("set trust.roots nobody", 2, "trust.roots: there is no key 'nobody'"),
        (f"set trust.roots {'0' * 64}", 2, "is no Ed25519 key that could sign"),
    ],
)
def test_bad_input_is_one_sentence_and_writes_nothing(
    config: Run, user_file: Path, words: str, status: int, said: str
) -> None:
    result = config(*words.split())
    assert (result.exit_code, result.stdout) == (status, "")
    assert said in result.stderr
    assert not user_file.exists()


def test_keys_that_there_are(config: Run, user_file: Path) -> None:
    alice = make_key("alice")
    for value in ("alice", f"alice,{alice}", alice[:12], "abcdef1", f"{alice} {alice.upper()}"):
        assert config("set", "trust.roots", value).exit_code == 0
        assert config("get", "trust.roots").stdout == f"{value}\n"
    assert config("set", "user.key", alice[:8]).exit_code == 0
    assert config("set", "trust.roots", "alice,bob").exit_code == 2


def test_a_bad_value_in_a_file_is_reported_with_the_file(
    steme: Program, repository_file: Path, user_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_key("alice")
    place = repository_file.parent.parent
    repository_file.write_text('[query]\nlens = "bogus"\n')
    for command in ("query", "timeline"):
        done = steme(command, "a", "b", cwd=place)
        assert (done.status, done.stderr.partition(" is not a lens")[0]) == (
            2, f"steme: {repository_file}: query.lens: 'bogus'",
        )  # fmt: skip
    assert steme("query", "a", "b", "--lens", "votes", cwd=place).status == 3
    named = steme("query", "a", "b", cwd=place, env={"STEME_QUERY_LENS": "worse"}).stderr
    assert named.startswith("steme: STEME_QUERY_LENS: 'worse' is not a lens")
    repository_file.unlink()
    user_file.write_text('[user]\nkey = "ghost"\n[trust]\nroots = "ghost"\n')
    wrong = f"{user_file}: user.key: there is no key 'ghost'"
    assert steme("assert", "a", "b", "1", cwd=place).stderr.startswith(f"steme: {wrong}")
    assert f"No key to sign with: {wrong}" in steme("status", cwd=place).stdout
    asked = steme("query", "a", "b", "--lens", "authority", cwd=place).stderr
    assert asked.startswith(f"steme: {user_file}: trust.roots: no author here is called 'ghost'")


def test_status_reports_a_broken_file_as_such(steme: Program, repository_file: Path, user_file: Path) -> None:
    make_key("alice")
    user_file.write_text("[user\n")
    done = steme("status", cwd=repository_file.parent.parent)
    assert done.status == 0
    assert "No key to sign with: the configuration cannot be read." in done.stdout
    assert f"Note: {user_file}: not TOML" in done.stdout


def make_key(label: str) -> str:
    """A key of that label in the user's folder; its public half in hex."""
    from steme.keys.changes import create_key

    return create_key(label).public.hex()


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
