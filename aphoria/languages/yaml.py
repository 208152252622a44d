"""YAML: configuration, compose files, workflows of GitHub Actions, manifests of Kubernetes."""

from __future__ import annotations

from aphoria.language import Language

LANGUAGE = Language(name="yaml", suffixes=(".yaml", ".yml"), line_comments=(b"#",))
