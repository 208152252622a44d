"""requirements.txt and constraints of pip, one requirement a line."""

from __future__ import annotations

from aphoria.language import Language

LANGUAGE = Language(
    name="requirements",
    suffixes=(),
    filenames=("requirements.txt", "constraints.txt"),
    patterns=("requirements*.txt", "*requirements.txt", "requirements*.in"),
    line_comments=(b"#",),
)
