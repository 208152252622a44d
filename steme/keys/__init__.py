"""Signing keys: Ed25519 keys as files in the user's configuration, and which one signs.

    label           what a key may be called
    key_file        the bytes of a key file (docs/format/keys.md)
    encryption      a secret under a passphrase; loaded for locked keys alone
    folder          where key files lie, and reading one that is nobody else's business
    signing         SigningKey, and finding the one to use
    changes         making, importing, exporting a key; changing its passphrase

A secret leaves these modules only in a signature, or through ``export_key`` for whoever asks for it by name.
"""

from __future__ import annotations

from steme.keys.folder import list_keys, public_keys
from steme.keys.key_file import KeyFile
from steme.keys.label import check_label
from steme.keys.signing import SigningKey, default, find, load

__all__ = ["KeyFile", "SigningKey", "check_label", "default", "find", "list_keys", "load", "public_keys"]
