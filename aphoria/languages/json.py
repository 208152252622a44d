"""JSON."""

from __future__ import annotations

from aphoria.language import Language

LANGUAGE = Language(name="json", suffixes=(".json",), filenames=("Pipfile.lock",))
