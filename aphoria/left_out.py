"""Why a walk would not have come upon a file that somebody else names, such as git: by the same rules."""

from __future__ import annotations

from aphoria.ignoring import FILES, Ignoring
from aphoria.walk import Bounds, why_no_folder


class LeftOut:
    """The rules of a tree, read for the folders that are asked about."""

    def __init__(self, root: str, bounds: Bounds) -> None:
        self._root = root
        self._bounds = bounds
        self._folders = {"": (Ignoring.at_root(root).inside(root, "", FILES), "")}

    def reason(self, path: str) -> str:
        """Why ``path``, relative to the root, is left out; "" if it is not."""
        ignoring, reason = self._folder(path[: path.rfind("/") + 1])
        return reason or ignoring.reason(path)

    def _folder(self, folder: str) -> tuple[Ignoring, str]:
        """The rules inside of a folder (with a ``/`` behind it), and why it is left out as a whole."""
        if folder not in self._folders:
            ignoring, reason = self._folder(folder[: folder.rfind("/", 0, -1) + 1])
            reason = reason or why_no_folder(folder.split("/")[-2], self._bounds) or ignoring.reason(folder)
            self._folders[folder] = (ignoring if reason else ignoring.inside(self._root, folder, FILES)), reason
        return self._folders[folder]
