"""Which views a repository has: the file `.steme/views` (docs/format/repository.md, section 5). Local to it, and kept
through `steme reindex`; what they answered is not in it.

The file is the line `steme views 1` and then one line for each view (``definition.View``), in the order of their
bytes. It is written whole and durably, under the writer's lock.
"""

from __future__ import annotations

import os

from repo_format.errors import AmbiguousId, Damaged, FromTheFuture, InvalidInput, MalformedObject, NotFound, shown
from repo_format.storage.directory import shown_path
from steme.views.definition import View, read

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from repo_format.storage.directory import Directory
    from repo_format.storage.store import Store

FILE = "views"
MAX_VIEWS = 10_000
"""So many views a repository may have; each of them is looked through when one is added."""

_TITLE = "steme views "
_VERSION = "1"
_MAX_BYTES = 32 << 20
_HEX_DIGITS = frozenset("0123456789abcdef")


class Register:
    """The views of the repository in ``directory``; read again when the file has changed."""

    def __init__(self, directory: Directory) -> None:
        self._directory = directory
        self._stamp: tuple[int, int, int] | None = None
        self._views: list[View] = []
        self._by_question: dict[tuple[object, ...], list[View]] = {}

    def views(self) -> list[View]:
        """All views, in the order of their definitions. Raises Damaged, FromTheFuture, Refused for a bad file."""
        self._look()
        return self._views

    def about(self, question: tuple[object, ...]) -> list[View]:
        """The views of a question, by ``Question.key``; they differ in whose view of authors they take."""
        self._look()
        return self._by_question.get(question, [])

    def find(self, text: str) -> View:
        """The view whose id begins with 7 or more hex digits. Raises InvalidInput, NotFound, AmbiguousId."""
        digits = text.lower()
        if len(digits) < 7 or not _HEX_DIGITS.issuperset(digits):
            raise InvalidInput("VIEW", f"{shown(text)} is not 7 or more hex digits; `steme view list` shows the ids")
        found = [view for view in self.views() if view.id.startswith(digits)]
        if not found:
            raise NotFound(f"no view has an id that begins with {shown(digits)}; `steme view list` shows them")
        if len(found) > 1:
            raise AmbiguousId(f"{shown(digits)} begins the ids of {len(found)} views; give more digits")
        return found[0]

    def _look(self) -> None:
        try:
            status = os.stat(FILE, dir_fd=self._directory.fd, follow_symlinks=False)
            stamp = (status.st_ino, status.st_size, status.st_mtime_ns)
        except FileNotFoundError:
            stamp = None
        if stamp != self._stamp:
            self._views = _read(self._directory) if stamp else []
            self._by_question = {}
            for view in self._views:
                self._by_question.setdefault(view.question.key, []).append(view)
            self._stamp = stamp


def add(store: Store, view: View, timeout: float) -> bool:
    """Define a view, durably; False where it was defined already. Raises Busy, StorageFailed, InvalidInput."""
    return _change(store, timeout, lambda lines: lines | {view.line})


def drop(store: Store, views: Iterable[View], timeout: float) -> bool:
    """Take views out of the register, durably; False where none of them was in it. Raises Busy, StorageFailed."""
    gone = {view.line for view in views}
    return _change(store, timeout, lambda lines: lines - gone)


def _change(store: Store, timeout: float, changed: Callable[[set[str]], set[str]]) -> bool:
    store.lock.acquire(timeout)
    try:
        before = {view.line for view in _read(store.directory)}
        after = changed(before)
        if len(after) > MAX_VIEWS:
            raise InvalidInput("view", f"there are {MAX_VIEWS} already; drop one that nobody asks for")
        if after != before:
            _write(store.directory, after)
        return after != before
    finally:
        store.lock.release()


def _write(directory: Directory, lines: set[str]) -> None:
    text = "".join(f"{line}\n" for line in (_TITLE + _VERSION, *sorted(lines, key=str.encode)))
    if lines:
        directory.write_file(FILE, text.encode())
    else:
        directory.remove(FILE)
        directory.sync()


def _read(directory: Directory) -> list[View]:
    try:
        data = directory.read_file(FILE, _MAX_BYTES)
    except FileNotFoundError:
        return []
    try:
        return [read(line) for line in _lines(data)]
    except (MalformedObject, UnicodeDecodeError) as error:
        place = f"{shown_path(directory.path)}/{FILE}"
        why = f"{place} is not what `steme view` writes ({shown(str(error), 200)})"
        raise Damaged(f"{why}; there are no views until it is mended or removed") from error


def _lines(data: bytes) -> list[str]:
    title, *lines = data.decode().split("\n")
    if title.startswith(_TITLE) and title.removeprefix(_TITLE) > _VERSION:
        raise FromTheFuture(f"the views of this repository ({shown(title)}) need a newer steme")
    if title != _TITLE + _VERSION or lines[-1:] != [""] or lines[:-1] != sorted(set(lines[:-1]), key=str.encode):
        raise MalformedObject("views", "is not a list of views, in order and none twice")
    return lines[:-1]
