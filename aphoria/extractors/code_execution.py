"""Whether code is made from data and executed: ``eval``, ``exec``, ``Function``, script engines."""

from __future__ import annotations

from collections.abc import Iterator

from aphoria.extractor import Found, Observes, found_at
from aphoria.observation import DOUBTFUL
from aphoria.source import Source
from aphoria.syntax.building import are_built
from aphoria.syntax.call import Call
from aphoria.syntax.origin import origin_of
from aphoria.syntax.outside import from_outside
from aphoria.syntax.pieces import pieces_of

LANGUAGES = ("python", "javascript", "java")
HINTS = (
    rb"\b(?:eval|exec|execfile)\s*\(",
    rb"\bFunction\s*\(|\brunIn(?:New|This)?Context\s*\(",
    rb"\bset(?:Timeout|Interval)\s*\(\s*[\"'`]",
)
OBSERVES = (Observes("code/evaluated", "dynamic", "whether code that is not written out is executed"),)
VERSION = 2

_NAMES = {
    "python": frozenset({"eval", "exec", "execfile", "builtins.eval", "builtins.exec"}),
    "javascript": frozenset({"eval", "window.eval", "global.eval", "Function", "vm.runInNewContext",
                             "vm.runInThisContext",
                             "vm.runInContext", "setTimeout", "setInterval"}),
}  # fmt: skip
_BUILT = 0.95
_ENGINE = b"javax.script"


def extract(source: Source) -> Iterator[Found]:
    """See the module."""
    language = source.language.family or source.language.name
    if language == "java":
        calls = [call for call in source.calls("eval") if _ENGINE in source.data]
    else:
        names = _NAMES[language]
        calls = [call for call in source.calls(*{name.rpartition(".")[2] for name in names}) if call.name in names]
    for call in calls:
        confidence = _danger(source, call)
        if confidence:
            yield found_at(source, call.node, "code/evaluated", "dynamic", True, confidence=confidence)


def _danger(source: Source, call: Call) -> float:
    if not call.positional:
        return 0.0
    node = call.positional[-1 if call.name == "Function" else 0]
    node = origin_of(source, node)
    pieces = pieces_of(source, node)
    outside = from_outside(source, node)
    if are_built(pieces):
        return outside or _BUILT
    if call.name.startswith("set") or not any(piece.inserted for piece in pieces):
        return 0.0
    return outside or DOUBTFUL
