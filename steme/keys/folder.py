"""The folder of key files, ``keys/`` in the user's configuration: ``alice.key`` signs, ``bob.pub`` only gives a name.

A key file is read only where nobody else could have read or changed it: a plain file of ours, mode 0600, one name,
not behind a symlink, in a folder nobody else may write to.
"""

from __future__ import annotations

import errno
import os
import stat

from repo_format.errors import NotFound, Refused, StemeError
from steme.config_home import config_home
from steme.durable import failed, shown_path
from steme.keys.key_file import MAX_BYTES, KeyFile, decode
from steme.keys.label import is_label

SECRET_SUFFIX, PUBLIC_SUFFIX = ".key", ".pub"


def keys_folder() -> str:
    """The absolute path of the folder; it need not exist."""
    return os.path.join(config_home(), "keys")


def has_no_keys(folder: str) -> bool:
    """Whether nobody made a signing key there yet; False where that cannot be told."""
    try:
        return not labels(folder)
    except StemeError:
        return False


def labels(folder: str, suffix: str = SECRET_SUFFIX) -> list[str]:
    """The labels of all key files of a kind, sorted; files by other names are passed over. Nothing is opened.

    Raises Refused where others may change the folder.
    """
    try:
        names = os.listdir(folder)
    except FileNotFoundError:
        return []
    except OSError as error:
        raise failed("read", folder, error) from error
    check_folder(folder)
    found = (name.removesuffix(suffix) for name in names if name.endswith(suffix))
    return sorted(label for label in found if is_label(label))


def read_key(folder: str, label: str, suffix: str = SECRET_SUFFIX) -> KeyFile:
    """The key of that label; the file's name counts, not the label within. Raises as ``read_key_file``."""
    check_folder(folder)
    key = read_key_file(os.path.join(folder, label + suffix))
    key.label = label
    return key


def read_key_file(path: str) -> KeyFile:
    """The key in a file. Raises NotFound, Refused where others may read or change it, and as ``decode``."""
    return decode(_read_private(path), shown_path(path))


def list_keys(folder: str | None = None) -> tuple[list[KeyFile], list[StemeError]]:
    """Every key, sorted by label, those that sign before those that only give a name; and why others cannot be used.

    A public key that is also here with its secret is listed once. Raises Refused where others may change the folder.
    """
    folder = keys_folder() if folder is None else folder
    keys: list[KeyFile] = []
    problems: list[StemeError] = []
    for suffix in (SECRET_SUFFIX, PUBLIC_SUFFIX):
        for label in labels(folder, suffix):
            try:
                key = read_key(folder, label, suffix)
            except StemeError as problem:
                problems.append(problem)
            else:
                keys += [key] if key.secret or all(key.public != known.public for known in keys) else []
    return keys, problems


def public_keys(folder: str | None = None) -> dict[bytes, str]:
    """Public key (32 bytes) -> label of every key that can be read, to show authors by name; the first label in
    ``list_keys`` counts. Reads every key file; unusable ones and an unusable folder are passed over, since a name
    is a courtesy.
    """
    try:
        keys = list_keys(folder)[0]
    except StemeError:
        return {}
    return {key.public: key.label for key in reversed(keys)}


def check_folder(folder: str) -> None:
    """Raise Refused where somebody else owns the folder or may write to it, NotFound where there is none."""
    try:
        status = os.stat(folder)
    except FileNotFoundError:
        raise NotFound("there is no signing key yet; make one with `steme key new NAME`") from None
    except OSError as error:
        raise failed("read", folder, error) from error
    if status.st_uid != os.geteuid():
        raise Refused(f"{shown_path(folder)} belongs to another user; keep your keys in a folder of your own")
    if status.st_mode & 0o022:
        raise Refused(f"others may write to {shown_path(folder)}; run: chmod 700 {_quoted(folder)}")


def _read_private(path: str) -> bytes:
    try:
        file = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except FileNotFoundError:
        raise NotFound(f"there is no key file {shown_path(path)}; `steme key list` shows your keys") from None
    except OSError as error:
        if error.errno == errno.ELOOP:
            raise Refused(f"{shown_path(path)} is a symlink; give the key file itself") from None
        raise failed("read", path, error) from error
    try:
        _check_private(os.fstat(file), path)
        return os.read(file, MAX_BYTES + 1)
    except OSError as error:
        raise failed("read", path, error) from error
    finally:
        os.close(file)


def _check_private(status: os.stat_result, path: str) -> None:
    name = shown_path(path)
    if not stat.S_ISREG(status.st_mode):
        raise Refused(f"{name} is not a plain file; a key file has to be one")
    if status.st_uid != os.geteuid():
        raise Refused(f"{name} belongs to another user; a key file has to be your own")
    if status.st_mode & 0o077:
        mode = f"mode {stat.S_IMODE(status.st_mode):04o}"
        raise Refused(f"{name} is open to others ({mode}), so its secret may be known; run: chmod 600 {_quoted(path)}")
    if status.st_nlink != 1:
        raise Refused(f"{name} has {status.st_nlink} names (hard links); remove the others, a key file has to have one")


def _quoted(path: str) -> str:
    from shlex import quote

    return quote(path) if path.isprintable() else "on it"
