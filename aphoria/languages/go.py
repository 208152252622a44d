"""Go. A composite literal, ``tls.Config{...}``, counts as a call with named arguments."""

from __future__ import annotations

from aphoria.language import CallShape, Language

LANGUAGE = Language(
    name="go",
    suffixes=(".go",),
    grammar=("tree_sitter_go", "language"),
    line_comments=(b"//",),
    block_comments=((b"/*", b"*/"),),
    calls={
        "call_expression": CallShape(("function",), "arguments"),
        "composite_literal": CallShape(("type",), "body"),
    },
    keywords={"keyed_element": ("key", "value")},
    assignments={
        "assignment_statement": ("left", "right"),
        "short_var_declaration": ("left", "right"),
        "const_spec": ("name", "value"),
        "var_spec": ("name", "value"),
    },
    strings=frozenset({"interpreted_string_literal", "raw_string_literal"}),
)
