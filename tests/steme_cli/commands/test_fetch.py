from __future__ import annotations

from tests.steme_cli.commands.pair import Pair


def test_a_path_and_an_answer_that_changes(pair: Pair) -> None:
    pair.started()
    pair.bob("remote", "add", "friend", str(pair.alice.path))
    pair.alice("assert", "country/bi", "capital", "Gitega")
    done = pair.bob("fetch", "friend")
    assert done.stdout.startswith(f"From {pair.alice.path}\n  1 new object came: 1 assertion\n")
    assert pair.bob.json("query", "country/bi", "capital")[0]["value"] == "Gitega"
    assert [row["name"] for row in pair.bob.json("refs")] == [
        "refs/heads/main",
        "refs/remotes/friend/main",
        "refs/remotes/origin/main",
        "refs/tags/v1",
    ]


def test_a_signer_who_is_not_trusted_is_refused(pair: Pair) -> None:
    pair.started()
    pair.bob("remote", "trust", "origin", "bob")
    pair.alice("assert", "country/bi", "capital", "Gitega")
    pair.alice("push")
    before = pair.bob.root()
    done = pair.bob("fetch", status=5)
    assert pair.alice.key.public.hex()[:12] in done.stderr
    assert pair.bob.root() == before
    pair.bob("remote", "trust", "origin", "alice", "bob")
    assert "1 new object came" in pair.bob("fetch").stdout


def test_a_remote_that_is_gone(pair: Pair) -> None:
    pair.started()
    pair.hub.rename(pair.top / "away.git")
    done = pair.bob("fetch", status=None)
    assert done.status in (4, 8)
    assert done.stderr.count("\n") == 1
    assert "there is no git repository" in done.stderr


def test_numbers_for_programs(pair: Pair) -> None:
    pair.started()
    body = pair.bob.json("fetch")
    assert (body["objects"], body["round_trips"] <= 3, body["notes"]) == (0, True, [])
    lines = pair.bob("fetch", "--format", "jsonl").stdout.splitlines()
    assert len(lines) == 1
    assert '"remote": "origin"' in lines[0]
