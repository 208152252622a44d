"""Whether a name of a file is made of what a request brings, in the call that opens it."""

from __future__ import annotations

from collections.abc import Iterator

from aphoria.extractor import Found, Observes, found_at
from aphoria.pattern import later
from aphoria.source import Source
from aphoria.syntax import requests
from aphoria.syntax.outside import from_outside

LANGUAGES = ("python", "javascript", "go", "rust", "java")
HINTS = requests.HINTS
OBSERVES = (Observes("path/name", "built", "whether the name of a file comes from a request"),)
VERSION = 2

_CALLS = {
    "python": ("open", "io.open", "send_file", "FileResponse", "os.remove", "os.unlink", "os.path.join", "pathlib.Path",
               "shutil.rmtree", "os.listdir", "os.makedirs"),
    "javascript": ("readFile", "readFileSync", "writeFile", "writeFileSync", "createReadStream", "createWriteStream",
                   "sendFile", "unlink", "unlinkSync", "path.join", "path.resolve", "res.download"),
    "go": ("os.Open", "os.OpenFile", "os.ReadFile", "os.Create", "os.WriteFile", "os.Remove", "ioutil.ReadFile",
           "http.ServeFile", "filepath.Join", "path.Join"),
    "rust": ("File.open", "File.create", "fs.read", "fs.read_to_string", "fs.write", "fs.remove_file",
             "NamedFile.open"),
    "java": ("File", "FileInputStream", "FileReader", "FileOutputStream", "Paths.get", "Path.of", "FileSystemResource"),
}  # fmt: skip
_WHOLE = frozenset({"open", "io.open", "builtins.open"})
_JOINS = ("join", "resolve", "Join")
_BELOW = later(r"\broot\b|^\w+$")
"""Options of ``sendFile``: below its ``root`` nobody gets out."""
_SAFE = ("safe_join", "send_from_directory")


def extract(source: Source) -> Iterator[Found]:
    """See the module."""
    language = source.language.family or source.language.name
    end = 0
    for call in source.calls(*_CALLS[language]):
        if call.node.end_byte <= end:
            continue  # the name is joined inside a call that has been told
        if language == "python" and call.name.endswith("open") and call.name not in _WHOLE:
            continue
        if (
            call.name.endswith("sendFile")
            and len(call.positional) > 1
            and _BELOW.search(source.text(call.positional[1]))
        ):
            continue
        places = call.positional if call.name.endswith(_JOINS) else call.positional[:1]
        if language == "go" and call.name.endswith("ServeFile"):
            places = call.positional[2:3]
        confidence = max((from_outside(source, one) for one in places), default=0.0)
        if confidence:
            end = call.node.end_byte
            yield found_at(source, call.node, "path/name", "built", True, confidence=confidence)
    for call in source.calls(*_SAFE) if language == "python" else ():
        yield found_at(source, call.node, "path/name", "built", False)
