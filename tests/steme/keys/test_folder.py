from __future__ import annotations

import os
from pathlib import Path

import pytest

from repo_format.errors import MalformedObject, NotFound, Refused
from steme.keys.changes import create_key, export_key, import_key
from steme.keys.folder import labels, list_keys, public_keys, read_key, read_key_file


@pytest.fixture
def alice(home: Path) -> Path:
    create_key("alice")
    return home / "alice.key"


def test_a_key_file_is_read_by_its_name_and_not_by_its_label(alice: Path) -> None:
    alice.rename(alice.with_name("bob.key"))
    assert read_key(str(alice.parent), "bob").label == "bob"


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604, 0o601, 0o620, 0o666])
def test_open_to_others(alice: Path, mode: int) -> None:
    alice.chmod(mode)
    with pytest.raises(Refused, match=rf"mode {mode:04o}\)") as caught:
        read_key_file(str(alice))
    assert str(caught.value).endswith(f"; run: chmod 600 {alice}")
    alice.chmod(0o400)
    assert read_key_file(str(alice)).label == "alice"


def test_the_command_to_run_is_quoted_for_the_shell(alice: Path) -> None:
    odd = alice.with_name("al ice's.key")
    alice.rename(odd)
    odd.chmod(0o644)
    with pytest.raises(Refused, match=r"al ice'\"'\"'s\.key'$"):
        read_key_file(str(odd))


def test_a_symlink(alice: Path) -> None:
    link = alice.with_name("link.key")
    link.symlink_to(alice)
    with pytest.raises(Refused, match="is a symlink"):
        read_key_file(str(link))


def test_a_hard_link(alice: Path) -> None:
    os.link(alice, alice.with_name("second"))
    with pytest.raises(Refused, match=r"2 names \(hard links\)"):
        read_key_file(str(alice))


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file away")
def test_somebody_elses_file_and_folder(alice: Path) -> None:
    os.chown(alice, 12345, -1)
    with pytest.raises(Refused, match="belongs to another user"):
        read_key_file(str(alice))
    os.chown(alice, 0, -1)
    os.chown(alice.parent, 12345, -1)
    with pytest.raises(Refused, match="belongs to another user; keep your keys in a folder of your own"):
        read_key(str(alice.parent), "alice")


def test_what_is_no_plain_file(alice: Path) -> None:
    os.mkfifo(alice.with_name("fifo.key"), 0o600)
    alice.with_name("folder.key").mkdir(0o700)
    for label in ("fifo", "folder"):
        with pytest.raises(Refused, match="not a plain file"):
            read_key(str(alice.parent), label)
    with pytest.raises(NotFound, match="no key file"):
        read_key(str(alice.parent), "bob")


def test_a_folder_that_others_may_change(alice: Path) -> None:
    alice.parent.chmod(0o770)
    with pytest.raises(Refused, match=r"others may write to .*; run: chmod 700 /"):
        read_key(str(alice.parent), "alice")
    with pytest.raises(Refused, match="others may write"):
        labels(str(alice.parent))
    assert public_keys() == {}


def test_a_huge_file_is_not_read(alice: Path) -> None:
    with alice.open("ab") as file:
        file.truncate(2**40)
    with pytest.raises(MalformedObject, match="at most 1024"):
        read_key_file(str(alice))


def test_lists_what_can_be_used_and_why_the_rest_cannot(alice: Path, home: Path) -> None:
    create_key("carol")
    create_key("bob")
    (home / "bob.key").write_text("")
    (home / "carol.key").chmod(0o644)
    (home / "notes.txt").write_text("")
    (home / ".alice.key.1234").write_text("")
    (home / "e\x1b[31m.key").write_text("")
    keys, problems = list_keys()
    assert [key.label for key in keys] == ["alice"]
    assert [type(problem) for problem in problems] == [MalformedObject, Refused]
    assert labels(str(home)) == ["alice", "bob", "carol"]


def test_no_folder_is_no_keys(home: Path) -> None:
    assert list_keys() == ([], [])
    assert public_keys() == {}
    assert labels(str(home)) == []


def test_public_keys_give_names(alice: Path, home: Path, tmp_path: Path) -> None:
    elsewhere = str(tmp_path / "elsewhere")
    bob = create_key("bob", folder=elsewhere)
    import_key(export_key("bob", folder=elsewhere))
    import_key(export_key("bob", folder=elsewhere).replace(b"label bob", b"label zoe"), folder=str(tmp_path / "third"))
    own = read_key_file(str(alice))
    assert public_keys() == {own.public: "alice", bob.public: "bob"}
    assert (home / "bob.pub").stat().st_mode & 0o777 == 0o600
    assert [(key.label, key.kind) for key in list_keys()[0]] == [("alice", "secret"), ("bob", "public")]


def test_of_two_copies_the_first_label_gives_the_name(alice: Path) -> None:
    alice.with_name("zoe.key").write_bytes(alice.read_bytes())
    alice.with_name("zoe.key").chmod(0o600)
    assert [key.label for key in list_keys()[0]] == ["alice", "zoe"]
    assert list(public_keys().values()) == ["alice"]


def test_a_public_key_that_is_here_with_its_secret_is_listed_once(alice: Path) -> None:
    alice.with_name("ally.pub").write_bytes(export_key("alice"))
    alice.with_name("ally.pub").chmod(0o600)
    assert [(key.label, key.kind) for key in list_keys()[0]] == [("alice", "secret")]
