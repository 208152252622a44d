"""Where git looks for the hooks of a repository: githooks(5), and ``core.hooksPath`` in git-config(1).

Worktrees share the hooks of the repository they belong to. A relative ``core.hooksPath`` starts at the top of the
working tree.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from aphoria.changes import open_git, prefix_of
from repo_format.errors import Refused, shown

if TYPE_CHECKING:
    from pygit2 import Repository

SETTING = "core.hookspath"


class Place:
    """The git repository that a project lies in, as far as hooks are concerned."""

    def __init__(self, root: str) -> None:
        """Raises NotFound when ``root`` lies in no git repository, Refused for one without a working tree."""
        git = open_git(root)
        if git.is_bare or git.workdir is None:
            raise Refused(f"{shown(root)} is in a git repository without a working tree, where nobody commits")
        self.top = os.path.realpath(git.workdir)
        self.project = prefix_of(git, root).rstrip("/") or "."
        self.setting, self._own_setting = _setting(git)
        common = _common(git)
        self.folder = _folder(self.setting, self.top) if self.setting else os.path.join(common, "hooks")
        self._inside = (self.top, common)

    def refuse_foreign(self) -> None:
        """Raises Refused where ``core.hooksPath`` leads to a folder that other repositories use as well."""
        real = os.path.realpath(self.folder)
        if not self.setting or self._own_setting or any(_within(real, one) for one in self._inside):
            return
        raise Refused(
            f"core.hooksPath is {shown(self.setting)} for all repositories of yours; put `aphoria verify run --staged` "
            "into the hook there yourself, or set core.hooksPath for this one"
        )


def _setting(git: Repository) -> tuple[str, bool]:
    """The value of ``core.hooksPath``, "" without one, and whether this repository itself sets it."""
    from pygit2.enums import ConfigLevel

    value, own = "", False
    for entry in git.config:
        if entry.name.lower() == SETTING:
            value, own = entry.value or "", entry.level >= ConfigLevel.LOCAL
    return value, own


def _folder(setting: str, top: str) -> str:
    return os.path.normpath(os.path.join(top, os.path.expanduser(setting)))


def _common(git: Repository) -> str:
    """The directory that all worktrees share: gitrepository-layout(5), ``commondir``."""
    own = os.path.realpath(git.path)
    try:
        with open(os.path.join(own, "commondir"), encoding="utf-8", errors="surrogateescape") as file:
            return os.path.realpath(os.path.join(own, file.read().rstrip("\n")))
    except FileNotFoundError:
        return own


def _within(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder.rstrip("/") + "/")
