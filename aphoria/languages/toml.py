"""TOML."""

from __future__ import annotations

from aphoria.language import Language

LANGUAGE = Language(
    name="toml",
    suffixes=(".toml",),
    filenames=("Pipfile", "Cargo.lock", "poetry.lock"),
    grammar=("tree_sitter_toml", "language"),
    line_comments=(b"#",),
)
