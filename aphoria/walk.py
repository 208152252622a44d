"""The files of a tree that are worth a look, and every other one with the reason why not.

No link is followed and nothing but a regular file is opened, so that neither loops nor pipes nor devices do any harm.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass

from aphoria.ignoring import Ignoring
from aphoria.language import Language, language_of

MAX_BYTES = 1 << 20
"""A larger file is data or generated; nobody wrote it by hand."""

MAX_LINE = 20_000
"""Bytes of one line; what has longer ones was made by a machine."""

_NEVER = frozenset(
    {
        ".git", ".hg", ".svn", ".steme", ".aphoria", "node_modules", "__pycache__", ".venv", "venv", ".tox", ".nox",
        ".mypy_cache", ".ruff_cache", ".pytest_cache", ".eggs", "site-packages", "bower_components",
    }
)  # fmt: skip
_TESTS = frozenset({"test", "tests", "testing", "__tests__", "spec", "specs", "testdata", "fixtures", "idle_test",
                    "testutil", "testutils"})  # fmt: skip
_TEST_FILES = ("test_", "conftest.")
_TESTS_OF_DJANGO = "tests.py"
_MINIFIED = (".min.js", "-min.js", ".min.mjs")
_TEST_ENDS = ("_test", ".test", ".spec", "Test", "Tests")


@dataclass(frozen=True, slots=True, order=True)
class Skipped:
    """A file or, with a ``/`` behind it, a folder that was not looked at, and why."""

    path: str
    reason: str


_BY_RULE = (
    "tests", "minified", "never looked into", "no language of ours", "a symbolic link", "not a regular file",
    "a submodule",
)  # fmt: skip


def is_unread(one: Skipped) -> bool:
    """Whether somebody would think that it was looked at: no rule leaves it out, but it could not be read."""
    is_ours = one.path.endswith("/") or language_of(one.path.rpartition("/")[2]) is not None
    return is_ours and one.reason not in _BY_RULE and not one.reason.startswith("ignored by ")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A file to be looked at; ``path`` is relative to the root."""

    path: str
    language: Language


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a walk takes in. Tests are left out unless asked for: they do on purpose what code must not do."""

    tests: bool = False
    max_bytes: int = MAX_BYTES


def walk(root: str, bounds: Bounds) -> Iterator[Candidate | Skipped]:
    """Everything below ``root`` in order of the path. A file of no language of ours is skipped as such."""
    yield from _folder(root, "", Ignoring.at_root(root), bounds)


def _folder(root: str, folder: str, ignoring: Ignoring, bounds: Bounds) -> Iterator[Candidate | Skipped]:
    try:
        with os.scandir(os.path.join(root, folder)) as listing:
            entries = sorted(listing, key=lambda entry: entry.name)
    except OSError as error:
        yield Skipped(folder or "./", f"cannot be listed: {error.strerror}")
        return
    ignoring = ignoring.inside(root, folder, [entry.name for entry in entries])
    for entry in entries:
        path = folder + entry.name
        if not _is_text(path):
            yield Skipped(ascii(path)[1:-1], "its name is not UTF-8")
        elif entry.is_dir(follow_symlinks=False):
            reason = why_no_folder(entry.name, bounds) or ignoring.reason(path + "/")
            if reason:
                yield Skipped(path + "/", reason)
            else:
                yield from _folder(root, path + "/", ignoring, bounds)
        else:
            yield _file(entry, path, ignoring, bounds)


def _is_text(path: str) -> bool:
    try:
        path.encode()
    except UnicodeEncodeError:
        return False
    return path.isprintable()


def why_no_folder(name: str, bounds: Bounds) -> str:
    """Why a folder of this name is not looked into; "" if it is."""
    if name in _NEVER:
        return "never looked into"
    return "tests" if name in _TESTS and not bounds.tests else ""


def _file(entry: os.DirEntry[str], path: str, ignoring: Ignoring, bounds: Bounds) -> Candidate | Skipped:
    if entry.is_symlink():
        return Skipped(path, "a symbolic link")
    try:
        status = entry.stat(follow_symlinks=False)
    except OSError as error:
        return Skipped(path, f"cannot be read: {error.strerror}")
    if not stat.S_ISREG(status.st_mode):
        return Skipped(path, "not a regular file")
    reason = why_not(path, status.st_size, bounds) or ignoring.reason(path)
    language = language_of(entry.name)
    if reason or language is None:
        return Skipped(path, reason or "no language of ours")
    return Candidate(path, language)


def why_not(path: str, size: int, bounds: Bounds) -> str:
    """Why a file is not looked at, as far as name and size tell; "" if it is."""
    name = path.rpartition("/")[2]
    if size > bounds.max_bytes:
        return f"{size:,} bytes, more than {bounds.max_bytes:,}"
    if name.endswith(_MINIFIED):
        return "minified"
    stem = name.partition(".")[0] if not name.endswith((".spec.ts", ".spec.js")) else name
    if bounds.tests or language_of(name) is None:
        return ""
    if (
        name == _TESTS_OF_DJANGO
        or name.startswith(_TEST_FILES)
        or stem.endswith(_TEST_ENDS)
        or name.rpartition(".")[0].endswith(_TEST_ENDS)
    ):
        return "tests"
    return "tests" if _TESTS.intersection(path.split("/")[:-1]) else ""


def unfit(data: bytes) -> str:
    """Why the content of a file is not looked at; "" if it is."""
    if b"\0" in data[:8192]:
        return "not a text"
    if len(data) > MAX_LINE and max(map(len, data.split(b"\n"))) > MAX_LINE:
        return f"has a line of more than {MAX_LINE:,} bytes"
    return ""


def read(root: str, path: str, limit: int) -> bytes:
    """The content of a regular file, at most ``limit`` and one bytes. Raises OSError."""
    descriptor = os.open(os.path.join(root, path), os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    with open(descriptor, "rb", buffering=0) as file:
        data = file.read(limit + 1)
    return data or b""
