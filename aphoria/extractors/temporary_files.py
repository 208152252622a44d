"""Whether temporary files are made so that nobody else can be first."""

from __future__ import annotations

import re
from collections.abc import Iterator

from aphoria.extractor import Found, Observes, found_at
from aphoria.pattern import later
from aphoria.source import Source
from aphoria.syntax.call import Call
from aphoria.syntax.pieces import pieces_of

LANGUAGES = ("python", "javascript", "go", "rust", "java")
HINTS = (
    rb"\btempfile\b|\bmktemp\b|\btempnam\b|\btmpnam\b|[\"'`]/(?:var/)?tmp/[\w.-]",
    rb"\bmkdtemp(?:Sync)?\b|\btmpdir\(",
    rb"\bos\.(?:CreateTemp|MkdirTemp|TempDir)\b|\bioutil\.Temp(?:File|Dir)\b",
    rb"\bcreateTemp(?:File|Directory)\b",
)
OBSERVES = (Observes("file/temporary", "safe", "whether a temporary file cannot be somebody else's"),)
VERSION = 1

_SAFE = {
    "python": ("tempfile.mkstemp", "tempfile.mkdtemp", "tempfile.NamedTemporaryFile", "tempfile.TemporaryDirectory",
               "tempfile.TemporaryFile"),
    "javascript": ("fs.mkdtemp", "fs.mkdtempSync", "mkdtempSync"),
    "go": ("os.CreateTemp", "os.MkdirTemp", "ioutil.TempFile", "ioutil.TempDir"),
    "rust": ("NamedTempFile.new", "tempfile.tempfile", "tempfile.tempdir", "TempDir.new"),
    "java": ("Files.createTempFile", "Files.createTempDirectory"),
}  # fmt: skip
_UNSAFE = {"python": ("tempfile.mktemp", "os.tempnam", "os.tmpnam"), "java": ()}
_OPENERS = {
    "python": ("open",),
    "javascript": ("writeFile", "writeFileSync", "createWriteStream"),
    "go": ("os.Create", "os.OpenFile", "os.WriteFile", "ioutil.WriteFile"),
    "rust": ("File.create", "fs.write"),
    "java": ("FileOutputStream", "FileWriter"),
}
_SHARED = later(r"/(?:var/)?tmp/[\w.-]")


def extract(source: Source) -> Iterator[Found]:
    """See the module."""
    language = source.language.family or source.language.name
    for call in source.calls(*_SAFE[language]):
        yield found_at(source, call.node, "file/temporary", "safe", True)
    if _UNSAFE.get(language):
        for call in source.calls(*_UNSAFE[language]):
            if "\\pipe\\" in call.text():
                continue  # the name of a pipe of Windows
            yield found_at(source, call.node, "file/temporary", "safe", False)
    for call in source.calls(*_OPENERS[language]):
        if _writes_shared(source, call):
            yield found_at(source, call.node, "file/temporary", "safe", False, confidence=0.9)


def _writes_shared(source: Source, call: Call) -> bool:
    """Whether a file of a known name in everybody's folder is made."""
    if not call.positional:
        return False
    if call.name.rpartition(".")[2] == "open" and (
        call.name != "open" or not re.search("[wax]", str(call.literal("mode", 1) or ""))
    ):
        return False
    if call.name.endswith("OpenFile") and "O_EXCL" in call.text():
        return False
    first = pieces_of(source, call.positional[0])[0]
    return not first.inserted and _SHARED.match(first.text) is not None
