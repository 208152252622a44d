"""go.mod, the manifest of a Go module."""

from __future__ import annotations

from aphoria.language import Language

LANGUAGE = Language(name="gomod", suffixes=(), filenames=("go.mod",), line_comments=(b"//",))
