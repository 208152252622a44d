"""What lies in ``.steme/`` beside the segments: whether the files are what they should be, and what was left over."""

from __future__ import annotations

from repo_format.checking.finding import DAMAGE, NOTE, Finding
from repo_format.errors import NotFound, Refused, StemeError
from repo_format.storage import swapping
from repo_format.storage.directory import Directory
from repo_format.storage.layout import LOG

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

_FILES = frozenset(("format", "config.toml", "lock", "views"))
_INDEX = frozenset(("data.mdb", "lock.mdb", "state"))
_FOLDERS = {"log": None, "lost": None, "audit": None, "incoming": None, "remotes": None, "index": _INDEX}
"""Directories, and the files that belong there; None where that is looked at elsewhere or anything may lie."""

_KEPT_ANSWERS = (".view", ".rest")
"""Ends of the names of answers that views keep beside the index they were made from."""

_UNSAFE = "Do not use this repository before you know who put this there."


def look_around(directory: Directory) -> Iterator[Finding]:
    """Findings about everything in ``.steme/`` that is not a segment."""
    names = directory.names()
    for name in names:
        if name in _FOLDERS:
            yield from _folder(directory, name)
        elif name == swapping.NEXT and LOG not in names:
            sentence = "this is the log: whoever was putting it in place was killed; the next command goes on with that"
            yield Finding(NOTE, "stray", sentence, name)
        elif name in _FILES:
            yield from _file(directory, name, name)
        else:
            yield _stranger(name)


def _folder(directory: Directory, name: str) -> Iterator[Finding]:
    try:
        folder = Directory.open(name, directory)
    except NotFound:
        return
    except StemeError as error:
        yield Finding(DAMAGE, "unsafe", str(error), name, advice=_UNSAFE)
        return
    try:
        expected = _FOLDERS[name]
        if name == "lost":
            yield from _lost(folder)
        for entry in folder.names() if expected else ():
            if expected and (entry in expected or entry.endswith(_KEPT_ANSWERS)):
                yield from _file(folder, entry, f"{name}/{entry}")
            else:
                yield _stranger(f"{name}/{entry}")
    finally:
        folder.close()


def _file(directory: Directory, name: str, place: str) -> Iterator[Finding]:
    try:
        directory.check_file(name)
    except Refused as error:
        yield Finding(DAMAGE, "unsafe", str(error), place, advice=_UNSAFE)


def _lost(folder: Directory) -> Iterator[Finding]:
    size = 0
    for name in folder.names():
        try:
            status = folder.check_file(name)
        except Refused as error:
            yield Finding(DAMAGE, "unsafe", str(error), f"lost/{name}", advice=_UNSAFE)
        else:
            size += status.st_size if status else 0
    if size:
        sentence = f"{size} bytes are kept here that a crash left behind the last commit, or a repair could not read"
        yield Finding(NOTE, "lost", sentence, "lost", advice="They may be deleted.")


def _stranger(place: str) -> Finding:
    left = place.endswith((".tmp", ".building", ".old", ".next"))
    why = "a process that was killed left this" if left else "this does not belong to steme"
    return Finding(NOTE, "stray", why, place, advice="It may be deleted." if left else "")
