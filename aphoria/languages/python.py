"""Python."""

from __future__ import annotations

from aphoria.language import CallShape, Language

LANGUAGE = Language(
    name="python",
    suffixes=(".py", ".pyi", ".pyw"),
    grammar=("tree_sitter_python", "language"),
    line_comments=(b"#",),
    calls={"call": CallShape(("function",), "arguments")},
    keywords={"keyword_argument": ("name", "value")},
    assignments={
        "assignment": ("left", "right"),
        "default_parameter": ("name", "value"),
        "typed_default_parameter": ("name", "value"),
        "pair": ("key", "value"),
    },
    strings=frozenset({"string", "concatenated_string"}),
    interpolations=frozenset({"interpolation"}),
)
