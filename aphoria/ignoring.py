"""What git and the team leave out: .gitignore and .aphoriaignore of every folder, and .git/info/exclude."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

FILES = (".gitignore", ".aphoriaignore")
_MAX_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class _Rules:
    base: str
    origin: str
    spec: GitIgnoreSpec


@dataclass(frozen=True, slots=True)
class Ignoring:
    """The rules that hold in one folder, those of its parents first."""

    rules: tuple[_Rules, ...] = ()

    @classmethod
    def at_root(cls, root: str) -> Ignoring:
        """The rules that stand outside of the tree's own files."""
        return cls().having(root, "", os.path.join(".git", "info", "exclude"))

    def inside(self, root: str, folder: str, names: Sequence[str]) -> Ignoring:
        """The rules for what lies directly in ``folder`` (with a ``/`` behind it), which holds ``names``."""
        found = self
        for name in FILES:
            if name in names:
                found = found.having(root, folder, name)
        return found

    def having(self, root: str, folder: str, name: str) -> Ignoring:
        """These rules and those of one file of a folder, if it can be read."""
        try:
            with open(os.path.join(root, folder, name), encoding="utf-8", errors="surrogateescape") as file:
                lines = file.read(_MAX_BYTES).splitlines()
        except OSError:
            return self
        if not lines:
            return self
        from pathspec import GitIgnoreSpec  # 35 ms that a tree without such a file does not pay

        return Ignoring((*self.rules, _Rules(folder, folder + name, GitIgnoreSpec.from_lines(lines))))

    def reason(self, path: str) -> str:
        """Why ``path`` is left out, "" if it is not; a folder has a ``/`` behind it. The last rule that fits wins."""
        for rules in reversed(self.rules):
            decided = rules.spec.check_file(path.removeprefix(rules.base)).include
            if decided is not None:
                return f"ignored by {rules.origin}" if decided else ""
        return ""
