"""TypeScript with JSX, which has a grammar of its own."""

from __future__ import annotations

from aphoria.language import Language
from aphoria.languages import javascript

LANGUAGE = Language(
    name="tsx",
    suffixes=(".tsx",),
    grammar=("tree_sitter_typescript", "language_tsx"),
    family="javascript",
    line_comments=(b"//",),
    block_comments=((b"/*", b"*/"),),
    calls=javascript.CALLS,
    keywords=javascript.KEYWORDS,
    assignments=javascript.ASSIGNMENTS,
    strings=javascript.STRINGS,
    interpolations=javascript.INTERPOLATIONS,
)
