"""Which rights files and folders are given, where the number is written out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from aphoria.extractor import Found, Observes, found_at
from aphoria.observation import DOUBTFUL
from aphoria.pattern import later
from aphoria.source import Source
from aphoria.syntax.call import Call

LANGUAGES = ("python", "javascript", "go", "rust", "java")
HINTS = (
    rb"\b[fl]?chmod(?:Sync)?\s*\(|\bumask\s*\(",
    rb"\bos\.(?:Chmod|Mkdir|MkdirAll|OpenFile|WriteFile)\b|\bioutil\.WriteFile\b",
    rb"\bfrom_mode\b|\bset_mode\b",
    rb"\bsetPosixFilePermissions\b|\bPosixFilePermissions\b|\bsetWritable\b|\bsetReadable\b",
)
OBSERVES = (Observes("file/permissions", "mode", "the rights in octal digits: 0600, 0777 ..."),)
VERSION = 1

_CALLS = {
    "python": {"os.chmod": 1, "chmod": 0, "os.fchmod": 1, "os.makedirs": -1, "os.mkdir": -1},
    "javascript": {"chmod": 1, "chmodSync": 1, "fchmodSync": 1},
    "go": {"os.Chmod": 1, "os.Mkdir": 1, "os.MkdirAll": 1, "os.OpenFile": 2, "os.WriteFile": 2, "ioutil.WriteFile": 2},
    "rust": {"from_mode": 0, "set_mode": 0},
}
_STAT = {"S_IREAD": 0o400, "S_IWRITE": 0o200, "S_IEXEC": 0o100,
         "S_IRWXU": 0o700, "S_IRUSR": 0o400, "S_IWUSR": 0o200, "S_IXUSR": 0o100, "S_IRWXG": 0o70,
         "S_IRGRP": 0o40,
         "S_IWGRP": 0o20, "S_IXGRP": 0o10, "S_IRWXO": 0o7, "S_IROTH": 0o4, "S_IWOTH": 0o2, "S_IXOTH": 0o1}  # fmt: skip
_LETTERS = later(r'"([r-][w-][x-]){3}"')
_MOST, _OTHERS_WRITE = 0o7777, 0o022
_CHANGES = later(r"(?i)chmod|set_mode|from_mode")
"""What makes a file is still masked by the umask; what changes its rights is not."""


def extract(source: Source) -> Iterator[Found]:
    """See the module."""
    language = source.language.family or source.language.name
    if language == "java":
        yield from _java(source)
        return
    positions = _CALLS[language]
    for call in source.calls(*positions):
        position = positions.get(
            call.name, positions.get(call.name.rpartition(".")[2], 1 if call.name == "os.chmod" else 0)
        )
        mode = _mode(source, call, position)
        if mode is not None and 0 < mode <= _MOST:
            masked = mode & _OTHERS_WRITE and not _CHANGES.search(call.name)
            confidence = DOUBTFUL if masked else 1.0
            yield found_at(source, call.node, "file/permissions", "mode", f"{mode:04o}", confidence=confidence)


def _mode(source: Source, call: Call, position: int) -> int | None:
    value = call.literal("mode", position)
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, str) and re.fullmatch("0?o?[0-7]{3,4}", value):
        return int(value.replace("o", ""), 8)
    node = call.argument("mode", position)
    names = re.findall(r"\bstat\.(S_I\w+)", source.text(node)) if node is not None else []
    if not names or not re.fullmatch(r"(?:stat\.S_I\w+|[|\s()])+", source.text(node)):  # type: ignore[arg-type]
        return None
    mode = 0
    for name in names:
        mode |= _STAT.get(name, 0)
    return mode


def _java(source: Source) -> Iterator[Found]:
    for call in source.calls("PosixFilePermissions.fromString"):
        letters = call.literal("", 0)
        if isinstance(letters, str) and _LETTERS.fullmatch(f'"{letters}"'):
            bits = int("".join("0" if letter == "-" else "1" for letter in letters), 2)
            yield found_at(source, call.node, "file/permissions", "mode", f"{bits:04o}")
    for call in source.calls("setWritable", "setReadable"):
        if call.literal("", 0) is True and call.literal("", 1) is False:
            yield found_at(source, call.node, "file/permissions", "mode", "0666" if "Writable" in call.name else "0644")
