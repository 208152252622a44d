"""Reading and changing ``config.toml``, the user's or a repository's: TOML 1.0 with one table per section.

The schema is ``settings.py``; a file that does not follow it is refused as a whole, so that a slip of the pen is
not taken for a default. A repository's file may have been prepared by anyone: it is opened as everything in a
repository is (no symlinks, no hard links, no foreign owner), and may not set what is the user's alone.
"""

from __future__ import annotations

import os
import stat

from repo_format.errors import InvalidInput, NotFound, Refused
from repo_format.storage.directory import Directory
from steme.durable import failed, shown_path
from steme.plain_toml import read_plain
from steme.settings import REMOTE, setting

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from steme.settings import Value

FILE_NAME = "config.toml"

MAX_BYTES = 64 * 1024
"""Far beyond every setting with a comment; bounds what a hostile file can cost."""


def read_settings(path: str, *, trusted: bool) -> dict[str, Value]:
    """The settings a file holds, by name; none when there is no file. ``trusted`` says that it is the user's own.

    Raises InvalidInput for what is not TOML or not in the schema, Refused for what is not a plain file (a symlink
    to one is allowed where ``trusted``), is too long or sets what only the user may, StorageFailed.
    """
    text = read_text(path, trusted=trusted)
    return {} if text is None else parse_settings(text, path, trusted=trusted)


def parse_settings(text: str, path: str, *, trusted: bool) -> dict[str, Value]:
    """The settings in the text of a file; ``path`` is for messages. Raises as ``read_settings``."""
    document = read_plain(text)
    if document is None:
        document = _document(text, path)
    return dict(_checked(name, value, path, trusted) for name, value in _entries(document))


def read_text(path: str, *, trusted: bool) -> str | None:
    """The text of the file, None when there is none. Raises as ``read_settings``."""
    try:
        file = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK) if trusted else _open_in_repository(path)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise failed("read", path, error) from error
    try:
        return _text(file, path)
    except OSError as error:
        raise failed("read", path, error) from error
    finally:
        os.close(file)


def _open_in_repository(path: str) -> int:
    try:
        folder = Directory.open(os.path.dirname(path))
    except NotFound:
        raise FileNotFoundError from None
    try:
        return folder.open_file(os.path.basename(path), os.O_RDONLY)
    finally:
        folder.close()


def _text(file: int, path: str) -> str:
    if not stat.S_ISREG(os.fstat(file).st_mode):
        raise Refused(f"{shown_path(path)} is not a regular file; put one there or remove it")
    data = os.read(file, MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise Refused(f"{shown_path(path)} is longer than {MAX_BYTES} bytes; shorten it")
    try:
        return data.decode()
    except UnicodeDecodeError:
        raise InvalidInput(shown_path(path), "not UTF-8 text; mend it in an editor") from None


def _document(text: str, path: str) -> dict[str, Any]:
    import tomllib

    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        reason = str(error) if str(error).isprintable() else ascii(str(error))
        raise InvalidInput(shown_path(path), f"not TOML: {reason[:200]}; mend it in an editor") from None


def _entries(document: Mapping[str, Any]) -> list[tuple[str, object]]:
    """Every value with its name; the tables of remotes stand one deeper than the others."""
    found: list[tuple[str, object]] = []
    for section, content in document.items():
        if isinstance(content, dict):
            inner = _entries(content) if section == REMOTE else list(content.items())
            found += [(f"{section}.{key}", value) for key, value in inner]
        else:
            found.append((section, content))
    return found


def _checked(name: str, value: object, path: str, trusted: bool) -> tuple[str, Value]:
    try:
        wanted = setting(name)
        checked = wanted.checked(value)
    except InvalidInput as error:
        raise InvalidInput(f"{shown_path(path)}: {error.field}".removesuffix(": "), error.problem) from None
    if wanted.user_only and not trusted:
        raise Refused(f"{shown_path(path)} sets {name}, which only the user's own file may; remove it there")
    return name, checked
