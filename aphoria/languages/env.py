"""Files of environment variables: NAME=value, line by line."""

from __future__ import annotations

from aphoria.language import Language

LANGUAGE = Language(name="env", suffixes=(".env",), filenames=(".env",), line_comments=(b"#",))
