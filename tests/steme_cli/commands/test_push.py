from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.steme_cli.commands.pair import Pair


def test_what_went_and_that_nothing_more_goes(pair: Pair) -> None:
    pair.started()
    pair.bob("assert", "country/bi", "capital", "Gitega")
    pair.bob("vote", pair.bob.json("log")[-1]["id"][:12], "0.5")
    done = pair.bob("push")
    bob = pair.bob.key.public.hex()[:12]
    assert done.stdout.splitlines() == [
        f"To {pair.url}",
        "  2 objects went: 1 assertion, 1 vote",
        f"  by bob ({bob}) 2",
        "Level with origin.",
    ]
    assert pair.bob("push").stdout == f"To {pair.url}\n  nothing is new to them\nLevel with origin.\n"
    assert pair.git("rev-list", "--count", "refs/steme/main") == "2"


def test_a_dry_run_sends_nothing(pair: Pair) -> None:
    pair.started()
    pair.bob("assert", "country/bi", "capital", "Gitega")
    done = pair.bob("push", "--dry-run")
    assert "  1 object would go: 1 assertion\n" in done.stdout
    assert done.stdout.endswith("1 object here is not there.\n")
    assert pair.git("rev-list", "--count", "refs/steme/main") == "1"
    assert pair.bob.json("push", "-n")["dry_run"] is True


def test_a_tag_that_names_something_else_there_is_kept(pair: Pair) -> None:
    pair.started()
    pair.bob("assert", "country/bi", "capital", "Gitega")
    pair.bob("tag", "v2")
    pair.alice("assert", "country/it", "capital", "Rome")
    pair.alice("tag", "v2")
    pair.bob("push")
    done = pair.alice("push")
    assert "  tags kept as they are there, though they name something else here: v2\n" in done.stdout


def test_no_remote_no_repository_no_such_remote(pair: Pair) -> None:
    pair.alice.init()
    assert pair.alice("push", status=3).stderr.startswith("steme: there is no remote; `steme remote add")
    pair.alice("remote", "add", "origin", pair.url)
    assert "did you mean origin?" in pair.alice("push", "orign", status=3).stderr
    assert pair.alice("push", cwd=pair.top, status=4).stdout == ""


def test_the_git_repository_around(pair: Pair) -> None:
    """`git:origin`: claims ride beside the code, and neither branches nor files of the code are touched."""
    work = pair.top / "project"
    pair.git("clone", "--quiet", str(pair.hub), str(work), at=pair.top)
    (work / "code.py").write_text("x = 1\n")
    pair.git("add", ".", at=work)
    pair.git("commit", "--quiet", "-m", "x", at=work)
    pair.git("push", "--quiet", "origin", "HEAD:main", at=work)
    before = pair.git("for-each-ref", at=work), pair.git("for-each-ref"), (work / ".git/config").read_text()
    pair.alice("init", cwd=work)
    pair.alice("assert", "code/x", "value", "1", cwd=work)
    pair.alice("remote", "add", "origin", "git:origin", cwd=work)
    inside = work / "inside"
    inside.mkdir()
    done = pair.alice("push", cwd=inside, GIT_DIR="/nowhere", GIT_INDEX_FILE="/nowhere")
    assert done.stdout.startswith("To git:origin\n  1 object went: 1 assertion\n")
    after = pair.git("for-each-ref", at=work), pair.git("for-each-ref"), (work / ".git/config").read_text()
    assert (after[0], after[2]) == (before[0], before[2])
    assert [line for line in after[1].splitlines() if "refs/steme/main" not in line] == before[1].splitlines()
    assert pair.git("status", "--porcelain", "--ignored", at=work) == "?? .steme/"
    pair.bob("clone", pair.url, "bob", cwd=pair.top)
    assert pair.bob.root()[1] == 1


def test_over_ssh(pair: Pair) -> None:
    script = pair.top / "ssh"
    script.write_text('#!/bin/sh\nwhile [ $# -gt 1 ]; do shift; done\nexec sh -c "$1"\n')
    script.chmod(0o755)
    ssh = {"GIT_SSH_COMMAND": str(script), "GIT_SSH_VARIANT": "ssh"}
    pair.started()
    pair.bob("remote", "set-url", "origin", f"git+ssh://git@host.example{pair.hub}")
    pair.bob("assert", "country/bi", "capital", "Gitega")
    assert "1 object went" in pair.bob("push", **ssh).stdout
    assert pair.bob("fetch", **ssh).stdout.endswith("Level with origin.\n")
    assert "1 new object came" in pair.alice("pull").stdout


def test_eight_people_push_at_once_and_all_arrives(pair: Pair) -> None:
    pair.started()
    running = []
    for number in range(8):
        name = f"p{number}"
        env = {**os.environ, **pair.bob.env, "XDG_CACHE_HOME": str(pair.top / f"cache-{name}")}
        pair.bob("clone", pair.url, name, cwd=pair.top)
        pair.bob("assert", f"country/c{number}", "capital", "x", cwd=pair.top / name)
        words = [sys.executable, "-m", "steme_cli", "push"]
        running.append((words, pair.top / name, env))
    started = [
        subprocess.Popen(words, cwd=cwd, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for words, cwd, env in running
    ]
    for one in started:
        out, said = one.communicate(timeout=120)
        assert (one.returncode, said) == (0, b""), (out, said)
    pair.alice("pull")
    assert pair.alice.root()[1] == 10
    assert pair.git("rev-list", "--count", "refs/steme/main") == "9"


@pytest.mark.parametrize("variable", ["GIT_SSL_NO_VERIFY", "GIT_ALLOW_PROTOCOL", "GIT_CONFIG_PARAMETERS"])
def test_variables_that_would_weaken_git_are_not_passed_on(variable: str) -> None:
    from steme.git_remote.program import Git

    made = Git(environment={variable: "ext", "PATH": os.environ["PATH"]})._environment
    assert made.get(variable, "") != "ext"
