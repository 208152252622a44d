"""A key that can sign, and finding the one that a person means."""

from __future__ import annotations

import os

from repo_format import signature
from repo_format.errors import AmbiguousId, MalformedObject, NotFound, Refused, shown
from repo_format.limits import MIN_ID_PREFIX
from steme.keys.folder import PUBLIC_SUFFIX, SECRET_SUFFIX, keys_folder, labels, list_keys, read_key, read_key_file
from steme.keys.key_file import KeyFile

TYPE_CHECKING = False
if TYPE_CHECKING:
    from steme.configuration import Configuration
    from steme.keys.passphrase import Ask

_HEX_DIGITS = frozenset("0123456789abcdef")


class SigningKey:
    """An Ed25519 key pair: ``public`` (32 bytes), ``label``, and a secret that ``repr`` does not show."""

    __slots__ = ("label", "public", "secret")

    def __init__(self, seed: bytes, label: str = "") -> None:
        """``seed`` is 32 bytes. Raises InvalidInput for another length."""
        self.secret = signature.secret_key(seed)
        """libsodium's 64 bytes, as ``repo_format.signature`` and ``Seal.sign`` take them. Never to be shown or
        stored."""
        self.public = self.secret[signature.SEED_BYTES :]
        self.label = label

    def __repr__(self) -> str:
        return f"SigningKey({self.label}, {self.public.hex()})"

    def __reduce__(self) -> tuple[object, ...]:
        raise Refused("a signing key is not copied out of the process that loaded it")

    def sign_object_id(self, object_id: bytes) -> bytes:
        """The 64-byte signature over an object's 32-byte id."""
        return signature.sign_object(self.secret, object_id)

    def sign_seal_id(self, seal_id: bytes) -> bytes:
        """The 64-byte signature over a seal's 32-byte id."""
        return signature.sign(self.secret, signature.SEAL_DOMAIN + seal_id)

    def sign_head_id(self, head_id: bytes) -> bytes:
        """The 64-byte signature over a head's 32-byte id."""
        return signature.sign_head(self.secret, head_id)


def load(name: str, passphrase: Ask | None = None, folder: str | None = None) -> SigningKey:
    """The key that ``name`` means: a path where it holds a ``/``, else a label, else 7 or more digits that begin
    one public key.

    A locked key is opened with ``STEME_PASSPHRASE_FILE``, else ``STEME_PASSPHRASE``, else what ``passphrase``
    answers. Raises NotFound, AmbiguousId for digits that fit several, and Refused where a file is not private or a
    passphrase is missing or wrong.
    """
    return unlocked(find(name, folder), passphrase)


def default(flag: str | None, configuration: Configuration, passphrase: Ask | None = None) -> SigningKey:
    """The key to sign with: ``flag`` (from ``--key``), else the setting ``user.key`` (``STEME_KEY`` included), else
    the only one.

    Raises NotFound where there is none, AmbiguousId where there are several to choose from, and as ``load``.
    """
    if flag:
        return load(flag, passphrase)
    if name := configuration.text("user.key"):
        try:
            return load(name, passphrase)
        except NotFound as error:
            raise NotFound(str(configuration.blamed("user.key", str(error)))) from None
    folder = keys_folder()
    own = labels(folder)
    if not own:
        raise NotFound("there is no signing key yet; make one with `steme key new NAME`")
    if len(own) > 1:
        some = ", ".join(own[:5]) + (" ..." if len(own) > 5 else "")
        way = f"name one with --key, or run: steme config set user.key {own[0]}"
        raise AmbiguousId(f"there are {len(own)} signing keys ({some}); {way}")
    return unlocked(read_key(folder, own[0]), passphrase)


def find(name: str, folder: str | None = None, public: bool = False) -> KeyFile:
    """The key file that ``name`` means to ``load``, its secret not yet unlocked. Raises as ``load``.

    With ``public`` also one that holds a public key alone, after those that sign.
    """
    folder = keys_folder() if folder is None else folder
    if "/" in name:
        return read_key_file(os.path.expanduser(name))
    own, others = labels(folder), labels(folder, PUBLIC_SUFFIX) if public else []
    if name in own or name in others:
        return read_key(folder, name, SECRET_SUFFIX if name in own else PUBLIC_SUFFIX)
    matches = [key for key in _beginning_with(name.lower(), folder) if public or key.secret is not None]
    if len({key.public for key in matches}) > 1:
        some = ", ".join(key.label for key in matches)
        raise AmbiguousId(f"{shown(name)} begins the keys of {some}; give more digits or a label")
    if not matches:
        raise NotFound(f"there is no key {shown(name)}; {_suggestion(name, own + others)}")
    return matches[0]


def unlocked(key: KeyFile, passphrase: Ask | None = None) -> SigningKey:
    """The signing key in a key file. Raises as ``load``."""
    seed = key.secret
    if seed is None:
        raise Refused(f"the key {key.label} is a public key alone and cannot sign")
    if not isinstance(seed, bytes):
        from steme.keys.encryption import unlock
        from steme.keys.passphrase import passphrase_for

        seed = unlock(seed, passphrase_for(key.label, passphrase), key.label)
    signing = SigningKey(seed, key.label)
    if signing.public != key.public:
        raise MalformedObject(key.label, "its secret does not belong to its public key; restore it from a copy")
    return signing


def _beginning_with(digits: str, folder: str) -> list[KeyFile]:
    if len(digits) < MIN_ID_PREFIX or not _HEX_DIGITS.issuperset(digits):
        return []
    return [key for key in list_keys(folder)[0] if key.public.hex().startswith(digits)]


def _suggestion(name: str, known: list[str]) -> str:
    from difflib import get_close_matches

    close = get_close_matches(name[:100], known, n=1)
    return f"did you mean {close[0]}?" if close else "`steme key list` shows your keys"
