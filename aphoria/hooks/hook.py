"""A hook of git as it is found: whether it is there, and whose."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass

from aphoria.hooks.place import Place
from aphoria.hooks.script import CHECKS, KEPT, is_ours, script, was_ours
from repo_format.errors import InvalidInput, StorageFailed, shown
from steme.durable import shown_path

ABSENT, INSTALLED, OUTDATED, CHANGED, FOREIGN = "absent", "installed", "outdated", "changed", "foreign"
"""``outdated`` is ours from another version or for another place; ``changed`` is ours with changes of somebody."""

_MAX_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class Hook:
    """A hook as it is: ``state`` is one of the five words above, ``kept`` the path of the one that is run before ours,
    ``data`` what stands in it and ``wanted`` what would.
    """

    name: str
    path: str
    state: str
    kept: str | None
    wanted: str
    data: bytes

    @property
    def ours(self) -> bool:
        """Whether it may be replaced or removed."""
        return self.state in (INSTALLED, OUTDATED)


def hooks(root: str, program: str, chosen: Sequence[str] = ()) -> list[Hook]:
    """The hooks of the project at ``root``, all or the ``chosen`` ones. ``program`` is where aphoria is.

    Raises NotFound outside of git, Refused in a bare repository, InvalidInput for an unknown name.
    """
    place = Place(root)
    return [_hook(place, name, program) for name in _known(chosen)]


def _known(chosen: Sequence[str]) -> list[str]:
    unknown = [name for name in chosen if name not in CHECKS]
    if unknown:
        raise InvalidInput("--hook", f"{shown(unknown[0])} is not a hook of ours; there are {', '.join(CHECKS)}")
    return [name for name in CHECKS if name in chosen] or list(CHECKS)


def _hook(place: Place, name: str, program: str) -> Hook:
    path = os.path.join(place.folder, name)
    wanted, data = script(name, program, place.project), _read(path)
    kept = path + KEPT if os.path.lexists(path + KEPT) else None
    return Hook(name, path, _state(path, data, wanted), kept, wanted, data)


def _read(path: str) -> bytes:
    try:
        with open(path, "rb") as file:
            return file.read(_MAX_BYTES)
    except FileNotFoundError:
        return b""
    except OSError as error:
        raise StorageFailed(f"{shown_path(path)} cannot be read: {error.strerror or error}") from error


def _state(path: str, data: bytes, wanted: str) -> str:
    if not os.path.lexists(path):
        return ABSENT
    if os.path.islink(path) or not was_ours(data):
        return FOREIGN
    if not is_ours(data):
        return CHANGED
    return INSTALLED if data == wanted.encode() and os.access(path, os.X_OK) else OUTDATED
