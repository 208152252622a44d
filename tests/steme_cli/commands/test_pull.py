from __future__ import annotations

import subprocess

import pytest

from tests.steme_cli.commands.pair import Pair


def test_what_came_and_what_it_contradicts(pair: Pair) -> None:
    pair.started()
    pair.bob("assert", "country/fr", "capital", "Lyon", "--confidence", "0.7")
    pair.bob("assert", "country/bi", "capital", "Gitega")
    pair.bob("tag", "v2")
    pair.bob("push")
    done = pair.alice("pull", "--fail-on-conflict", status=1)
    bob = pair.bob.key.public.hex()[:12]
    assert done.stdout.splitlines() == [
        f"From {pair.url}",
        "  2 new objects came: 2 assertions",
        f"  by bob ({bob}) 2",
        "  new tags: v2",
        "  1 question became contested:",
        "    country/fr capital: conflict 1.00, was unanimous at 0.00",
        "Level with origin.",
    ]
    assert pair.alice.root() == pair.bob.root()
    again = pair.alice("pull", "--fail-on-conflict")
    assert again.stdout == f"From {pair.url}\n  nothing is new here\nLevel with origin.\n"


def test_another_value_for_what_is_contested_fails_too(pair: Pair) -> None:
    pair.started()
    pair.alice("assert", "country/fr", "capital", "Nice", "--confidence", "0.7")
    pair.bob("assert", "country/fr", "capital", "Lyon", "--confidence", "0.7")
    pair.bob("push")
    done = pair.alice("pull", "--fail-on-conflict", status=1)
    assert "  1 question that was contested got another value:\n    country/fr capital: conflict " in done.stdout
    pair.bob("assert", "country/fr", "capital", "Lyon", "--confidence", "0.6")
    pair.bob("push")
    body = pair.alice.json("pull", "--fail-on-conflict")
    assert (body["objects"], body["contradicted"], body["widened"], body["widenings"]) == (1, 0, 0, [])


def test_json_has_it_all(pair: Pair) -> None:
    pair.started()
    pair.bob("assert", "country/fr", "capital", "Lyon", "--confidence", "0.7")
    pair.bob("push")
    body = pair.alice.json("pull", "--fail-on-conflict", status=1)
    assert (body["objects"], body["kinds"], body["contradicted"]) == (1, {"assertion": 1}, 1)
    assert (body["ahead"], body["behind"]) == (0, 0)
    (found,) = body["contradictions"]
    assert (found["subject"], found["predicate"]) == ("country/fr", "capital")
    assert (found["before"], found["after"]) == ("UNANIMOUS", "CONTESTED")
    assert body["authors"] == [{"key": pair.bob.key.public.hex(), "name": "bob", "objects": 1}]
    assert body["head"]["signer"] == pair.bob.key.public.hex()
    row = pair.alice("pull", "--format", "csv").stdout.splitlines()
    assert row[0].split(",")[:5] == ["remote", "url", "dry_run", "objects", "already_here"]
    assert len(row[0].split(",")) == len(row[1].split(","))


def test_a_dry_run_changes_nothing(pair: Pair) -> None:
    pair.started()
    pair.bob("assert", "country/bi", "capital", "Gitega")
    pair.bob("push")
    before = pair.alice.root()
    done = pair.alice("pull", "--dry-run")
    assert "  1 new object would come: 1 assertion\n" in done.stdout
    assert "  what is contested by them is found out when they come\n" in done.stdout
    assert done.stdout.endswith("1 object there is not here; `steme pull` gets it.\n")
    assert pair.alice.root() == before
    refused = pair.alice("pull", "--dry-run", "--fail-on-conflict", status=2)
    assert refused.stderr.startswith("steme: --fail-on-conflict: cannot be known with --dry-run")


def test_hostile_text_of_others_is_shown_safely(pair: Pair) -> None:
    pair.started()
    pair.bob("key", "profile", "bob", "--name", "Bob")
    pair.bob("push")
    done = pair.alice("pull")
    assert "\x1b" not in done.stdout
    assert "1 agent" in done.stdout


def test_a_rollback_is_said_once_and_offered_again(pair: Pair) -> None:
    pair.started()
    pair.alice("assert", "country/bi", "capital", "Gitega")
    pair.alice("push")
    pair.git("update-ref", "refs/steme/main", "refs/steme/main~1")
    done = pair.alice("pull").stdout
    assert "  ROLLED BACK: it had 3 objects under head " in done
    assert ", and now it has 2 objects under head " in done
    assert "  1 object that it lost is still here; `steme push` offers it again\n" in done
    assert "ROLLED BACK" not in pair.alice("pull").stdout
    assert "  1 object went: 1 assertion\n" in pair.alice("push").stdout
    assert pair.alice.json("ls-remote")[0]["objects"] == 3
    rewritten = pair.bob.json("pull")
    assert (rewritten["objects"], rewritten["rolled_back"]) == (1, None)


def test_a_deleted_ref_is_a_rollback_to_nothing(pair: Pair) -> None:
    pair.started()
    pair.git("update-ref", "-d", "refs/steme/main")
    assert ", and now it has nothing\n" in pair.bob("pull").stdout
    pair.bob("push")
    assert pair.bob.json("ls-remote")[0]["objects"] == 2
    assert [row["name"] for row in pair.bob.json("ls-remote")] == ["refs/heads/main", "refs/tags/v1"]


@pytest.mark.parametrize("mischief", ["noise", "unsigned", "cut"])
def test_a_lying_hub_is_refused_and_changes_nothing(pair: Pair, mischief: str) -> None:
    pair.started()
    pair.alice("assert", "country/bi", "capital", "Gitega")
    pair.alice("push")
    before = pair.bob.root()
    data = pair.hub / "data"
    name = {"noise": "pack-0000", "unsigned": "head", "cut": "pack-0000"}[mischief]
    whole = bytearray(_blob(pair, name))
    data.write_bytes(bytes(whole[:-40]) if mischief == "cut" else bytes(whole[:-1] + bytes([whole[-1] ^ 1])))
    oid = pair.git("hash-object", "-w", str(data))
    lines = pair.git("ls-tree", "refs/steme/main").splitlines()
    tree = _tree(pair, [line if not line.endswith(f"\t{name}") else f"100644 blob {oid}\t{name}" for line in lines])
    bad = pair.git("commit-tree", tree, "-p", "refs/steme/main~1", "-m", "x")
    pair.git("update-ref", "refs/steme/main", bad)
    done = pair.bob("pull", status=8)
    assert done.stdout == ""
    assert f"commit {bad[:12]} of refs/steme/main cannot be believed" in done.stderr
    assert pair.bob.root() == before


def _blob(pair: Pair, name: str) -> bytes:
    words = ["git", "cat-file", "blob", f"refs/steme/main:{name}"]
    return subprocess.run(words, cwd=pair.hub, capture_output=True, check=True).stdout


def _tree(pair: Pair, lines: list[str]) -> str:
    text = "".join(f"{line}\n" for line in lines).encode()
    done = subprocess.run(["git", "mktree"], cwd=pair.hub, input=text, capture_output=True, check=True)
    return done.stdout.decode().strip()
