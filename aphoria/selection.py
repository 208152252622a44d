"""Which files of a project a run looks at: all of them, some that were named, or those that git has seen change."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from aphoria import changes
from aphoria.extractor import Extractor
from aphoria.scan import Options, Scan, scan, scan_files, scan_paths
from aphoria.walk import Bounds, Skipped
from repo_format.errors import InvalidInput, shown


class Selection:
    """Everything below ``root`` if neither ``files``, ``staged`` nor ``since`` says otherwise.

    Files that are named are looked at whether they are tests or not.
    """

    def __init__(
        self,
        root: str,
        files: Sequence[str] | None = None,
        *,
        staged: bool = False,
        since: str | None = None,
        tests: bool = False,
        cached: bool = True,
    ) -> None:
        """Raises InvalidInput when more than one of the three is said."""
        if sum((bool(files), staged, since is not None)) > 1:
            raise InvalidInput("", "name files, or --staged, or --since: one of them")
        self.root = root
        self._files = files or []
        self._staged = staged
        self._since = since
        self._bounds = Bounds(tests=tests or bool(files))
        self._cached = cached

    @property
    def whole(self) -> bool:
        """Whether it is everything."""
        return not (self._files or self._staged or self._since is not None)

    def scan(self, extractors: Mapping[str, Extractor], advance: Callable[[int], None] | None = None) -> Scan:
        """Look at the files; ``advance`` is called with numbers of files done when it is everything.

        Raises InvalidInput for a file that is not there or lies outside, and as ``changes`` for what git has to say.
        """
        options = Options(extractors=extractors, bounds=self._bounds, cached=self._cached)
        if self._staged:
            skipped: list[Skipped] = []
            return scan_files(self.root, changes.staged(self.root, self._bounds, skipped), skipped, options)
        if self._since is not None:
            passed: list[Skipped] = []
            seen = scan_paths(self.root, changes.since(self.root, self._since, self._bounds, passed), options)
            return replace(seen, skipped=tuple(sorted({*seen.skipped, *passed})))
        if self._files:
            return scan_paths(self.root, [_inside(self.root, path) for path in self._files], options)
        return scan(self.root, options, advance)


def _inside(root: str, path: str) -> str:
    inside = os.path.relpath(os.path.abspath(path), root)
    if inside.startswith(".."):
        raise InvalidInput("FILE", f"{shown(path)} lies outside of {shown(root)}")
    if not os.path.lexists(path):
        raise InvalidInput("FILE", f"there is no {shown(path)}")
    return inside
