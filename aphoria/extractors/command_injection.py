"""Whether commands for a shell are put together, and whether one interprets what is not written out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tree_sitter import Node

from aphoria.extractor import Found, Observes, found_at
from aphoria.observation import DOUBTFUL
from aphoria.pattern import later
from aphoria.source import Source
from aphoria.syntax.building import are_built
from aphoria.syntax.call import Call
from aphoria.syntax.literal import MISSING, literal_of
from aphoria.syntax.origin import origin_of
from aphoria.syntax.outside import DIRECT, from_outside, is_fixed
from aphoria.syntax.pieces import Piece, pieces_of

LANGUAGES = ("python", "javascript", "go", "rust", "java")
HINTS = (
    rb"\b(?:os\.system|os\.popen|getoutput|getstatusoutput|create_subprocess_shell)\b|\bshell\s*=\s*(?:True|False)",
    rb"\bchild_process\b",
    rb"\bexec\.Command(?:Context)?\b",
    rb"\bCommand::new\b",
    rb"\bgetRuntime\b|\bProcessBuilder\b",
)
OBSERVES = (
    Observes("shell/command", "built", "whether a text for a shell is put together in the call"),
    Observes("shell/command", "interpreted", "whether a shell interprets a command that is not written out"),
)
VERSION = 2

_RUNNERS = tuple(f"subprocess.{name}" for name in ("run", "call", "Popen", "check_call", "check_output"))
_SHELLS = frozenset({"sh", "bash", "/bin/sh", "/bin/bash", "zsh", "cmd", "cmd.exe", "powershell"})
_FLAGS = frozenset({"-c", "/c", "/C", "-lc", "-Command"})
_SAFE = later(r"quot|escap|(?-i:^[A-Z][A-Z0-9_]*$)|sys\.executable|\bint\(|getpid|shlex|\.replace\(", re.IGNORECASE)
_BUILT = 0.9


def extract(source: Source) -> Iterator[Found]:
    """See the module."""
    yield from _READERS[source.language.family or source.language.name](source)


def _built(source: Source, call: Call, position: int, name: str = "") -> Iterator[Found]:
    node = call.argument(name, position)
    if node is None:
        return
    node = origin_of(source, node)
    pieces = pieces_of(source, node)
    outside = from_outside(source, node)
    if are_built(pieces) and (outside or _is_strange(source, node, pieces)):
        yield found_at(source, call.node, "shell/command", "built", True, confidence=outside or _BUILT)
    elif outside == DIRECT:
        yield found_at(source, call.node, "shell/command", "built", True, confidence=outside)


def _is_strange(source: Source, node: Node, pieces: list[Piece]) -> bool:
    inserted = [piece.text for piece in pieces if piece.inserted]
    return any(not _SAFE.search(text) and not is_fixed(source, node, text) for text in inserted)


def _python(source: Source) -> Iterator[Found]:
    for call in source.calls("os.system", "os.popen", "subprocess.getoutput", "subprocess.getstatusoutput",
                             "asyncio.create_subprocess_shell"):  # fmt: skip
        yield from _built(source, call, 0, "cmd")
    for call in source.calls(*_RUNNERS, "Popen", "check_output"):
        shell, command = call.literal("shell"), call.argument("args", 0)
        if shell is True and command is not None:
            built = list(_built(source, call, 0, "args"))
            yield from built
            if not built and command.type in {"identifier", "attribute", "subscript", "call"}:
                yield found_at(source, call.node, "shell/command", "interpreted", True, confidence=DOUBTFUL)
        elif shell is False:
            yield found_at(source, call.node, "shell/command", "interpreted", False)


def _javascript(source: Source) -> Iterator[Found]:
    for call in source.calls("child_process.exec", "child_process.execSync"):
        yield from _built(source, call, 0)
    for call in source.calls("spawn", "spawnSync", "execFile", "execFileSync"):
        shell = call.literal("shell")
        if shell is True and call.positional and literal_of(source, call.positional[0]) is MISSING:
            yield found_at(source, call.node, "shell/command", "interpreted", True, confidence=DOUBTFUL)
        elif shell is False:
            yield found_at(source, call.node, "shell/command", "interpreted", False)


def _of_shell(source: Source, call: Call, first: int) -> Iterator[Found]:
    """A call whose arguments are a shell, its flag and the text for it."""
    if call.literal("", first) in _SHELLS and call.literal("", first + 1) in _FLAGS:
        yield from _built(source, call, first + 2)


def _go(source: Source) -> Iterator[Found]:
    for call in source.calls("exec.Command", "exec.CommandContext"):
        yield from _of_shell(source, call, 1 if call.name.endswith("Context") else 0)


_RUST_SHELL = later(r'Command::new\("(?:sh|bash|/bin/sh|/bin/bash|cmd)"\).*\.arg\("(?:-c|/C)"\)\.arg\($', re.DOTALL)


def _rust(source: Source) -> Iterator[Found]:
    for call in source.calls("arg"):
        if call.positional:
            before = source.data[call.node.start_byte : call.positional[0].start_byte].decode("utf-8", "replace")
            if _RUST_SHELL.search("".join(before.split())):
                yield from _built(source, call, 0)


def _java(source: Source) -> Iterator[Found]:
    for call in source.calls("getRuntime.exec", "exec"):
        if "getRuntime()" in call.written:
            yield from _built(source, call, 0)
    for call in source.calls("ProcessBuilder"):
        yield from _of_shell(source, call, 0)


_READERS = {"python": _python, "javascript": _javascript, "go": _go, "rust": _rust, "java": _java}
