"""Over ssh, as git does it: here a script that runs the command on this machine, and says what it was given."""

from __future__ import annotations

from pathlib import Path

import pytest

from repo_format.errors import RemoteFailed
from steme.git_remote.address import find
from steme.git_remote.intake import GitIntake
from steme.git_remote.visit import Visit
from tests.steme.git_remote.conftest import ALICE, Place, pack, records


@pytest.fixture
def ssh(place: Place, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file in which every call is written down, a word on a line."""
    script, calls = place.top / "ssh", place.top / "calls"
    script.write_text(
        f'#!/bin/sh\nprintf "%s\\n" "$@" >> {calls}\nwhile [ $# -gt 1 ]; do shift; done\nexec sh -c "$1"\n'
    )
    script.chmod(0o755)
    monkeypatch.setenv("GIT_SSH_COMMAND", str(script))
    monkeypatch.setenv("GIT_SSH_VARIANT", "ssh")
    return calls


def visit(place: Place, who: str, path: str = "") -> Visit:
    environment = place.environment(who)
    return Visit(find(f"git+ssh://git@host.example:2222{path or place.path}", environment=environment), environment)


def test_push_and_fetch_over_ssh(place: Place, ssh: Path) -> None:
    one = visit(place, "alice")
    GitIntake(one, ALICE).take(bytes(32), 0, [pack(records(0, 20))], ())
    one.close()
    other = visit(place, "bob")
    assert other.state.count == 20
    other.close()
    said = ssh.read_text().splitlines()
    assert {"-p", "2222", "git@host.example"} <= set(said)
    assert {line.partition(" ")[0] for line in said if line.startswith("git-")} == {
        "git-upload-pack",
        "git-receive-pack",
    }


@pytest.mark.parametrize("path", ["/x'; touch canary; '", "/x`touch canary`", "/x$(touch canary)", "/--upload-pack=x"])
def test_a_path_stays_one_word_of_the_command(
    place: Place, ssh: Path, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(place.top)
    with pytest.raises(RemoteFailed, match="git could not read ssh://"):
        visit(place, "alice", path.replace(" ", "%20"))
    assert not (place.top / "canary").exists()
    assert not Path("canary").exists()


def test_what_the_other_side_says_is_not_written_raw(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    script = place.top / "ssh"
    script.write_text('#!/bin/sh\nprintf "\\033]0;owned\\007\\n" >&2\nexit 255\n')
    script.chmod(0o755)
    monkeypatch.setenv("GIT_SSH_COMMAND", str(script))
    with pytest.raises(RemoteFailed) as caught:
        visit(place, "alice")
    assert str(caught.value).isprintable()
