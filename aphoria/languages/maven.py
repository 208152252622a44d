"""pom.xml, the manifest of a Maven project."""

from __future__ import annotations

from aphoria.language import Language

LANGUAGE = Language(name="maven", suffixes=(), filenames=("pom.xml",), block_comments=((b"<!--", b"-->"),))
