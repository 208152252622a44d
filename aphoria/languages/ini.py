"""INI files and Java properties: sections, keys and values, line by line."""

from __future__ import annotations

from aphoria.language import Language

LANGUAGE = Language(name="ini", suffixes=(".ini", ".cfg", ".conf", ".properties"), line_comments=(b"#", b";"))
