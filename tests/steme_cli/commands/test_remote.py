from __future__ import annotations

import pytest

from tests.steme_cli.commands.pair import Pair


def test_add_list_show_rename_remove(pair: Pair) -> None:
    alice = pair.alice
    alice.init()
    assert alice("remote", "list").stdout == ""
    done = alice("remote", "add", "origin", pair.url)
    assert (done.stdout, done.stderr.split(";")[0]) == ("", f"origin is {pair.url}")
    alice("assert", "a", "b", "1")
    shown = alice.json("remote", "show", "origin")
    assert (shown["ahead"], shown["behind"], shown["seen"], shown["head"]) == (None, None, None, None)
    assert "never" in alice("remote", "show", "origin").stdout
    alice("push")
    alice("assert", "a", "b", "2")
    (row,) = alice.json("remote", "list")
    assert alice("remote", "list").stdout.split()[:5] == ["NAME", "URL", "AHEAD", "BEHIND", "SEEN"]
    assert (row["name"], row["ahead"], row["behind"], row["objects"]) == ("origin", 1, 0, 1)
    alice("remote", "rename", "origin", "hub")
    assert (alice.json("remote", "show", "hub")["ahead"], len(alice.json("refs"))) == (1, 2)
    alice("remote", "set-url", "hub", "../elsewhere")
    assert alice.json("remote", "show", "hub")["url"].endswith("elsewhere")
    alice("remote", "remove", "hub")
    assert (alice.json("remote", "list"), [row["name"] for row in alice.json("refs")]) == ([], ["refs/heads/main"])


def test_whose_heads_count(pair: Pair) -> None:
    pair.started()
    done = pair.alice("remote", "trust", "origin", "alice", pair.bob.key.public.hex())
    assert done.stderr == "heads of origin count when signed by alice, bob\n"
    assert "\ntrust    alice, bob\n" in pair.alice("remote", "show", "origin").stdout
    done = pair.alice("remote", "trust", "origin")
    assert done.stderr == "heads of origin count when signed by any key; a new one is pointed out\n"
    assert pair.alice.json("remote", "show", "origin")["trust"] == []
    assert pair.alice("remote", "trust", "origin", "nobody", status=3).stdout == ""


@pytest.mark.parametrize(
    ("name", "url", "status"),
    [
        ("origin", "/elsewhere", 5),
        ("a/b", "/elsewhere", 2),
        ("-x", "/elsewhere", 2),
        ("x", "https://me:secret@host/a", 2),
        ("x", "gopher://host/a", 2),
        ("x", "a\x1b[31m", 2),
    ],
)
def test_names_and_urls_that_are_refused(pair: Pair, name: str, url: str, status: int) -> None:
    pair.alice.init()
    pair.alice("remote", "add", "origin", pair.url)
    before = (pair.alice.path / ".steme/config.toml").read_text()
    done = pair.alice("remote", "add", name, url, status=status)
    assert "secret" not in done.stderr
    assert "\x1b" not in done.stderr
    assert (pair.alice.path / ".steme/config.toml").read_text() == before


def test_ahead_and_behind_in_status(pair: Pair) -> None:
    pair.started()
    assert "\norigin: level with it, as of just now.\n" in pair.bob("status").stdout
    pair.bob("assert", "country/bi", "capital", "Gitega")
    assert "\norigin: 1 ahead, as of just now.\n" in pair.bob("status").stdout
    (apart,) = pair.bob.json("status")["remotes"]
    assert (apart["name"], apart["ahead"], apart["behind"]) == ("origin", 1, 0)
    pair.bob("remote", "add", "other", str(pair.alice.path))
    assert "\nother: nothing was exchanged with it yet.\n" in pair.bob("status").stdout
    pair.hub.rename(pair.top / "away.git")
    assert pair.bob("status").status == 0
