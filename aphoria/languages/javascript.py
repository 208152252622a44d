"""JavaScript, with JSX."""

from __future__ import annotations

from aphoria.language import CallShape, Language

CALLS = {
    "call_expression": CallShape(("function",), "arguments"),
    "new_expression": CallShape(("constructor",), "arguments"),
}
KEYWORDS = {"pair": ("key", "value")}
ASSIGNMENTS = {
    "variable_declarator": ("name", "value"),
    "assignment_expression": ("left", "right"),
    "field_definition": ("property", "value"),
    "public_field_definition": ("name", "value"),
}
STRINGS = frozenset({"string", "template_string"})
INTERPOLATIONS = frozenset({"template_substitution"})

LANGUAGE = Language(
    name="javascript",
    suffixes=(".js", ".jsx", ".mjs", ".cjs"),
    grammar=("tree_sitter_javascript", "language"),
    family="javascript",
    line_comments=(b"//",),
    block_comments=((b"/*", b"*/"),),
    calls=CALLS,
    keywords=KEYWORDS,
    assignments=ASSIGNMENTS,
    strings=STRINGS,
    interpolations=INTERPOLATIONS,
)
