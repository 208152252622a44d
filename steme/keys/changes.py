"""Making, importing and exporting keys, and changing a passphrase. Not needed to sign."""

from __future__ import annotations

import os

from repo_format.errors import InvalidInput, Refused
from repo_format.signature import is_valid_key, public_key
from steme.civil import SECOND
from steme.durable import create_file, make_folder, replace_file
from steme.keys.folder import PUBLIC_SUFFIX, SECRET_SUFFIX, keys_folder, list_keys
from steme.keys.key_file import KeyFile, Locked, decode
from steme.keys.label import check_label
from steme.keys.passphrase import passphrase_for
from steme.keys.signing import find, unlocked
from steme.times import now

TYPE_CHECKING = False
if TYPE_CHECKING:
    from steme.keys.passphrase import Ask


def create_key(label: str, passphrase: Ask | None = None, folder: str | None = None) -> KeyFile:
    """Make a key from the system's random numbers; durable on return.

    With ``passphrase`` it is locked: with the one in the environment as in ``load``, else what ``passphrase`` answers.
    Raises InvalidInput for a label or passphrase that will not do, Refused where the label is taken, StorageFailed.
    """
    seed, created = os.urandom(32), now() // SECOND * SECOND
    check_label(label)
    text = passphrase_for(label, passphrase) if passphrase else None
    key = KeyFile(label, public_key(seed), created, _protected(seed, text))
    _add(key, folder)
    return key


def import_key(data: bytes, label: str | None = None, place: str = "key", folder: str | None = None) -> KeyFile:
    """Add the key in the bytes of a key file, secret or public, as ``label`` or as it calls itself; durable on return.

    ``place`` says in messages where the bytes are from. Raises as ``decode`` and ``create_key``, and Refused for a
    key that is here already.
    """
    key = decode(data, place)
    if not is_valid_key(key.public):
        raise InvalidInput(place, "its public key is no Ed25519 key that could sign; ask for it again")
    key.label = check_label(label or key.label)
    _add(key, folder)
    return key


def export_key(name: str, secret: bool = False, folder: str | None = None) -> bytes:
    """The bytes of a key file to take elsewhere: the public key alone, or with ``secret`` all, locked if it is here.

    ``name`` is as in ``load``. Raises as ``find``.
    """
    key = find(name, folder, public=not secret)
    if secret and key.secret is None:
        raise Refused(f"{key.label} is a public key alone; there is no secret to export")
    return key.encode() if secret else key.without_secret().encode()


def change_passphrase(
    label: str,
    new: Ask | None,
    passphrase: Ask | None = None,
    folder: str | None = None,
) -> KeyFile:
    """Lock the key under another passphrase, or under none; durable on return, and the file is the old or the new one.

    ``passphrase`` answers with the old one as in ``load``, then ``new`` with the new one, both given the label. The
    disk may keep the old file's blocks: a secret that was ever written open is better replaced by a new key. Raises
    as ``load`` and ``create_key``.
    """
    folder = keys_folder() if folder is None else folder
    old = find(check_label(label), folder)
    seed = unlocked(old, passphrase).secret[:32]
    key = KeyFile(old.label, old.public, old.created, _protected(seed, new(old.label) if new else None))
    replace_file(os.path.join(folder, key.label + SECRET_SUFFIX), key.encode())
    return key


def _protected(seed: bytes, passphrase: str | None) -> bytes | Locked:
    if passphrase is None:
        return seed
    from steme.keys.encryption import lock

    return lock(seed, passphrase)


def _add(key: KeyFile, folder: str | None) -> None:
    folder = keys_folder() if folder is None else folder
    make_folder(folder)
    for known in list_keys(folder)[0]:
        same = known.public == key.public
        if same and (known.secret is not None or key.secret is None):
            raise Refused(f"this key is here already, as {known.label}")
        if known.label == key.label and not same:
            raise Refused(f"there is another key called {key.label}; choose another name")
    suffix = PUBLIC_SUFFIX if key.secret is None else SECRET_SUFFIX
    create_file(os.path.join(folder, key.label + suffix), key.encode())
