from __future__ import annotations

import os
from pathlib import Path

import pytest

from repo_format.errors import InvalidInput, MalformedObject, NotFound, Refused, StorageFailed
from steme import durable
from steme.keys import list_keys, load
from steme.keys.changes import change_passphrase, create_key, export_key, import_key

ID = bytes(32)


def correct(label: str) -> str:
    return "correct horse"


def test_a_new_key_is_a_private_file_in_a_private_folder(home: Path) -> None:
    key = create_key("alice")
    path = home / "alice.key"
    assert path.read_bytes() == key.encode()
    assert path.stat().st_mode & 0o777 == 0o600
    assert home.stat().st_mode & 0o777 == home.parent.stat().st_mode & 0o777 == 0o700
    assert os.listdir(home) == ["alice.key"]
    assert create_key("bob").public != key.public


def test_private_whatever_the_umask(home: Path) -> None:
    old = os.umask(0)
    try:
        create_key("alice")
    finally:
        os.umask(old)
    assert (home / "alice.key").stat().st_mode & 0o777 == 0o600
    assert home.stat().st_mode & 0o777 == 0o700


def test_never_over_another_key(home: Path) -> None:
    before = create_key("alice").encode()
    with pytest.raises(Refused, match="another key called alice"):
        create_key("alice")
    (home / "bob.key").write_text("")
    (home / "carol.key").symlink_to(home / "elsewhere")
    for label in ("bob", "carol"):
        with pytest.raises(Refused, match="exists already"):
            create_key(label)
    assert (home / "alice.key").read_bytes() == before
    assert not (home / "elsewhere").exists()


@pytest.mark.parametrize("label", ["../alice", "", "-x", "a b"])
def test_a_label_that_will_not_do_makes_nothing(home: Path, label: str) -> None:
    with pytest.raises(InvalidInput, match="label"):
        create_key(label)
    assert not home.exists()


def test_a_folder_open_to_others_gets_no_key(home: Path) -> None:
    home.mkdir(parents=True)
    home.chmod(0o777)
    with pytest.raises(Refused, match="others may write"):
        create_key("alice")
    assert os.listdir(home) == []


def test_a_failing_disk_leaves_no_key(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    create_key("bob")

    def full(file: int, data: bytes) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(durable.os, "write", full)
    with pytest.raises(StorageFailed, match="No space left"):
        create_key("alice")
    assert os.listdir(home) == ["bob.key"]


@pytest.mark.usefixtures("quick_argon2")
def test_a_locked_key_holds_no_seed(home: Path) -> None:
    create_key("alice", correct)
    content = (home / "alice.key").read_bytes()
    signing = load("alice", correct)
    assert b"seed" not in content
    assert signing.secret[:32].hex().encode() not in content
    assert signing.sign_object_id(ID)


def test_export_and_import(home: Path, tmp_path: Path) -> None:
    key = create_key("alice")
    public, secret = export_key("alice"), export_key("alice", secret=True)
    assert secret == (home / "alice.key").read_bytes()
    assert key.encode().splitlines()[-1] not in public
    there = str(tmp_path / "there")
    assert import_key(secret, folder=there).label == "alice"
    assert load("alice", folder=there).sign_object_id(ID) == load("alice").sign_object_id(ID)
    assert import_key(public, "ally", folder=str(tmp_path / "third")).kind == "public"


@pytest.mark.usefixtures("quick_argon2")
def test_a_locked_key_is_exported_locked(home: Path, tmp_path: Path) -> None:
    create_key("alice", correct)
    import_key(export_key("alice", secret=True), "ally", folder=str(tmp_path / "there"))
    assert load("ally", correct, folder=str(tmp_path / "there")).public == load("alice", correct).public


def test_import_under_another_name(home: Path, tmp_path: Path) -> None:
    create_key("alice")
    there = tmp_path / "there"
    import_key(export_key("alice", secret=True), "work", folder=str(there))
    assert os.listdir(there) == ["work.key"]
    assert b"label work\n" in (there / "work.key").read_bytes()


def test_import_refuses_what_is_here_and_what_is_no_key(home: Path, tmp_path: Path) -> None:
    create_key("alice")
    create_key("bob", folder=str(tmp_path / "there"))
    bob = export_key("bob", secret=True, folder=str(tmp_path / "there"))
    for again in (export_key("alice", secret=True), export_key("alice")):
        with pytest.raises(Refused, match="here already, as alice"):
            import_key(again, "other")
    for taken in (bob, export_key("bob", folder=str(tmp_path / "there"))):
        with pytest.raises(Refused, match="another key called alice"):
            import_key(taken, "alice")
    with pytest.raises(InvalidInput, match="label"):
        import_key(bob, "../bob")
    with pytest.raises(MalformedObject, match="stdin: this is not a key file"):
        import_key(b"-----BEGIN OPENSSH PRIVATE KEY-----\n", place="stdin")
    assert os.listdir(home) == ["alice.key"]


def test_a_secret_may_join_its_public_key(home: Path, tmp_path: Path) -> None:
    there = str(tmp_path / "there")
    create_key("bob", folder=there)
    import_key(export_key("bob", folder=there))
    import_key(export_key("bob", secret=True, folder=there))
    assert [(key.label, key.kind) for key in list_keys()[0]] == [("bob", "secret")]


def test_a_public_key_of_small_order_is_refused(home: Path) -> None:
    create_key("alice")
    key = export_key("alice")
    start = key.index(b"public ", 20) + 7
    with pytest.raises(InvalidInput, match="no Ed25519 key"):
        import_key(key[:start] + b"01" + b"00" * 31 + key[start + 64 :], "weak")


@pytest.mark.usefixtures("quick_argon2")
def test_changing_the_passphrase(home: Path) -> None:
    plain = create_key("alice")
    change_passphrase("alice", correct)
    assert load("alice", correct).public == plain.public
    with pytest.raises(Refused, match="does not open"):
        change_passphrase("alice", None, lambda label: "wrong")
    change_passphrase("alice", lambda label: f"new {label}", correct)
    with pytest.raises(Refused, match="does not open"):
        load("alice", correct)
    change_passphrase("alice", None, lambda label: "new alice")
    assert (home / "alice.key").read_bytes() == plain.encode()
    assert (home / "alice.key").stat().st_mode & 0o777 == 0o600
    assert os.listdir(home) == ["alice.key"]
    with pytest.raises(NotFound):
        change_passphrase("bob", None)
