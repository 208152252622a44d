"""Java. An annotation with arguments counts as a call."""

from __future__ import annotations

from aphoria.language import CallShape, Language

LANGUAGE = Language(
    name="java",
    suffixes=(".java",),
    grammar=("tree_sitter_java", "language"),
    line_comments=(b"//",),
    block_comments=((b"/*", b"*/"),),
    calls={
        "method_invocation": CallShape(("object", "name"), "arguments"),
        "object_creation_expression": CallShape(("type",), "arguments"),
        "annotation": CallShape(("name",), "arguments"),
    },
    keywords={"element_value_pair": ("key", "value")},
    assignments={"variable_declarator": ("name", "value"), "assignment_expression": ("left", "right")},
    strings=frozenset({"string_literal"}),
)
