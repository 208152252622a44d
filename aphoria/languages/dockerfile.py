"""Dockerfiles and Containerfiles: one instruction a line."""

from __future__ import annotations

from aphoria.language import Language

LANGUAGE = Language(
    name="dockerfile",
    suffixes=(".dockerfile", ".Dockerfile"),
    filenames=("Dockerfile", "Containerfile"),
    line_comments=(b"#",),
)
