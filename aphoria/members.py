"""Families: a folder of files in which every file is a member, found by being there."""

from __future__ import annotations

import os
from importlib import import_module
from typing import Any


def names(family: str) -> list[str]:
    """The names of the members of a folder beside this file, sorted; nothing is imported."""
    folder = os.path.join(os.path.dirname(__file__), family)
    return sorted(name[:-3] for name in os.listdir(folder) if name.endswith(".py") and not name.startswith("_"))


def load(family: str, name: str) -> Any:
    """The module of one member."""
    return import_module(f"aphoria.{family}.{name}")


def summary(module: Any) -> str:
    """The first line of a member's docstring, without its full stop."""
    return (module.__doc__ or "").partition("\n")[0].rstrip(".")
