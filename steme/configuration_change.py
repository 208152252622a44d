"""Changing one setting in a ``config.toml``, comments and order kept where the file is laid out line by line.

What cannot be edited that way, such as ``lock = { timeout = 5 }``, is written anew without its comments.
"""

from __future__ import annotations

import fcntl
import os
from contextlib import contextmanager, suppress

from repo_format.errors import InvalidInput, Refused
from steme.configuration_file import MAX_BYTES, parse_settings, read_text
from steme.durable import failed, make_folder, replace_file, shown_path
from steme.settable import check
from steme.settings import setting

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from steme.settings import Value


def set_value(path: str, name: str, text: str, *, trusted: bool) -> Value:
    """Give the setting the value a person typed, in the file at ``path``, which is made if need be; returns the value.

    Durable on return; the file changes in one step, and of two writers neither undoes the other. ``trusted`` says
    that the file is the user's own. Raises InvalidInput, Refused and StorageFailed, and then the file is as it was.
    """
    wanted = setting(name)
    value = wanted.parsed(text)
    if wanted.user_only and not trusted:
        raise Refused(f"{name} may only be set in the user's own file; use `steme config set --user {name} ...`")
    check(name, value)
    _change(path, name, value, trusted)
    return value


def unset_value(path: str, name: str, *, trusted: bool) -> bool:
    """Take the setting out of the file; whether it was there. Otherwise as ``set_value``."""
    setting(name)
    return os.path.lexists(path) and _change(path, name, None, trusted)


def _change(path: str, name: str, value: Value | None, trusted: bool) -> bool:
    if trusted:
        path = os.path.realpath(path)
        make_folder(os.path.dirname(path))
    with _alone(os.path.dirname(path)):
        before = read_text(path, trusted=trusted) or ""
        wanted = parse_settings(before, path, trusted=trusted)
        there = wanted.pop(name, None) is not None
        if value is not None:
            wanted[name] = value
        after = _edited(before, name, value)
        if not _says(after, wanted, path):
            after = _written(wanted)
        if len(after.encode()) > MAX_BYTES:
            raise Refused(f"{shown_path(path)} would become longer than {MAX_BYTES} bytes; shorten it")
        replace_file(path, after.encode(), 0o600 if trusted else 0o644)
    return there


@contextmanager
def _alone(folder: str) -> Iterator[None]:
    """Hold an advisory lock on ``folder``; where its file system has none, go on without."""
    try:
        lock = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    except OSError as error:
        raise failed("opened", folder, error) from error
    try:
        with suppress(OSError):
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)


def _edited(text: str, name: str, value: Value | None) -> str:
    """``text`` with one line changed, added or taken out, by looking at the beginnings of lines alone."""
    section, _, key = name.rpartition(".")
    lines = text.splitlines(keepends=True)
    new = [] if value is None else [f"{key} = {_literal(value)}\n"]
    start = next((number for number, line in enumerate(lines) if _code(line) == f"[{section}]"), None)
    if start is None:
        return "".join([*lines, "\n" if lines else "", f"[{section}]\n", *new]) if new else text
    for number in range(start + 1, len(lines)):
        if lines[number].lstrip().startswith("["):
            break
        if _code(lines[number]).partition("=")[0].rstrip() == key:
            return "".join([*lines[:number], *new, *lines[number + 1 :]])
    return "".join([*lines[: start + 1], *new, *lines[start + 1 :]])


def _code(line: str) -> str:
    return line.partition("#")[0].strip()


def _literal(value: Value) -> str:
    import tomli_w

    return tomli_w.dumps({"key": value}).removeprefix("key = ").rstrip("\n")


def _says(text: str, wanted: dict[str, Value], path: str) -> bool:
    try:
        return parse_settings(text, path, trusted=True) == wanted
    except InvalidInput:
        return False


def _written(settings: dict[str, Value]) -> str:
    import tomli_w

    document: dict[str, Any] = {}
    for name, value in settings.items():
        *sections, key = name.split(".")
        table = document
        for section in sections:
            table = table.setdefault(section, {})
        table[key] = value
    return tomli_w.dumps(document)
