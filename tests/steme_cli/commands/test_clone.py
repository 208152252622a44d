from __future__ import annotations

import json

import pytest

from repo_format.errors import InvalidInput
from steme_cli.sharing import directory_of
from tests.conftest import Program
from tests.sample import Sample
from tests.steme_cli.commands.pair import Pair


@pytest.mark.parametrize(
    ("url", "directory"),
    [
        ("../claims", "claims"),
        ("/srv/claims/", "claims"),
        ("/srv/claims/.steme", "claims"),
        ("host:claims", "claims"),
        ("me@host:srv/claims.git", "claims"),
        ("ssh://host/srv/claims", "claims"),
        ("https://host/claims.steme", "claims"),
        ("git+https://host/people/claims.git", "claims"),
        ("git+file:///srv/claims.git/", "claims"),
        ("https://host:8080", "host"),
        ("git:origin", "origin"),
    ],
)
def test_the_directory_is_called_as_the_last_part_of_the_url(url: str, directory: str) -> None:
    assert directory_of(url) == directory


@pytest.mark.parametrize("url", ["/", ".", "..", "host:", "", "git+file:///.git", "ssh://host/-x", "x/a\x1b[m"])
def test_a_url_that_does_not_say_what_to_call_it(url: str) -> None:
    with pytest.raises(InvalidInput, match="name a directory"):
        directory_of(url)


def test_a_stranger_clones_over_git_and_checks_everything(pair: Pair, own_sample: Sample) -> None:
    """A repository with something of every kind, from a bare repository of plain git, with nothing known before."""
    words = ("remote", "add", "origin", pair.url)
    pair.alice(*words, cwd=own_sample.path, status=None)
    pair.alice("push", cwd=own_sample.path)
    done = pair.bob("clone", pair.url, "bob", cwd=pair.top)
    assert done.stderr == "Cloning into 'bob' ...\n"
    assert done.stdout.startswith(f"From {pair.url}\n  ")
    assert "new objects came: " in done.stdout
    assert "\n  new tags: " in done.stdout
    assert done.stdout.endswith("\nLevel with origin.\n")
    with own_sample.open() as repository, repository.snapshot() as view:
        assert pair.bob.root() == (view.trie.root(view.count).hex(), view.count)
    assert pair.bob("fsck").status == 0
    assert pair.bob.json("remote", "list")[0]["url"] == pair.url


def test_json_and_a_name_of_ones_own(pair: Pair) -> None:
    pair.started()
    done = pair.bob("clone", pair.url, "again", "--origin", "up", "--format", "json", cwd=pair.top)
    assert done.stderr == ""
    body = json.loads(done.stdout)["steme.clone/v1"]
    assert (body["path"], body["remote"], body["objects"]) == (str(pair.top / "again"), "up", 2)
    assert body["kinds"] == {"assertion": 2}
    assert body["authors"] == [{"key": pair.alice.key.public.hex(), "name": "alice", "objects": 2}]


def test_what_fails_leaves_nothing(pair: Pair) -> None:
    done = pair.bob("clone", f"git+file://{pair.top}/nowhere.git", cwd=pair.top, status=4)
    assert done.stderr.endswith("there is no git repository at '" + str(pair.top / "nowhere.git") + "'\n")
    assert not (pair.top / "nowhere").exists()
    pair.git("update-ref", "refs/steme/main", pair.git("hash-object", "-w", "--stdin", "-t", "blob"))
    pair.bob("clone", pair.url, "bob", cwd=pair.top, status=8)
    assert not (pair.top / "bob").exists()


def test_places_that_are_taken_or_not_there(pair: Pair, steme: Program) -> None:
    pair.started()
    assert "'" in pair.bob("clone", pair.url, "bob", cwd=pair.top, status=5).stderr
    (pair.top / "full").mkdir()
    (pair.top / "full/file").write_text("x")
    assert "not empty" in pair.bob("clone", pair.url, "full", cwd=pair.top, status=5).stderr
    assert (pair.top / "full/file").read_text() == "x"
    (pair.top / "empty").mkdir()
    pair.bob("clone", pair.url, "empty", cwd=pair.top)
    assert pair.bob("clone", "nothere", cwd=pair.top, status=4).stderr.startswith("steme: there is no directory")
    assert not (pair.top / "nothere").exists()
    assert "onto itself" in pair.bob("clone", "alice", "alice", cwd=pair.top, status=5).stderr
    nobody = steme("clone", pair.url, "new", cwd=pair.top, env={"STEME_CONFIG_HOME": str(pair.top / "none")})
    assert (nobody.status, nobody.stderr.split(";")[0]) == (3, "steme: there is no signing key yet")


def test_git_that_is_missing_is_one_sentence(pair: Pair) -> None:
    done = pair.bob("clone", pair.url, cwd=pair.top, status=8, PATH=str(pair.top))
    assert done.stderr.endswith("steme: git is not installed here; install it, or use another kind of remote\n")
