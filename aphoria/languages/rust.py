"""Rust. A struct expression counts as a call with named arguments."""

from __future__ import annotations

from aphoria.language import CallShape, Language

LANGUAGE = Language(
    name="rust",
    suffixes=(".rs",),
    grammar=("tree_sitter_rust", "language"),
    line_comments=(b"//",),
    block_comments=((b"/*", b"*/"),),
    calls={
        "call_expression": CallShape(("function",), "arguments"),
        "struct_expression": CallShape(("name",), "body"),
    },
    keywords={"field_initializer": ("field", "value")},
    assignments={
        "let_declaration": ("pattern", "value"),
        "const_item": ("name", "value"),
        "static_item": ("name", "value"),
        "assignment_expression": ("left", "right"),
    },
    strings=frozenset({"string_literal", "raw_string_literal"}),
)
