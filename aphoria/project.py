"""Which project a tree is, and which module a file of it: the middle of every concept path."""

from __future__ import annotations

import json
import os
import re
import tomllib
from collections.abc import Callable

_MAX_MANIFEST = 1 << 20
_ILLEGAL = re.compile(r"[^\w.@+-]+")
_GO_MODULE = re.compile(r"^module\s+(\S+)", re.MULTILINE)
_POM_NAME = re.compile(r"<parent>.*?</parent>|<artifactId>\s*([^<\s]+)", re.DOTALL)
_ROOTS = ("src", "lib/python")
_SILENT = frozenset({"__init__", "index", "mod", "__main__"})
"""Names of files that stand for the folder they are in."""


def project_name(root: str) -> str:
    """What the project at ``root`` is called: by its manifest, else by its folder. Always a legal path segment."""
    for manifest, read in _MANIFESTS:
        name = _read(os.path.join(root, manifest), read)
        if name:
            return segment(name)
    return segment(os.path.basename(os.path.abspath(root))) or "project"


def _read(path: str, read: Callable[[str], object]) -> str:
    try:
        with open(path, encoding="utf-8") as file:
            name = read(file.read(_MAX_MANIFEST))
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return ""
    return name if isinstance(name, str) else ""


def _pom(text: str) -> object:
    return next((found[1] for found in _POM_NAME.finditer(text) if found[1]), "")


def _go(text: str) -> object:
    found = _GO_MODULE.search(text)
    return found[1].rpartition("/")[2] if found else ""


_MANIFESTS: tuple[tuple[str, Callable[[str], object]], ...] = (
    ("pyproject.toml", lambda text: tomllib.loads(text)["project"]["name"]),
    ("package.json", lambda text: json.loads(text)["name"].rpartition("/")[2]),
    ("Cargo.toml", lambda text: tomllib.loads(text)["package"]["name"]),
    ("go.mod", _go),
    ("pom.xml", _pom),
)


def segment(text: str) -> str:
    """A text as one segment of a concept path: what has no place in one becomes ``-``."""
    return _ILLEGAL.sub("-", text).strip("-.") or "-"


def module_of(path: str) -> tuple[str, ...]:
    """The module segments of a file by its path: ``src/wallet/net/__init__.py`` is ``("wallet", "net")``.

    The last suffix falls away, so does a leading ``src``; a hidden name keeps its letters without the dot.
    """
    parts = path.split("/")
    stem = parts[-1].lstrip(".")
    parts[-1] = stem.rpartition(".")[0] or stem
    if len(parts) > 1 and parts[0] in _ROOTS:
        del parts[0]
    if len(parts) > 1 and parts[-1] in _SILENT:
        del parts[-1]
    return tuple(segment(part) for part in parts)
