from __future__ import annotations

import copy
import pickle
import subprocess
import sys
from pathlib import Path

import pytest

from repo_format.errors import AmbiguousId, InvalidInput, MalformedObject, NotFound, Refused
from repo_format.seal import Seal
from repo_format.signature import HEAD_DOMAIN, OBJECT_DOMAIN, SEAL_DOMAIN, verify_strict
from steme.configuration import Configuration
from steme.keys import SigningKey, default, find, load
from steme.keys.changes import create_key, export_key, import_key
from steme.keys.key_file import KeyFile, Locked

SEED = bytes.fromhex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")
PUBLIC = bytes.fromhex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")
"""RFC 8032, section 7.1, test 1."""

ID = bytes(range(32))


def correct(label: str) -> str:
    return "correct horse"


def test_known_public_key() -> None:
    assert SigningKey(SEED).public == PUBLIC
    with pytest.raises(InvalidInput):
        SigningKey(SEED[:31])


def test_each_signature_holds_in_its_own_domain_alone() -> None:
    key = SigningKey(SEED)
    signatures = {
        OBJECT_DOMAIN: key.sign_object_id(ID),
        SEAL_DOMAIN: key.sign_seal_id(ID),
        HEAD_DOMAIN: key.sign_head_id(ID),
    }
    for made_for, signature in signatures.items():
        for domain in signatures:
            assert verify_strict(PUBLIC, domain + ID, signature) is (domain == made_for)


def test_its_secret_is_what_a_seal_takes() -> None:
    seal = Seal.sign(SigningKey(SEED).secret, 0, (ID,))
    seal.verify()
    assert seal.author == PUBLIC


def test_the_secret_is_not_shown_nor_copied() -> None:
    key = SigningKey(SEED, "alice")
    assert repr(key) == f"SigningKey(alice, {PUBLIC.hex()})"
    for leave in (copy.copy, copy.deepcopy, pickle.dumps):
        with pytest.raises(Refused):
            leave(key)


def test_finds_by_label_path_and_beginning(home: Path) -> None:
    alice, bob = create_key("alice"), create_key("bob")
    digits = alice.public.hex()
    for name in ("alice", str(home / "alice.key"), digits, digits[:7], digits[:9].upper()):
        assert load(name).public == alice.public
    assert load("bob").public == bob.public
    assert load("bob").label == "bob"


def test_finds_a_path_from_home(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    alice = create_key("alice")
    monkeypatch.setenv("HOME", str(home))
    assert load("~/alice.key").public == alice.public


def test_a_label_that_looks_like_digits_is_a_label(home: Path) -> None:
    alice = create_key("alice")
    other = create_key(alice.public.hex()[:8])
    assert load(other.label).public == other.public


def test_digits_that_fit_several(home: Path) -> None:
    alice = create_key("alice")
    (home / "copy.key").write_bytes(alice.encode())
    (home / "copy.key").chmod(0o600)
    assert load(alice.public.hex()[:7]).label == "alice"
    locked = Locked(1, 8192, bytes(16), bytes(24), bytes(48))
    similar = KeyFile("bob", alice.public[:4] + bytes(28), alice.created, locked)
    (home / "bob.key").write_bytes(similar.encode())
    (home / "bob.key").chmod(0o600)
    with pytest.raises(AmbiguousId, match="begins the keys of alice, bob, copy; give more digits"):
        load(alice.public.hex()[:7])
    assert load(alice.public.hex()[:10]).label == "alice"


def test_digits_of_a_public_key_alone_find_nothing_to_sign_with(home: Path, tmp_path: Path) -> None:
    bob = create_key("bob", folder=str(tmp_path / "there"))
    import_key(bob.without_secret().encode())
    assert find("bob", public=True).public == find(bob.public.hex()[:7], public=True).public == bob.public
    for name in ("bob", bob.public.hex()[:7]):
        with pytest.raises(NotFound):
            load(name)


@pytest.mark.parametrize("name", ["alise", "", "abc", "0123456", "\x1b[31m", "alice.key", "alice\x00"])
def test_nothing_of_that_name(home: Path, name: str) -> None:
    create_key("alice")
    with pytest.raises(NotFound, match="there is no key ") as caught:
        load(name)
    assert str(caught.value).isprintable()
    assert ("did you mean alice?" in str(caught.value)) is (name in ("alise", "alice.key", "alice\x00"))


def test_the_default_key(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(NotFound, match="steme key new NAME"):
        default(None, Configuration())
    names = {create_key(label).public: label for label in ("alice",)}
    assert names[default(None, Configuration()).public] == "alice"
    names |= {create_key(label).public: label for label in ("bob", "carol", "dave")}
    with pytest.raises(AmbiguousId, match=r"4 signing keys \(alice, bob, carol, dave\)"):
        default(None, Configuration())
    (home.parent / "config.toml").write_text('[user]\nkey = "bob"\n')
    assert names[default(None, Configuration()).public] == "bob"
    monkeypatch.setenv("STEME_KEY", "carol")
    assert names[default(None, Configuration()).public] == "carol"
    assert names[default("dave", Configuration()).public] == "dave"


def test_a_public_key_alone_does_not_sign(home: Path, tmp_path: Path) -> None:
    create_key("alice")
    public = tmp_path / "alice.pub"
    public.write_bytes(export_key("alice"))
    public.chmod(0o600)
    with pytest.raises(Refused, match="cannot sign"):
        load(str(public))


@pytest.mark.usefixtures("quick_argon2")
def test_a_locked_key_asks_for_its_passphrase(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    alice = create_key("alice", correct)
    asked: list[str] = []

    def answer(label: str) -> str:
        asked.append(label)
        return "correct horse"

    assert load("alice", answer).public == default(None, Configuration(), answer).public == alice.public
    assert asked == ["alice", "alice"]
    with pytest.raises(Refused, match="STEME_PASSPHRASE_FILE"):
        load("alice")
    with pytest.raises(Refused, match="does not open"):
        load("alice", lambda label: "wrong")
    monkeypatch.setenv("STEME_PASSPHRASE", "correct horse")
    assert load("alice").public == alice.public


@pytest.mark.usefixtures("quick_argon2")
def test_a_locked_secret_of_another_key_is_noticed(home: Path) -> None:
    alice = create_key("alice", correct)
    swapped = KeyFile("alice", PUBLIC, alice.created, alice.secret)
    (home / "alice.key").write_bytes(swapped.encode())
    with pytest.raises(MalformedObject, match="does not belong to its public key"):
        load("alice", correct)


def test_nothing_slow_is_imported_to_sign(home: Path) -> None:
    create_key("alice")
    script = (
        "import sys; sys.path[:0] = sys.argv[1:]; before = set(sys.modules)\n"
        "from steme.configuration import Configuration\n"
        "from steme.keys import default\n"
        "default(None, Configuration()).sign_object_id(bytes(32))\n"
        "print(*sorted(set(sys.modules) - before))"
    )
    run = subprocess.run([sys.executable, "-S", "-c", script, *sys.path], capture_output=True, text=True, check=True)
    loaded = set(run.stdout.split())
    slow = {"typing", "dataclasses", "enum", "re", "json", "pathlib", "datetime", "tomllib", "logging", "subprocess"}
    assert "steme.keys.signing" in loaded
    assert not (slow | {"nacl.bindings", "nacl.pwhash", "nacl.secret", "difflib", "shlex", "contextlib"}) & loaded
