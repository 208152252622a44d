"""Pictures: a blank figure to draw on, if matplotlib is here. Without a window, whatever the surroundings."""

from __future__ import annotations

from importlib import import_module

from repo_format.errors import NotFound

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def new_figure(width: float, height: float) -> Any:
    """A ``matplotlib.figure.Figure`` of so many inches. Raises NotFound where matplotlib is not installed."""
    try:
        module = import_module("matplotlib.figure")
    except ModuleNotFoundError:
        raise NotFound("pictures need matplotlib, which is not installed; run: pip install 'steme[plot]'") from None
    return module.Figure(figsize=(width, height), layout="constrained")
