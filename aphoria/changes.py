"""Which files git has seen change, and their content as the index holds it: for hooks and for pull requests.

Read with pygit2 from the object store and the index; nothing of git's configuration is executed.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

from aphoria.language import language_of
from aphoria.left_out import LeftOut
from aphoria.scan import File
from aphoria.walk import Bounds, Skipped, unfit, why_not
from repo_format.errors import InvalidInput, NotFound, shown

if TYPE_CHECKING:
    from pygit2 import Repository
    from pygit2.index import Index, IndexEntry

_LINK = 0o120000
_MODULE = 0o160000


def open_git(root: str) -> Repository:
    """The git repository that ``root`` lies in. Raises NotFound when it lies in none."""
    import pygit2  # 60 ms that a scan of plain files does not pay

    found = pygit2.discover_repository(os.path.abspath(root))
    if found is None:
        raise NotFound(f"{shown(root)} is not in a git repository")
    return pygit2.Repository(found)


def prefix_of(git: Repository, root: str) -> str:
    """Where ``root`` lies in the working tree, with a ``/`` behind it; "" for its top."""
    top = os.path.realpath(git.workdir or git.path)
    inside = os.path.relpath(os.path.realpath(root), top)
    return "" if inside == "." else inside + "/"


def staged(root: str, bounds: Bounds, skipped: list[Skipped]) -> Iterator[File]:
    """The files that differ between the last commit and the index, as the index has them; deleted ones are not there.

    Paths are relative to ``root``. Raises NotFound outside of git.
    """
    git = open_git(root)
    prefix = prefix_of(git, root)
    left_out = LeftOut(root, bounds)
    for entry in _changed_entries(git):
        path = os.fspath(entry.path)
        if not path.startswith(prefix):
            continue
        path = path.removeprefix(prefix)
        reason = left_out.reason(path)
        if reason:
            skipped.append(Skipped(path, reason))
        else:
            yield from _read(git, entry, path, bounds, skipped)


def _changed_entries(git: Repository) -> Iterator[IndexEntry]:
    index = _index(git)
    before = {} if git.head_is_unborn else dict(_blobs(git, git.head.peel().tree))
    for entry in sorted(index, key=lambda entry: entry.path):
        if before.get(entry.path) != str(entry.id):
            yield entry


def _index(git: Repository) -> Index:
    """The index that a hook is called for: while `git commit FILE` runs, that is one of its own."""
    import pygit2

    own = os.environ.get("GIT_INDEX_FILE")
    index = pygit2.Index(os.path.join(git.workdir or "", own)) if own else git.index
    index.read()
    return index


def _blobs(git: Repository, tree: object, prefix: str = "") -> Iterator[tuple[str, str]]:
    for item in tree:  # type: ignore[attr-defined]
        if item.type_str == "tree":
            yield from _blobs(git, item, f"{prefix}{item.name}/")
        else:
            yield prefix + item.name, str(item.id)


def _read(git: Repository, entry: IndexEntry, path: str, bounds: Bounds, skipped: list[Skipped]) -> Iterator[File]:
    language = language_of(path.rpartition("/")[2])
    if int(entry.mode) in (_LINK, _MODULE):
        skipped.append(Skipped(path, "a symbolic link" if int(entry.mode) == _LINK else "a submodule"))
        return
    if language is None:
        skipped.append(Skipped(path, "no language of ours"))
        return
    blob = git[entry.id]
    reason = why_not(path, blob.size, bounds) or unfit(blob.data)  # type: ignore[attr-defined]
    if reason:
        skipped.append(Skipped(path, reason))
    else:
        yield path, language, bytes(blob.data)  # type: ignore[attr-defined]


def since(root: str, revision: str, bounds: Bounds, skipped: list[Skipped]) -> list[str]:
    """The paths, relative to ``root``, that differ between a revision and the working tree, untracked ones included.
    What a walk would leave out goes to ``skipped``.

    Raises NotFound outside of git, InvalidInput for what is no revision.
    """
    import pygit2

    git = open_git(root)
    try:
        tree = git.revparse_single(revision).peel(pygit2.Tree)
    except (KeyError, ValueError, pygit2.GitError) as error:
        raise InvalidInput("--since", f"{shown(revision)} is not a revision of this git repository") from error
    prefix = prefix_of(git, root)
    changed = {delta.new_file.path for delta in tree.diff_to_workdir().deltas}
    new = pygit2.enums.FileStatus.WT_NEW | pygit2.enums.FileStatus.INDEX_NEW
    changed |= {path for path, status in git.status(untracked_files="all").items() if status & new}
    inside = sorted(path.removeprefix(prefix) for path in changed if path.startswith(prefix))
    left_out = LeftOut(root, bounds)
    reasons = {path: left_out.reason(path) for path in inside if os.path.lexists(os.path.join(root, path))}
    skipped += [Skipped(path, reason) for path, reason in reasons.items() if reason]
    return [path for path, reason in reasons.items() if not reason]
