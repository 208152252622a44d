"""HCL: Terraform and its relatives."""

from __future__ import annotations

from aphoria.language import Language

LANGUAGE = Language(
    name="hcl",
    suffixes=(".tf", ".hcl", ".tfvars"),
    grammar=("tree_sitter_hcl", "language"),
    line_comments=(b"#", b"//"),
    block_comments=((b"/*", b"*/"),),
)
