"""TypeScript."""

from __future__ import annotations

from aphoria.language import Language
from aphoria.languages import javascript

LANGUAGE = Language(
    name="typescript",
    suffixes=(".ts", ".mts", ".cts"),
    grammar=("tree_sitter_typescript", "language_typescript"),
    family="javascript",
    line_comments=(b"//",),
    block_comments=((b"/*", b"*/"),),
    calls=javascript.CALLS,
    keywords=javascript.KEYWORDS,
    assignments=javascript.ASSIGNMENTS,
    strings=javascript.STRINGS,
    interpolations=javascript.INTERPOLATIONS,
)
