from __future__ import annotations

from tests.steme_cli.commands.pair import Pair


def test_heads_and_tags_of_a_name_a_url_and_a_path(pair: Pair) -> None:
    pair.started()
    lines = pair.bob("ls-remote").stdout.splitlines()
    assert lines[0].split() == ["HEAD", "OBJECTS", "TIME", "SIGNED", "BY", "NAME"]
    assert [line.split()[-2:] for line in lines[1:]] == [["alice", "refs/heads/main"], ["alice", "refs/tags/v1"]]
    rows = pair.bob.json("ls-remote", "origin")
    assert [(row["name"], row["objects"]) for row in rows] == [("refs/heads/main", 2), ("refs/tags/v1", 2)]
    assert rows[0]["root"] == pair.alice.root()[0]
    assert pair.bob.json("ls-remote", pair.url, cwd=pair.top) == rows
    assert pair.bob.json("ls-remote", str(pair.alice.path))[0]["root"] == rows[0]["root"]


def test_nothing_there_and_nobody(pair: Pair) -> None:
    pair.alice.init()
    assert pair.alice.json("ls-remote", pair.url) == []
    assert "there is no remote 'upstream'" in pair.alice("ls-remote", "upstream", status=3).stderr
    assert "there is no repository" in pair.alice("ls-remote", cwd=pair.top, status=4).stderr
    assert pair.alice("ls-remote", "git+ext::sh", status=2).stdout == ""
