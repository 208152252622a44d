"""The policies a project has taken in: ``.aphoria/policies/NAME.pack``, and in ``policies.toml`` whom it believes.

A pack is checked whole every time it is read, against the keys that were believed when it was taken in. Another key is
refused until somebody says so.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping, Sequence

from aphoria.policies import shipped
from aphoria.policies.pack import Policy, read_file, unpacked
from aphoria.writing import replace_file
from repo_format.errors import (
    BadSignature,
    Damaged,
    InvalidInput,
    MalformedObject,
    NotFound,
    Refused,
    StorageFailed,
    shown,
)

FOLDER, LIST = "policies", "policies.toml"
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,50}")


class Registry:
    """The policies under one ``.aphoria`` folder."""

    def __init__(self, folder: str) -> None:
        """Raises InvalidInput when the list cannot be read."""
        self._folder = folder
        self._signers = _read_list(os.path.join(folder, LIST))

    def names(self) -> list[str]:
        """The names of all policies, sorted."""
        return sorted(self._signers)

    def signers(self, name: str) -> list[str]:
        """The keys, in hex, that are believed for a policy. Raises NotFound."""
        if name not in self._signers:
            raise NotFound(f"there is no policy {shown(name)}; `aphoria policy list` lists them")
        return list(self._signers[name])

    def load(self, name: str) -> Policy:
        """A policy, checked. Raises NotFound, Damaged, FromTheFuture, and BadSignature, also when somebody signed whom
        nobody believes.
        """
        believed = self.signers(name)
        try:
            policy = unpacked(name, read_file(self._path(name)))
        except MalformedObject as error:
            raise Damaged(f"the policy {name} is damaged: {error}; import it again") from error
        strangers = sorted(set(policy.signers) - set(believed))
        if strangers:
            raise BadSignature(f"the policy {name} is signed by {strangers[0]}, who is not believed for it")
        return policy

    def all(self) -> list[Policy]:
        """Every policy, checked, by name. Raises as ``load``."""
        return [self.load(name) for name in self.names()]

    def take(self, name: str, data: bytes, trust: Sequence[str]) -> Policy:
        """Take a policy in, durably, in place of an earlier one of its name.

        Its signers must be among ``trust`` and those believed for the name before. Raises Refused naming those who
        are not, InvalidInput for a bad name, and as ``unpacked``; nothing has changed then.
        """
        if not _NAME.fullmatch(name) or name == shipped.NAME:
            raise InvalidInput("NAME", f"{shown(name)} is not lower-case letters, digits and -, or is taken by ours")
        policy = unpacked(name, data)
        believed = sorted({*self._signers.get(name, ()), *trust})
        strangers = [key for key in policy.signers if key not in believed]
        if strangers:
            told = " ".join(f"--trust {key}" for key in strangers)
            raise Refused(f"{shown(name)} is signed by a key that is not believed here; if you know it, add {told}")
        self._write({**self._signers, name: believed}, name, data)
        return policy

    def remove(self, name: str) -> None:
        """Forget a policy, and whose keys were believed for it. Raises NotFound, StorageFailed."""
        self.signers(name)
        self._write({other: keys for other, keys in self._signers.items() if other != name})
        try:
            os.unlink(self._path(name))
        except FileNotFoundError:
            pass
        except OSError as error:
            raise StorageFailed(f"cannot remove {shown(self._path(name))}: {error.strerror}") from error

    def _path(self, name: str) -> str:
        return os.path.join(self._folder, FOLDER, f"{name}.pack")

    def _write(self, signers: Mapping[str, Sequence[str]], name: str = "", data: bytes = b"") -> None:
        """The list, and before it the pack of a name: a pack that nobody lists does nothing."""
        import tomli_w  # only who writes needs it

        if name:
            replace_file(self._path(name), data)
        document = {name: {"signers": list(keys)} for name, keys in sorted(signers.items())}
        replace_file(os.path.join(self._folder, LIST), tomli_w.dumps({"policy": document}).encode())
        self._signers = dict(signers)


def _read_list(path: str) -> dict[str, Sequence[str]]:
    try:
        with open(path, "rb") as file:
            listed = tomllib.load(file).get("policy", {})
        return {_legal(name): [str(key) for key in entry["signers"]] for name, entry in listed.items()}
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise InvalidInput("", f"{shown(path)} is not a list of policies: {error}") from error


def _legal(name: str) -> str:
    if not _NAME.fullmatch(name):
        raise ValueError(f"{shown(name)} is no name of a policy")
    return name
